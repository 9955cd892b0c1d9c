package dev.anypool.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.anypool.Task;
import dev.anypool.TaskFunction;
import dev.anypool.TaskSerializationException;
import java.io.Externalizable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamField;
import java.io.Serializable;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.security.Guard;
import java.security.GuardedObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot travel is found, and its place is told step by step. */
@Timeout(60)
@Tag("B35")
class CulpritTest {
    private static final String HERE = CulpritTest.class.getName();

    private final String title = "quarterly";

    /** Cannot travel, and is looked for in all these tests. */
    private static final class Connection {}

    private static final String CONNECTION = "(" + HERE + "$Connection)";

    private static String pathIn(Object argument) {
        return failure(argument).path().orElse("not found");
    }

    private static TaskSerializationException failure(Object argument) {
        return catchThrowableOfType(
                TaskSerializationException.class, () -> Tasks.encodeArguments("mine", new Object[] {argument}));
    }

    private static TaskSerializationException failureOfTask(Serializable function) {
        return catchThrowableOfType(
                TaskSerializationException.class, () -> Tasks.encodeFunction("Report.lambda#3", function));
    }

    // ---- lambdas ----

    private record Context(Object resource) implements Serializable {}

    private static class Report implements Serializable {
        private final Connection connection = new Connection();

        Task<Integer> lambda() {
            return () -> connection.hashCode();
        }

        int count() {
            return connection.hashCode();
        }

        Task<Integer> reference() {
            return this::count;
        }
    }

    private static final class Yearly extends Report {}

    @Test
    void capturedThis_isToldAsSuch() {
        Task<String> task = () -> title;

        TaskSerializationException failure = failureOfTask(task);

        assertThat(failure.path()).hasValue("captured 'this' (" + HERE + ")");
        assertThat(failure)
                .hasMessage("task Report.lambda#3: the function cannot travel to a worker: captured 'this' (" + HERE
                        + ") is not Serializable. Copy what it needs into a local variable first, or make the method"
                        + " static.")
                .hasCauseInstanceOf(NotSerializableException.class);
    }

    @Test
    void fieldOfCapturedThis_isToldWithItsPath() {
        assertThat(failureOfTask(new Report().lambda()))
                .hasMessage("task Report.lambda#3: the function cannot travel to a worker: captured 'this' (" + HERE
                        + "$Report) → field 'connection' " + CONNECTION
                        + " is not Serializable. Copy what the task needs of"
                        + " 'this' into a local variable first, make the class Serializable, mark the field transient, or"
                        + " create the object inside the task.");
        assertThat(failureOfTask(new Report().reference()).path())
                .hasValue("captured 'this' (" + HERE + "$Report) → field 'connection' " + CONNECTION);
        assertThat(failureOfTask(new Yearly().lambda()).path())
                .as("of a superclass")
                .hasValue("captured 'this' (" + HERE + "$Yearly) → field 'connection' " + CONNECTION);
    }

    @Test
    void capturedVariable_isToldByItsPlace() {
        String fine = "fine";
        Connection connection = new Connection();
        Task<Integer> lambda = () -> fine.length() + connection.hashCode();
        Task<Integer> reference = connection::hashCode;
        Task<Integer> nested = () -> lambda.call();

        assertThat(failureOfTask(lambda))
                .hasMessageEndingWith(
                        "captured argument 2 " + CONNECTION + " is not Serializable. Make the class Serializable,"
                                + " or create the object inside the task.");
        assertThat(failureOfTask(reference).path()).hasValue("captured argument 1 " + CONNECTION);
        assertThat(failureOfTask(nested).path())
                .hasValue("captured argument 1 (a lambda of " + HERE + ") → captured argument 2 " + CONNECTION);
    }

    @Test
    void lambda_thatIsNotSerializable_isToldWithTheCast() {
        Function<String, Integer> length = String::length;
        TaskFunction<String, Integer> task = text -> length.apply(text);

        assertThat(failureOfTask(task))
                .hasMessageEndingWith(
                        "captured argument 1 (a lambda of " + HERE + ") is not Serializable. Declare it with a"
                                + " Serializable interface, such as dev.anypool.TaskFunction, or cast it: (Function & Serializable).");
    }

