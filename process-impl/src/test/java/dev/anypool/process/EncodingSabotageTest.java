package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.RemoteTaskException;
import dev.anypool.TaskFuture;
import dev.anypool.TaskSerializationException;
import dev.anypool.Worker;
import dev.anypool.process.Saboteurs.Deep;
import dev.anypool.process.Saboteurs.HaltWhenDecoded;
import dev.anypool.process.Saboteurs.HaltWhenEncoded;
import dev.anypool.process.Saboteurs.HaltWhenResolved;
import dev.anypool.process.Saboteurs.HaltWhenThrown;
import dev.anypool.process.Saboteurs.ThrowAnErrorWhenEncoded;
import dev.anypool.process.Saboteurs.ThrowWhenAskedForItsMessage;
import dev.anypool.testkit.Undecodable;
import dev.anypool.testkit.UndecodableException;
import dev.anypool.testkit.Unencodable;
import dev.anypool.testkit.UnencodableException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be encoded or decoded, on either side, costs its own task alone. All tests share one pool of one worker. */
@StartsWorkers
class EncodingSabotageTest {
    private static final String ONLY_IN_WORKERS = "OnlyInWorkers";

    private static PoolExecutor pool;

    @BeforeAll
    static void openPool(@TempDir Path classes) throws IOException {
        Path source = Files.writeString(
                classes.resolve(ONLY_IN_WORKERS + ".java"),
                "public class OnlyInWorkers extends RuntimeException {"
                        + " public OnlyInWorkers() { super(\"nobody knows me\"); } }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        ObjectInputFilter filter = info -> info.serialClass() == java.util.BitSet.class
                ? ObjectInputFilter.Status.REJECTED
                : ObjectInputFilter.Status.UNDECIDED;
        pool = Pools.open(PoolOptions.defaults()
                .workers(1)
                .with(ProcessPoolOptions.defaults()
                        .jvmOptions("-Xbootclasspath/a:" + classes)
                        .resultFilter(filter)));
    }

    @AfterAll
    static void closePool() {
        pool.close();
    }

    /** A task that fails in its own way. */
    private record Sabotaged(String name, Function<PoolExecutor, TaskFuture<?>> submit, Class<?> failure) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Sabotaged> tasksThatFailAlone() {
        return Stream.of(
                new Sabotaged(
                        "argument that throws when decoded",
                        pool -> pool.submit(EncodingSabotageTest::take, new Undecodable(false)),
                        TaskSerializationException.class),
                new Sabotaged(
                        "argument that throws an error when decoded",
                        pool -> pool.submit(EncodingSabotageTest::take, new Undecodable(true)),
                        Throwable.class),
                new Sabotaged(
                        "captured variable that throws when decoded",
                        pool -> {
                            Undecodable captured = new Undecodable(false);
                            return pool.submit(() -> captured.hashCode());
                        },
                        TaskSerializationException.class),
                new Sabotaged(
                        "result that throws when encoded",
                        pool -> pool.submit(() -> new Unencodable(false)),
                        TaskSerializationException.class),
                new Sabotaged(
                        "result that throws an error when encoded",
                        pool -> pool.submit(() -> new Unencodable(true)),
                        Throwable.class),
                new Sabotaged(
                        "result that throws when decoded",
                        pool -> pool.submit(() -> new Undecodable(false)),
                        TaskSerializationException.class),
                new Sabotaged(
                        "result that throws an error when decoded",
                        pool -> pool.submit(() -> new Undecodable(true)),
                        Throwable.class),
                new Sabotaged(
                        "result that is not serializable",
                        pool -> pool.submit(() -> new Object()),
                        TaskSerializationException.class),
                new Sabotaged(
                        "result deeper than the stack",
                        pool -> pool.submit(() -> Deep.of(100_000)),
                        TaskSerializationException.class),
                new Sabotaged(
                        "result that the filter refuses",
                        pool -> pool.submit(() -> new java.util.BitSet()),
                        TaskSerializationException.class),
                new Sabotaged(
                        "result of a class that the parent lacks",
                        pool -> pool.submit(() -> make(ONLY_IN_WORKERS)),
                        TaskSerializationException.class),
                new Sabotaged(
                        "exception of a class that the parent lacks",
                        pool -> pool.submit(() -> fail(make(ONLY_IN_WORKERS))),
                        RemoteTaskException.class),
                new Sabotaged(
                        "exception that throws when decoded",
                        pool -> pool.submit(() -> fail(new UndecodableException("no"))),
                        RemoteTaskException.class),
                new Sabotaged(
                        "exception that cannot be encoded",
                        pool -> pool.submit(() -> fail(new UnencodableException("no"))),
                        RemoteTaskException.class),
                new Sabotaged(
                        "exception that throws an error when encoded",
                        pool -> pool.submit(() -> fail(new ThrowAnErrorWhenEncoded())),
                        RemoteTaskException.class));
    }

    private static int take(Object argument) {
        return argument.hashCode();
    }

    private static RuntimeException make(String className) throws ReflectiveOperationException {
        return (RuntimeException)
                Class.forName(className).getDeclaredConstructor().newInstance();
    }

    private static int fail(RuntimeException failure) {
        throw failure;
    }

    @ParameterizedTest
    @MethodSource("tasksThatFailAlone")
    @Tag("B3")
    @Tag("B34")
    @Tag("B36")
    void sabotagedTask_failsAlone_andItsWorkerStays(Sabotaged sabotaged) {
        Worker worker = Outcomes.resultOf(pool.submit(Work::whoAmI));

        TaskFuture<?> future = sabotaged.submit().apply(pool);
        TaskFuture<Worker> next = pool.submit(Work::whoAmI);

        assertThat(Outcomes.causeOf(future)).isInstanceOf(sabotaged.failure());
        assertThat(Outcomes.resultOf(next)).isEqualTo(worker);
    }

    static Stream<Sabotaged> tasksThatKillTheirWorker() {
        return Stream.of(
                new Sabotaged(
                        "argument that halts when decoded",
                        pool -> pool.submit(EncodingSabotageTest::take, new HaltWhenDecoded()),
                        Object.class),
                new Sabotaged(
                        "argument that halts when resolved",
                        pool -> pool.submit(EncodingSabotageTest::take, new HaltWhenResolved()),
                        Object.class),
                new Sabotaged(
                        "captured variable that halts when decoded",
                        pool -> {
                            HaltWhenDecoded captured = new HaltWhenDecoded();
                            return pool.submit(() -> captured.hashCode());
                        },
                        Object.class),
                new Sabotaged(
                        "result that halts when encoded",
                        pool -> pool.submit(() -> new HaltWhenEncoded()),
                        Object.class),
                new Sabotaged(
                        "exception that halts when encoded",
                        pool -> pool.submit(() -> fail(new HaltWhenThrown())),
                        Object.class));
    }

    @ParameterizedTest
    @MethodSource("tasksThatKillTheirWorker")
    @Tag("B34")
    void taskThatKillsItsWorker_whileItIsDecodedOrEncoded_isLostAlone(Sabotaged sabotaged) {
        TaskFuture<Integer> before = pool.submit(Work::square, 3);
        TaskFuture<?> lost = sabotaged.submit().apply(pool);
        TaskFuture<Integer> after = pool.submit(Work::square, 4);

        assertThat(Outcomes.crashOf(lost).crash().exitCode()).isBetween(5, 8);

        assertThat(Outcomes.resultOf(before)).isEqualTo(9);
        assertThat(Outcomes.resultOf(after)).isEqualTo(16);
    }

    @Test
    @Tag("B3")
    void exceptionOfAClassThatTheParentLacks_keepsItsClassNameMessageAndStack() {
        Throwable failure = Outcomes.causeOf(pool.submit(() -> fail(make(ONLY_IN_WORKERS))));

        assertThat(failure).hasMessageContaining(ONLY_IN_WORKERS).hasMessageContaining("nobody knows me");
        assertThat(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(EncodingSabotageTest.class.getName())
                        && frame.getMethodName().equals("make"));
    }

    @Test
    @Tag("B3")
    void exceptionThatThrowsWhenAskedForItsMessage_failsItsFuture_andItsWorkerStays() {
        Worker worker = Outcomes.resultOf(pool.submit(Work::whoAmI));

        TaskFuture<Integer> future = pool.submit(() -> fail(new ThrowWhenAskedForItsMessage()));

        boolean failed = Outcomes.resultOf(future.handle((result, failure) -> failure != null));

        assertThat(failed).isTrue();
        assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI))).isEqualTo(worker);
    }

    @Test
    @Tag("B35")
    void argumentDeeperThanTheStack_failsItsFuture() {
        TaskFuture<Integer> future = pool.submit(EncodingSabotageTest::take, Deep.of(100_000));

        assertThat(Outcomes.causeOf(future)).isInstanceOf(TaskSerializationException.class);
        assertThat(Outcomes.resultOf(pool.submit(Work::square, 4))).isEqualTo(16);
    }
}
