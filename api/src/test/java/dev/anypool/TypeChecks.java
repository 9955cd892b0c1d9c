package dev.anypool;

import dev.anypool.flow.Flows;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * That it compiles is the test: every kind of lambda and method reference in every position, with no cast and the result type
 * that a user expects. {@link TypeChecksTest} also runs each method, so that what was chosen can be called.
 */
@SuppressWarnings("unused") // the variables are there for their types
final class TypeChecks {
    private final PoolExecutor pool;

    TypeChecks(PoolExecutor pool) {
        this.pool = pool;
    }

    // ---- what is referred to ----

    static int fib(int number) {
        return number < 2 ? number : fib(number - 1) + fib(number - 2);
    }

    static String value() {
        return "value";
    }

    static String throwingValue() throws IOException {
        return "value";
    }

    static void action() {}

    static void throwingAction() throws Exception {}

    static <T> T identity(T value) {
        return value;
    }

    static <T extends Comparable<T>> T larger(T first, T second) {
        return first.compareTo(second) < 0 ? second : first;
    }

    static String overloaded() {
        return "none";
    }

    static String overloaded(String text) {
        return text;
    }

    static Integer overloaded(Integer number) {
        return number;
    }

    static Long overloaded(Integer number, Long other) {
        return other + number;
    }

    static long widen(Number number) {
        return number.longValue();
    }

    record Pair(String first, Integer second) implements Serializable {}

    // ---- submit: tasks and actions ----

    void tasks() {
        CompletableFuture<Integer> expression = pool.submit(() -> 42);
        TaskFuture<Integer> ownType = pool.submit(() -> 42);
        Future<Integer> future = pool.submit(() -> 42);
        CompletionStage<Integer> stage = pool.submit(() -> 42);
        CompletableFuture<Integer> primitive = pool.submit(() -> fib(5));
        CompletableFuture<String> block = pool.submit(() -> {
            String text = "block";
            return text;
        });
        CompletableFuture<String> throwing = pool.submit(() -> {
            if (value().isEmpty()) {
                throw new IOException("checked");
            }
            return throwingValue();
        });
        CompletableFuture<Object> alwaysThrowing = pool.submit(() -> {
            throw new IOException("checked");
        });
        CompletableFuture<Boolean> statementWithValue = pool.submit(() -> new ArrayList<String>().add("a"));
        CompletableFuture<List<String>> generic = pool.submit(() -> List.of("a"));
        CompletableFuture<Number> widened = pool.submit(() -> 42);
        CompletableFuture<String> nothing = pool.submit(() -> null);
        CompletableFuture<Callable<String>> lambdaOfLambda = pool.submit(() -> () -> "inner");
        int plain = pool.submit(() -> 42).join();
        var inferred = pool.submit(() -> "text");
        TaskFuture<String> sameAsInferred = inferred;
    }

    void taskReferences() {
        CompletableFuture<String> exact = pool.submit(TypeChecks::value);
        CompletableFuture<String> throwing = pool.submit(TypeChecks::throwingValue);
        CompletableFuture<String> overloaded = pool.submit(TypeChecks::overloaded);
        CompletableFuture<String> bound = pool.submit("text"::toUpperCase);
        CompletableFuture<Integer> boundExact = pool.submit("text"::length);
        CompletableFuture<HashMap<String, Integer>> constructor = pool.submit(HashMap::new);
        CompletableFuture<ArrayList<String>> constructorWithType = pool.submit(ArrayList<String>::new);
        CompletableFuture<Thread> overloadedConstructor = pool.submit(Thread::currentThread);
    }

    void actions() {
        CompletableFuture<Void> expression = pool.submit(() -> action());
        TaskFuture<Void> ownType = pool.submit(() -> System.out.flush());
        CompletableFuture<Void> block = pool.submit(() -> {
            action();
        });
        CompletableFuture<Void> empty = pool.submit(() -> {});
        CompletableFuture<Void> throwing = pool.submit(() -> throwingAction());
        CompletableFuture<Void> conditional = pool.submit(() -> {
            if (value().isEmpty()) {
                return;
            }
            throwingAction();
        });
        CompletableFuture<Void> reference = pool.submit(TypeChecks::action);
        CompletableFuture<Void> throwingReference = pool.submit(TypeChecks::throwingAction);
        CompletableFuture<Void> boundReference = pool.submit(System.out::flush);
        CompletableFuture<Void> overloadedAsLambda = pool.submit(() -> System.out.print(""));
    }

    void asExecutorService() throws Exception {
        ExecutorService service = pool.asExecutorService();
        Future<Integer> callable = service.submit(() -> 42);
        Future<?> runnable = service.submit(() -> {});
        Future<String> withResult = service.submit(() -> {}, "result");
        Future<Integer> reference = service.submit("text"::length);
        Future<Integer> travelling = service.submit((Callable<Integer> & Serializable) () -> 42);
        TaskFuture<Integer> ownType = (TaskFuture<Integer>) service.submit(() -> 42);
        List<Future<Integer>> all = service.invokeAll(List.of(() -> 1, () -> 2));
        int any = service.invokeAny(List.of(() -> 1, () -> 2));
        service.execute(() -> {});
        service.execute(TypeChecks::action);
    }