    @Test
    void wrapper_thatCapturesItsContext_isToldOnThePath() {
        Context context = new Context(Thread.currentThread());
        Task<String> task = () -> "done";
        Task<String> wrapped = () -> context.resource() + task.call();

        assertThat(failureOfTask(wrapped))
                .hasMessageEndingWith(
                        "captured argument 1 (" + HERE + "$Context) → component 'resource' (java.lang.Thread) is"
                                + " not Serializable. Create the object inside the task.");
    }

    // ---- classes ----

    @SuppressWarnings({"serial", "unused"})
    private static final class Anonymous implements Serializable {
        static final Connection SHARED = new Connection();
        final transient Connection unwritten = new Connection();
        final int number = 1;
        final Object nothing = null;
        final Object connection;

        Anonymous(Object connection) {
            this.connection = connection;
        }
    }

    private static class NotWritten {
        final Connection connection = new Connection();
    }

    private static final class Derived extends NotWritten implements Serializable {}

    @SuppressWarnings({"serial", "unused"})
    private static final class Chosen implements Serializable {
        private static final ObjectStreamField[] serialPersistentFields = {new ObjectStreamField("second", Object.class)
        };
        private final Object first = new Connection();
        private final Object second = new Connection();
    }

    /** Writes another object than its field, which is not transient all the same. */
    @SuppressWarnings({"serial", "unused"})
    private static final class Writer implements Serializable {
        private final Connection unwritten = new Connection();
        private final transient Object written;

        private Writer(Object written) {
            this.written = written;
        }

        private void writeObject(ObjectOutputStream stream) throws IOException {
            stream.writeObject(written);
        }
    }

    private record Replaced(Object unwritten, Object replacement) implements Serializable {
        private Object writeReplace() {
            return replacement;
        }
    }

    private static final class External implements Externalizable {
        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            out.writeObject(new Connection());
        }

