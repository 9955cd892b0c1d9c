package dev.anypool.testkit;

import dev.anypool.PoolExecutor;
import dev.anypool.Task;
import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * A task that runs on threads and cannot run on worker JVMs, since something of it cannot travel. A backend that copies tasks
 * rejects it, and so does a rehearsal.
 *
 * @param what what cannot travel
 * @param submission hands the task to a pool
 * @param path the way to it, as {@link dev.anypool.TaskSerializationException#path()} must tell it
 */
public record CannotTravel(String what, Function<PoolExecutor, CompletableFuture<?>> submission, String path) {
    private static final String HERE = CannotTravel.class.getName();
    private static final String CULPRIT = "(" + NotSerializable.class.getName() + ")";

    /** Uses its own field in a task, and so takes itself along. */
    private static final class Report {
        private final String title = "quarterly";

        Task<String> task() {
            return () -> title;
        }
    }

    /** Can travel but for its field. */
    private static final class Order implements Serializable {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // that is the sabotage
        private final NotSerializable connection = new NotSerializable();

        Task<Integer> task() {
            return () -> connection.hashCode();
        }
    }

    /** What a framework hands to a task that it wraps. */
    @SuppressWarnings("serial") // that is the sabotage
    private record Context(Thread thread) implements Serializable {
        <T> Task<T> wrap(Task<T> task) {
            Context context = this;
            return () -> call(context, task);
        }

        private static <T> T call(Context context, Task<T> task) throws Exception {
            context.thread.getName();
            return task.call();
        }
    }

    private record Page(Object content) implements Serializable {}

    private static String greet() {
        return "hello";
    }

    /** A task as frameworks make them: the JVM makes its class, and writes nothing in its place. */
    private static Task<?> frameworkMade() {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        try {
            return (Task<?>) LambdaMetafactory.metafactory(
                            lookup,
                            "call",
                            MethodType.methodType(Task.class),
                            MethodType.methodType(Object.class),
                            lookup.findStatic(CannotTravel.class, "greet", MethodType.methodType(String.class)),
                            MethodType.methodType(String.class))
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Lists tasks whose function or argument cannot travel.
     *
     * @return the tasks
     */
    public static List<CannotTravel> inputs() {
        NotSerializable captured = new NotSerializable();
        Function<String, Integer> length = String::length;
        Map<String, Object> map = new HashMap<>(Map.of("fine", 1, "x", captured));
        return List.of(
                new CannotTravel(
                        "the object around the lambda",
                        pool -> pool.submit(new Report().task()),
                        "captured 'this' (" + HERE + "$Report)"),
                new CannotTravel(
                        "a field of the object around the lambda",
                        pool -> pool.submit(new Order().task()),
                        "captured 'this' (" + HERE + "$Order) → field 'connection' " + CULPRIT),
                new CannotTravel(
                        "a captured variable",
                        pool -> pool.submit(() -> captured.hashCode()),
                        "captured argument 1 " + CULPRIT),
                new CannotTravel(
                        "the object of a method reference",
                        pool -> pool.submit(captured::hashCode),
                        "captured argument 1 " + CULPRIT),
                new CannotTravel(
                        "a captured lambda",
                        pool -> pool.submit(text -> length.apply(text), "text"),
                        "captured argument 1 (a lambda of " + HERE + ")"),
                new CannotTravel(
                        "the context of a wrapper",
                        pool -> pool.submit(new Context(Thread.currentThread()).wrap(() -> "done")),
                        "captured argument 1 (" + HERE + "$Context) → component 'thread' (java.lang.Thread)"),
                new CannotTravel(
                        "a task that a framework made",
                        pool -> pool.submit(frameworkMade()),
                        "a framework-made lambda of " + HERE),
                new CannotTravel(
                        "the argument",
                        pool -> pool.submit(Work::describe, new NotSerializable()),
                        NotSerializable.class.getName()),
                new CannotTravel(
                        "a field of the second argument",
                        pool -> pool.submit((first, second) -> first, "fine", new Order()),
                        "field 'connection' " + CULPRIT),
                new CannotTravel(
                        "an element of a list",
                        pool -> pool.submit(List::size, List.of("fine", new Page(captured))),
                        "element 1 (" + HERE + "$Page) → component 'content' " + CULPRIT),
                new CannotTravel(
                        "a value of a map", pool -> pool.submit(Map::size, map), "value of key 'x' " + CULPRIT),
                new CannotTravel(
                        "an element of an array",
                        pool -> pool.submit(Work::describe, new Object[] {"fine", captured}),
                        "[1] " + CULPRIT),
                new CannotTravel(
                        "an optional argument",
                        pool -> pool.submit(Optional::isPresent, Optional.of("fine")),
                        "java.util.Optional"),
                new CannotTravel(
                        "an element of a map call",
                        pool -> pool.map(Work::describe, List.of("fine", new Page(captured), "fine")),
                        "component 'content' " + CULPRIT),
                new CannotTravel(
                        "the function of a map call",
                        pool -> pool.map(number -> number + captured.hashCode(), List.of(1, 2)),
                        "captured argument 1 " + CULPRIT));
    }

    /**
     * Lists tasks whose result cannot travel.
     *
     * @return the tasks
     */
    public static List<CannotTravel> results() {
        return List.of(
                new CannotTravel(
                        "the result",
                        pool -> pool.submit(() -> new NotSerializable()),
                        NotSerializable.class.getName()),
                new CannotTravel(
                        "a field of the result",
                        pool -> pool.submit(() -> new Order()),
                        "field 'connection' " + CULPRIT),
                new CannotTravel(
                        "an element of the result",
                        pool -> pool.submit(() -> List.of(1, new Page(new NotSerializable()))),
                        "element 1 (" + HERE + "$Page) → component 'content' " + CULPRIT),
                new CannotTravel(
                        "an optional result", pool -> pool.submit(() -> Optional.of("fine")), "java.util.Optional"),
                new CannotTravel(
                        "a result that a framework made",
                        pool -> pool.submit(() -> List.of(frameworkMade())),
                        "element 0 (a framework-made lambda of " + HERE + ")"),
                new CannotTravel(
                        "a result of a map call",
                        pool -> pool.map(number -> new Page(new NotSerializable()), List.of(1, 2)),
                        "component 'content' " + CULPRIT));
    }
}