    void flows() {
        Flow.Publisher<Integer> upstream = Flows.publish(pool, TypeChecks::fib, List.of(1, 2));
        Flow.Publisher<Integer> reference = Flows.publish(pool, String::length, List.of("text"));
        Flow.Publisher<Number> widened = Flows.publish(pool, number -> number + 1, List.of(1, 2));
        Flow.Publisher<Integer> lambda = Flows.map(pool, number -> number + 1, upstream);
        Flow.Publisher<Long> ofSupertype = Flows.map(pool, TypeChecks::widen, upstream);
        Flow.Publisher<String> overloaded =
                Flows.map(pool, TypeChecks::overloaded, Flows.map(pool, String::valueOf, upstream));
    }

    void variables() {
        Task<Integer> task = () -> 42;
        Action action = () -> {};
        TaskFunction<Integer, Integer> function = TypeChecks::fib;
        TaskBiFunction<Integer, Integer, Integer> biFunction = Math::addExact;

        CompletableFuture<Integer> ofTask = pool.submit(task);
        CompletableFuture<Void> ofAction = pool.submit(action);
        CompletableFuture<Integer> ofFunction = pool.submit(function, 5);
        CompletableFuture<Integer> ofBiFunction = pool.submit(biFunction, 5, 6);
        CompletableFuture<List<Integer>> ofMap = pool.map(function, List.of(1, 2));
        CompletableFuture<List<Integer>> ofBiMap = pool.map(biFunction, List.of(1, 2), List.of(3, 4));
        CompletableFuture<Void> taskAsAction = pool.submit((Action) task);
    }

    // ---- submit: functions ----

    void functions() {
        CompletableFuture<Integer> lambda = pool.submit(number -> number + 1, 41);
        CompletableFuture<Integer> explicit = pool.submit((Integer number) -> number + 1, 41);
        CompletableFuture<String> block = pool.submit(
                text -> {
                    if (text.isEmpty()) {
                        throw new IOException("checked");
                    }
                    return text.trim();
                },
                " text ");
        CompletableFuture<Integer> primitive = pool.submit(TypeChecks::fib, 5);
        CompletableFuture<Long> ofSupertype = pool.submit(TypeChecks::widen, 5);
        CompletableFuture<Number> widened = pool.submit(TypeChecks::fib, 5);
        CompletableFuture<String> nullArgument = pool.submit((String text) -> text, null);
        CompletableFuture<List<String>> toList = pool.submit(List::of, "element");
        CompletableFuture<Integer> ofArray = pool.submit(array -> array.length, new int[] {1, 2});
        CompletableFuture<Map<String, Integer>> toMap = pool.submit(text -> Map.of(text, text.length()), "key");
    }

    void functionReferences() {
        CompletableFuture<Integer> unbound = pool.submit(String::length, "text");
        CompletableFuture<String> unboundOverloaded = pool.submit(String::toUpperCase, "text");
        CompletableFuture<Integer> overloaded = pool.submit(Integer::parseInt, "42");
        CompletableFuture<String> ownOverloaded = pool.submit(TypeChecks::overloaded, "text");
        CompletableFuture<Integer> otherOverloaded = pool.submit(TypeChecks::overloaded, 1);
        CompletableFuture<String> objectOverloaded = pool.submit(String::valueOf, 1.5);
        CompletableFuture<String> generic = pool.submit(TypeChecks::identity, "text");
        CompletableFuture<StringBuilder> constructor = pool.submit(StringBuilder::new, "text");
        CompletableFuture<HashSet<String>> genericConstructor = pool.submit(HashSet::new, List.of("a"));
        CompletableFuture<int[]> array = pool.submit(int[]::new, 3);
        CompletableFuture<String> bound = pool.submit("text"::concat, " and more");
        CompletableFuture<Integer> throughInterface = pool.submit(CharSequence::length, "text");
    }

    void biFunctions() {
        CompletableFuture<Integer> lambda = pool.submit((first, second) -> first + second, 1, 2);
        CompletableFuture<String> mixed = pool.submit((text, count) -> text.repeat(count), "a", 3);
        CompletableFuture<Integer> exact = pool.submit(Integer::sum, 1, 2);
        CompletableFuture<Integer> overloaded = pool.submit(Math::max, 1, 2);
        CompletableFuture<Long> ownOverloaded = pool.submit(TypeChecks::overloaded, 1, 2L);
        CompletableFuture<String> unbound = pool.submit(String::concat, "a", "b");
        CompletableFuture<Pair> constructor = pool.submit(Pair::new, "a", 1);
        CompletableFuture<String> generic = pool.submit(TypeChecks::larger, "a", "b");
        CompletableFuture<Map<String, Integer>> ofMap = pool.submit(Map::of, "a", 1);
        CompletableFuture<Integer> throwing = pool.submit(
                (first, second) -> {
                    if (first > second) {
                        throw new Exception("checked");
                    }
                    return second;
                },
                1,
                2);
    }