        @Override
        public void readExternal(ObjectInput in) {}
    }

    private final class Inner implements Serializable {
        String title() {
            return title;
        }
    }

    private Object anonymousClassWith(Connection connection) {
        return new Serializable() {
            @Override
            public String toString() {
                return title + connection;
            }
        };
    }

    private static Object anonymousClassOfAStaticMethodWith(Connection connection) {
        return new Serializable() {
            @Override
            public String toString() {
                return "of " + connection;
            }
        };
    }

    private interface Greeter {
        String greet();
    }

    private static final class Handler implements InvocationHandler, Serializable {
        @SuppressWarnings("serial")
        private final Object delegate;

        Handler(Object delegate) {
            this.delegate = delegate;
        }

        @Override
        public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
            return delegate;
        }
    }

    private static Object proxy(InvocationHandler handler) {
        return Proxy.newProxyInstance(
                CulpritTest.class.getClassLoader(), new Class<?>[] {Greeter.class, Serializable.class}, handler);
    }

    static Stream<Arguments> steps() {
        Connection connection = new Connection();
        List<Object> withNull = new ArrayList<>(Arrays.asList(1, null, "two", connection));
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put(null, 1);
        map.put(TimeUnit.DAYS, "fine");
        return Stream.of(
                Arguments.of("itself", connection, HERE + "$Connection"),
                Arguments.of("field", new Anonymous(connection), "field 'connection' " + CONNECTION),
                Arguments.of("chosen field", new Chosen(), "field 'second' " + CONNECTION),
                Arguments.of("own writeObject", new Writer(connection), "field 'written' " + CONNECTION),
                Arguments.of(
                        "own writeReplace",
                        new Anonymous(new Replaced(new Connection(), new Context(connection))),
                        "field 'connection' (" + HERE + "$Replaced) → component 'resource' " + CONNECTION),
                Arguments.of(
                        "replaced by what cannot travel",
                        new Anonymous(new Replaced(1, connection)),
                        "field 'connection' " + CONNECTION),
                Arguments.of("component", new Context(connection), "component 'resource' " + CONNECTION),
                Arguments.of(
                        "component that is replaced",
                        new Context(List.of("a", connection)),
                        "component 'resource' (java.util.ImmutableCollections$List12) → element 1 " + CONNECTION),
                Arguments.of("inner class", new CulpritTest().new Inner(), "enclosing 'this' (" + HERE + ")"),
                Arguments.of(
                        "anonymous class",
                        anonymousClassOfAStaticMethodWith(connection),
                        "captured variable 'connection' " + CONNECTION),
                Arguments.of(
                        "array",
                        new Object[][] {{}, null, {1, connection}},
                        "[2] (java.lang.Object[]) → [1] " + CONNECTION),
                Arguments.of("list", withNull, "element 3 " + CONNECTION),
                Arguments.of("immutable list", List.of(1, 1, 1, connection), "element 3 " + CONNECTION),
                Arguments.of("set", Set.of(connection), "element 0 " + CONNECTION),
                Arguments.of("key", new HashMap<>(Map.of(connection, 1)), "key " + CONNECTION),
                Arguments.of("value", Map.of("x", connection), "value of key 'x' " + CONNECTION),
                Arguments.of(
                        "value of a number", new TreeMap<>(Map.of(7L, connection)), "value of key '7' " + CONNECTION),
                Arguments.of(
                        "value of a constant",
                        new ConcurrentHashMap<>(Map.of(TimeUnit.DAYS, connection)),
                        "value of key 'DAYS' " + CONNECTION),
                Arguments.of(
                        "value of some object",
                        Map.of(new Context(1), connection),
                        "value of key of type " + HERE + "$Context " + CONNECTION),
                Arguments.of("value of null", mapOfNullTo(connection), "value of key null " + CONNECTION),
                Arguments.of(
                        "value of a long key",
                        Map.of("x".repeat(100), connection),
                        "value of key '" + "x".repeat(40) + "…' " + CONNECTION),
                Arguments.of("entry", new HashMap.SimpleEntry<>("a", connection), "value of key 'a' " + CONNECTION),
                Arguments.of(
                        "comparator",
                        new TreeMap<>((Comparator<String>) String::compareTo),
                        "comparator (a lambda of " + HERE + ")"),
                Arguments.of(
                        "comparator of a queue",
                        new PriorityQueue<>((Comparator<String>) String::compareTo),
                        "comparator (a lambda of " + HERE + ")"),
                Arguments.of(
                        "wrapped list",
                        Collections.unmodifiableList(withNull),
                        "wrapped collection (java.util.ArrayList) → element 3 " + CONNECTION),
                Arguments.of(
                        "part of a map",
                        new TreeMap<>(Map.of("a", connection)).headMap("b"),
                        "wrapped collection (java.util.TreeMap) → value of key 'a' " + CONNECTION),
                Arguments.of(
                        "view of a map",
                        new Context(new HashMap<>().keySet()),
                        "component 'resource' (java.util.HashMap$KeySet)"),
                Arguments.of("key with a line break", Map.of("a\nb", connection), "value of key 'a b' " + CONNECTION),
                Arguments.of("optional", new Object[] {Optional.of(1)}, "[0] (java.util.Optional)"),
                Arguments.of(
                        "closed class of the JDK", new AtomicReference<>(connection), "field 'value' " + CONNECTION),
                Arguments.of(
                        "exception",
                        new IllegalStateException(new Broken()),
                        "field 'cause' (" + HERE + "$Broken) → field 'connection' " + CONNECTION),
                Arguments.of("subclass of a list", new Basket(connection), "an element " + CONNECTION),
                Arguments.of(
                        "proxy",
                        proxy((self, method, arguments) -> null),
                        "proxy's handler (a lambda of " + HERE + ")"),
                Arguments.of(
                        "handler",
                        proxy(new Handler(connection)),
                        "proxy's handler (" + HERE + "$Handler) → field 'delegate' " + CONNECTION),
                Arguments.of(
                        "nearest of several",
                        new Object[] {new Context(new Context(connection)), List.of(connection)},
                        "[1] (java.util.ImmutableCollections$List12) → element 0 " + CONNECTION));
    }

    private static Map<Object, Object> mapOfNullTo(Object value) {
        Map<Object, Object> map = new HashMap<>();
        map.put(null, value);
        return map;
    }

    @SuppressWarnings({"serial", "unused"})
    private static final class Broken extends RuntimeException {
        private final Object connection = new Connection();
    }

    /** Must not be asked for its elements. */
    private static final class Basket extends ArrayList<Object> {
        Basket(Object element) {
            super(List.of(element));
        }

        @Override
        public java.util.Iterator<Object> iterator() {
            throw new AssertionError("serialization does not call this");
        }

        @Override
        public int hashCode() {
            throw new AssertionError("serialization does not call this");
        }

        @Override
        public boolean equals(Object other) {
            throw new AssertionError("serialization does not call this");
        }

        @Override
        public String toString() {
            throw new AssertionError("serialization does not call this");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void step_isTold(String what, Object argument, String path) {
        assertThat(pathIn(argument)).isEqualTo(path);
    }

    @Test
    void unwrittenFields_doNotCount() throws IOException {
        assertThat(Values.encode(new Anonymous("fine"))).isNotEmpty();
        assertThat(Values.encode(new Derived())).isNotEmpty();
        assertThat(Values.encode(new Writer("fine"))).isNotEmpty();
        assertThat(pathIn(new Object[] {new Anonymous("fine"), new Derived(), new Writer("fine"), new Connection()}))
                .isEqualTo("[3] " + CONNECTION);
    }

    @Test
    void externalizable_isNotLookedInto_soItsClassIsToldAlone() {
        TaskSerializationException failure = failure(List.of(new External()));

        assertThat(failure.path()).isEmpty();
        assertThat(failure)
                .hasMessage("task mine: the argument cannot travel to a worker: " + HERE
                        + "$Connection is not Serializable."
                        + " Make it so, mark the field that holds it transient, or create it inside the task.");
    }

    @Test
    void anonymousClass_ofAMethodOfAnObject_hasThatObject() {
        assertThat(pathIn(anonymousClassWith(null))).isEqualTo("enclosing 'this' (" + HERE + ")");
    }

    // ---- cures ----

    @Test
    void cure_fitsTheCase() {
        assertThat(failure(new Connection()))
                .hasMessage("task mine: the argument cannot travel to a worker: " + HERE
                        + "$Connection is not Serializable."
                        + " Make the class Serializable, or create the object inside the task.");
        assertThat(failure(new Anonymous(new Connection())))
                .hasMessageEndingWith(
                        " Make the class Serializable, mark the field transient, or create the object inside the"
                                + " task.");
        assertThat(failure(new Anonymous(Thread.currentThread())))
                .as("a class that is not the user's")
                .hasMessageEndingWith(
                        "(java.lang.Thread) is not Serializable. Mark the field transient, or create the object"
                                + " inside the task.");
        assertThat(failure(new CulpritTest().new Inner()))
                .hasMessageEndingWith(
                        " Make the inner class static, or pass it what it needs of the enclosing object.");
        assertThat(failure(new ArrayList<>(List.of(1, 2)).subList(0, 1)))
                .as("a view")
                .hasMessageEndingWith(
                        "java.util.ArrayList$SubList is not Serializable. Copy the view into a collection of its"
                                + " own, or create the object inside the task.");
        assertThat(catchThrowableOfType(
                        TaskSerializationException.class, () -> Tasks.encodeResult("mine", new Connection())))
                .hasMessage("task mine: the result cannot travel from a worker: " + HERE
                        + "$Connection is not Serializable."
                        + " Make the class Serializable, or return only the values that are needed.");
    }

    // ---- hidden classes ----

    private static String greet() {
        return "hello";
    }

    /** As frameworks make lambdas: Serializable by its interface, but with nothing that could be written in its place. */
    private static Task<?> frameworkMade() throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        return (Task<?>) LambdaMetafactory.metafactory(
                        lookup,
                        "call",
                        MethodType.methodType(Task.class),
                        MethodType.methodType(Object.class),
                        lookup.findStatic(CulpritTest.class, "greet", MethodType.methodType(String.class)),
                        MethodType.methodType(String.class))
                .getTarget()
                .invoke();
    }

    private static Class<?> hiddenClass() throws Exception {
        byte[] code =
                CulpritTest.class.getResourceAsStream("CulpritTest$Spun.class").readAllBytes();
        return MethodHandles.lookup().defineHiddenClass(code, false).lookupClass();
    }

    /** Is defined once more, as a hidden class. */
    @SuppressWarnings("unused")
    static final class Spun implements Serializable {}

    @Test
    void frameworkMadeLambda_isRefusedAtAnyDepth() throws Throwable {
        Task<?> made = frameworkMade();
        assertThat(made.call()).isEqualTo("hello");

        assertThat(failureOfTask(made))
                .hasMessage("task Report.lambda#3: the function cannot travel to a worker: a framework-made lambda of "
                        + HERE
                        + " is of a hidden class, which no other JVM can find. Submit the task itself before it is wrapped;"
                        + " workers cannot find a class that was made while the parent ran.");
        Task<Object> wrapper = () -> made.call();
        assertThat(failureOfTask(wrapper).path())
                .hasValue("captured argument 1 (a framework-made lambda of " + HERE + ")");
        assertThat(pathIn(List.of(new Context(new AtomicReference<>(made)))))
                .isEqualTo("element 0 (" + HERE
                        + "$Context) → component 'resource' (java.util.concurrent.atomic.AtomicReference)"
                        + " → field 'value' (a framework-made lambda of " + HERE + ")");
    }

    @Test
    void objectOfAHiddenClass_isRefusedAtAnyDepth() throws Exception {
        Class<?> hidden = hiddenClass();
        java.lang.reflect.Constructor<?> constructor = hidden.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object object = constructor.newInstance();

        assertThat(failure(object)).hasMessageContaining("hidden class").hasMessageContaining("$Spun");
        assertThat(pathIn(Map.of("x", new Context(object))))
                .startsWith("value of key 'x' (" + HERE + "$Context) → component 'resource' (the hidden class " + HERE
                        + "$Spun");
        assertThat(pathIn(new Object[] {hidden})).as("the class").startsWith("[0] (the hidden class " + HERE + "$Spun");
        assertThat(failure(java.lang.reflect.Array.newInstance(hidden, 0)))
                .as("an array of none")
                .hasMessageContaining("hidden class");
        assertThat(failure(new AtomicReference<>(hidden)))
                .as("the class in a closed one")
                .isNotNull();
    }

    /** The JDK makes proxies of them, or hidden classes, by its version. */
    @Test
    void methodHandleAsATask_isRefused() throws Exception {
        MethodHandle greet =
                MethodHandles.lookup().findStatic(CulpritTest.class, "greet", MethodType.methodType(String.class));
        Task<?> task = MethodHandleProxies.asInterfaceInstance(Task.class, greet);

        assertThat(failureOfTask(task).path())
                .hasValueSatisfying(path -> assertThat(path).containsPattern("proxy's handler|the hidden class"));
    }

    @Test
    void lambdasAndProxies_thatCanTravel_still() throws IOException {
        Task<String> task = CulpritTest::greet;

        assertThat(Values.encode(task)).isNotEmpty();
        assertThat(Values.encode(proxy(new Handler("fine")))).isNotEmpty();
        assertThat(Values.encode(new Object[] {CulpritTest.class, int.class, TimeUnit.DAYS}))
                .isNotEmpty();
    }

    // ---- the search itself ----

    /** Counts how often it is written. */
    private static final class Counted implements Serializable {
        private final transient AtomicInteger written;

        private Counted(AtomicInteger written) {
            this.written = written;
        }

        private void writeObject(ObjectOutputStream stream) throws IOException {
            stream.defaultWriteObject();
            written.incrementAndGet();
        }
    }

    @Test
    void search_beginsOnlyAfterAFailure() throws IOException {
        AtomicInteger written = new AtomicInteger();

        Values.encode(new Object[] {new Counted(written)});
        assertThat(written).hasValue(1);

        assertThat(pathIn(new Object[] {new Counted(written), new Connection()}))
                .isEqualTo("[1] " + CONNECTION);
        assertThat(written.get()).isBetween(2, 4);
    }

    private static final class Refusing implements Serializable {
        private void writeObject(ObjectOutputStream stream) throws IOException {
            throw new NotSerializableException("I belong to this JVM");
        }
    }

    @SuppressWarnings({"serial", "unused"})
    private static final class Hostile implements Serializable {
        private final Throwable thrown;

        private Hostile(Throwable thrown) {
            this.thrown = thrown;
        }

        private void writeObject(ObjectOutputStream stream) throws IOException {
            CulpritTest.<RuntimeException>sneak(thrown);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @Test
    void refusal_ofTheObjectItself_isTold() {
        assertThat(failure(List.of(new Refusing())))
                .hasMessage(
                        "task mine: the argument cannot travel to a worker: element 0 (" + HERE
                                + "$Refusing) refuses to be serialized (I belong to this JVM). Create the object inside the task.");
    }

    @Test
    void errorsOfUsersCode_whileTheSearchPasses_areNotTheSearchs() {
        for (Throwable thrown : List.of(new IOException("io"), new AssertionError("error"), new StackOverflowError())) {
            List<Object> argument = List.of(new Connection(), new Hostile(thrown));
            Connection last = new Connection();
            assertThat(CulpritSearch.in(new Object[] {new Hostile(thrown), new Context(argument), last})
                            .where())
                    .as("past %s", thrown)
                    .isEqualTo("[2] " + CONNECTION);
        }
    }

    @Test
    void failure_thatIsNoRefusal_keepsItsMessage() {
        TaskSerializationException failure = failure(List.of(new Hostile(new IOException("disk full"))));

        assertThat(failure)
                .hasMessage("task mine: the argument could not be encoded: java.io.IOException: disk full")
                .hasCauseInstanceOf(IOException.class);
        assertThat(failure.path()).isEmpty();
    }

    @Test
    void cycle_isWalkedOnce() {
        List<Object> list = new ArrayList<>();
        Object[] array = {list, null};
        list.add(array);
        list.add(list);
        array[1] = new Context(new Object[] {array, new Connection()});

        assertThat(pathIn(list))
                .isEqualTo("element 0 (java.lang.Object[]) → [1] (" + HERE + "$Context) → component 'resource'"
                        + " (java.lang.Object[]) → [1] " + CONNECTION);
    }

    @Test
    void hugeGraph_isSearchedInPart_andToldByClassIfNotFound() {
        List<Object> huge = new ArrayList<>();
        for (int number = 0; number < 1_000_000; number++) {
            huge.add(new BigDecimal[] {});
        }
        huge.add(new Connection());

        TaskSerializationException failure = failure(huge);

        assertThat(failure.path()).isEmpty();
        assertThat(failure).hasMessageContaining(HERE + "$Connection is not Serializable");
        huge.add(3, new Connection());
        assertThat(pathIn(huge)).isEqualTo("element 3 " + CONNECTION);
    }

    @Test
    void elementsThatCanTravel_doNotCountAsSearched() {
        List<Object> many = new ArrayList<>(Collections.nCopies(50_000, "text"));
        many.add(new Connection());

        assertThat(pathIn(many)).isEqualTo("element 50000 " + CONNECTION);
        assertThat(pathIn(many.toArray())).isEqualTo("[50000] " + CONNECTION);
    }

    /** Each element is written by code of its own, and has many parts. */
    @Test
    void largeGraph_costsNoMoreThanItsSize() {
        List<Object> large = new ArrayList<>();
        Context shared = new Context(1);
        for (int number = 0; number < 3_000; number++) {
            Basket basket = new Basket(shared);
            for (int count = 0; count < 300; count++) {
                basket.add(count % 2 == 0 ? "text" : shared);
            }
            large.add(basket);
        }
        large.add(new Object[] {new Connection()});

        assertThat(pathIn(large)).isEqualTo("element 3000 (java.lang.Object[]) → [0] " + CONNECTION);
    }

    @Test
    void longPath_isToldInPart() {
        Object nested = new Connection();
        for (int depth = 0; depth < 100; depth++) {
            nested = new Object[] {nested};
        }

        assertThat(pathIn(nested))
                .startsWith("[0] (java.lang.Object[]) → ")
                .contains(" → 88 more → ")
                .endsWith(" → [0] " + CONNECTION)
                .hasSizeLessThan(600);
    }

    /** Cannot travel, and fits either field of a {@link GuardedObject}. */
    private static final class Watch implements Guard {
        @Override
        public void checkGuard(Object object) {}
    }

    @Test
    void closedClass_withSeveralFieldsThatFit_isPassedWithoutAField() {
        assertThat(pathIn(new Context(new GuardedObject(new Watch(), null))))
                .isEqualTo("component 'resource' (java.security.GuardedObject) → " + HERE + "$Watch");
    }

    @Test
    void numbersOfTheUser_areLookedInto() {
        assertThat(pathIn(new Money(new Connection()))).isEqualTo("field 'bank' " + CONNECTION);
    }

    @SuppressWarnings({"serial", "unused"})
    private static final class Money extends Number implements Comparable<Money> {
        private final Object bank;

        private Money(Object bank) {
            this.bank = bank;
        }

        @Override
        public int compareTo(Money other) {
            return 0;
        }

        @Override
        public int intValue() {
            return 0;
        }

        @Override
        public long longValue() {
            return 0;
        }

        @Override
        public float floatValue() {
            return 0;
        }

        @Override
        public double doubleValue() {
            return 0;
        }
    }
}