    // ---- map, stream, outcomes ----

    void maps() {
        CompletableFuture<List<Integer>> reference = pool.map(TypeChecks::fib, List.of(1, 2, 3));
        MapFuture<Integer> ownType = pool.map(TypeChecks::fib, Set.of(1));
        CompletableFuture<List<Integer>> lambda = pool.map(number -> number * number, List.of(1, 2, 3));
        CompletableFuture<List<String>> toOther = pool.map(number -> "number " + number, List.of(1));
        CompletableFuture<List<Integer>> unbound = pool.map(String::length, new LinkedHashSet<>(List.of("a")));
        CompletableFuture<List<Integer>> overloaded = pool.map(Integer::parseInt, List.of("1", "2"));
        CompletableFuture<List<StringBuilder>> constructor = pool.map(StringBuilder::new, List.of("a"));
        CompletableFuture<List<Number>> widened = pool.map(TypeChecks::fib, List.of(1));
        CompletableFuture<List<List<String>>> nested = pool.map(text -> List.of(text), List.of("a"));
        CompletableFuture<List<Object>> objects = pool.map(TypeChecks::identity, List.<Object>of("a", 1));
        Iterable<Integer> iterable = List.of(1, 2);
        CompletableFuture<List<Integer>> ofIterable = pool.map(TypeChecks::fib, iterable);
        List<Integer> results = pool.map(TypeChecks::fib, List.of(1)).join();
        List<TaskFuture<Integer>> futures =
                pool.map(TypeChecks::fib, List.of(1)).futures();
        Stream<Integer> stream = pool.map(TypeChecks::fib, List.of(1)).stream();
    }

    void wildcards() {
        Collection<? extends CharSequence> texts = List.of("a", new StringBuilder("b").toString());
        CompletableFuture<List<Integer>> lengths = pool.map(CharSequence::length, texts);
        CompletableFuture<List<Integer>> sameByLambda = pool.map(text -> text.length(), texts);
        TaskFunction<Object, String> ofAnything = String::valueOf;
        CompletableFuture<List<String>> contravariant = pool.map(ofAnything, List.of(1, 2));
        CompletableFuture<List<CharSequence>> covariant = pool.map(ofAnything, List.of(1, 2));
        TaskFunction<? super Integer, ? extends Number> between = TypeChecks::fib;
        CompletableFuture<List<Number>> both = pool.map(between, List.of(1));
        Stream<Number> stream = pool.stream(between, List.of(1));
    }

    void zips() {
        CompletableFuture<List<Integer>> exact = pool.map(Integer::sum, List.of(1), List.of(2));
        CompletableFuture<List<Integer>> overloaded = pool.map(Math::max, List.of(1), List.of(2));
        CompletableFuture<List<String>> lambda =
                pool.map((text, count) -> text.repeat(count), List.of("a"), List.of(2));
        CompletableFuture<List<Pair>> constructor = pool.map(Pair::new, List.of("a"), List.of(1));
        MapFuture<String> ownType = pool.map(String::concat, Set.of("a"), List.of("b"));
    }

    void streams() {
        Stream<Integer> reference = pool.stream(TypeChecks::fib, List.of(1));
        Stream<Integer> lambda = pool.stream(number -> number + 1, List.of(1));
        Stream<Integer> overloaded = pool.stream(Integer::parseInt, List.of("1"));
        Stream<String> constructor = pool.stream(String::new, List.of("a"));
        Stream<Number> widened = pool.stream(TypeChecks::fib, List.of(1));
        Stream<TaskFuture<Integer>> outcomes = pool.outcomes(TypeChecks::fib, List.of(1));
        Stream<TaskFuture<String>> outcomesOfLambda = pool.outcomes(number -> "number " + number, List.of(1));
        int sum = pool.stream(TypeChecks::fib, List.of(1, 2))
                .mapToInt(Integer::intValue)
                .sum();
    }

    // ---- inside generic code ----

    void genericMethods() {
        CompletableFuture<String> one = submitGenerically("text");
        CompletableFuture<List<Integer>> all = mapGenerically(String::length, List.of("a"));
    }

    private <T extends Serializable> CompletableFuture<T> submitGenerically(T value) {
        CompletableFuture<T> ofFunction = pool.submit(TypeChecks::identity, value);
        return pool.submit(() -> value);
    }

    private <A, R> CompletableFuture<List<R>> mapGenerically(
            TaskFunction<? super A, ? extends R> function, Collection<? extends A> inputs) {
        Stream<R> stream = pool.stream(function, inputs);
        return pool.map(function, inputs);
    }
}
