package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.process.Saboteurs.ExhaustHeap;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However a parent ends, busy workers and the busy workers of their own pools end with it, and their directories go. */
@StartsWorkers
class ParentEndTest {
    @TempDir
    Path directory;

    /** A program with a worker that has a worker that is busy, or with one that is idle; it ends in some way, or waits. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[2]);
            Journal pids = Journal.in(directory, "pids");
            Mark started = Mark.in(directory, "started");
            PoolExecutor pool = Pools.open(1); // left open on purpose
            if (arguments[0].equals("busy")) {
                pool.submit(() -> openAndBeBusy(pids, started));
            } else {
                pool.submit(() -> begin(pids, started)).join();
            }
            started.await();
            switch (arguments[1]) {
                case "wait" -> Thread.currentThread().join();
                case "halt" -> Runtime.getRuntime().halt(9);
                case "exit" -> System.exit(9);
                default -> System.out.println(new ExhaustHeap().call());
            }
        }
    }

    private static void begin(Journal pids, Mark started) {
        pids.add(Long.toString(ProcessHandle.current().pid()));
        started.set();
    }

    private static void openAndBeBusy(Journal pids, Mark started) throws InterruptedException {
        pids.add(Long.toString(ProcessHandle.current().pid()));
        PoolExecutor inner = Pools.open(1); // left open on purpose
        inner.submit(() -> {
            pids.add(Long.toString(ProcessHandle.current().pid()));
            new BusyForEver(started).run();
        });
        Thread.currentThread().join();
    }

    private List<Long> workers() {
        return Journal.in(directory, "pids").lines().stream().map(Long::valueOf).toList();
    }

    private ParentJvm start(List<String> jvmOptions, String work, String end) throws Exception {
        return ParentJvm.start(directory, Parent.class, jvmOptions, work, end, directory.toString());
    }

    /** A parent without heap may lose a worker before its own end; then the next start removes what is left on disk. */
    private void assertGoneAndSwept() throws IOException {
        ParentJvm.assertWorkersGone(workers());
        Pools.open(1).close();
        assertThat(LeftOvers.poolDirectories()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130", "HUP, 129", "KILL, 137"})
    @Tag("B48")
    void signalledParent_takesNestedBusyWorkersAlong(String signal, int exit) throws Exception {
        try (ParentJvm parent = start(List.of(), "busy", "wait")) {
            Mark.in(directory, "started").await();
            assertThat(workers()).hasSize(2);

            Signals.send(signal, parent.process().pid());

            assertThat(parent.awaitEnd()).isEqualTo(exit);
            ParentJvm.assertGone(workers());
        }
    }

    @ParameterizedTest
    @CsvSource({"halt", "exit"})
    @Tag("B48")
    void parentThatEndsItself_takesNestedBusyWorkersAlong(String end) throws Exception {
        try (ParentJvm parent = start(List.of(), "busy", end)) {
            assertThat(parent.awaitEnd()).isEqualTo(9);
            assertThat(workers()).hasSize(2);
            ParentJvm.assertGone(workers());
        }
    }

    @Test
    @Tag("B48")
    void parentThatExitsForWantOfHeap_takesNestedBusyWorkersAlong() throws Exception {
        try (ParentJvm parent = start(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"), "busy", "exhaust")) {
            assertThat(parent.awaitEnd()).isEqualTo(3);
            assertThat(workers()).hasSize(2);
            assertGoneAndSwept();
        }
    }

    @Test
    @Tag("B48")
    void parentThatCrashesForWantOfHeap_takesNestedBusyWorkersAlong() throws Exception {
        List<String> options = List.of(
                "-Xmx64m",
                "-XX:+CrashOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + directory.resolve("hs_err.log"));
        try (ParentJvm parent = start(options, "busy", "exhaust")) {
            assertThat(parent.awaitEnd()).isNotZero();
            assertThat(directory.resolve("hs_err.log")).exists();
            assertThat(workers()).hasSize(2);
            assertGoneAndSwept();
        }
    }

    @Test
    @Tag("B48")
    void parentWhoseMainRunsOutOfHeap_takesIdleWorkersAlong() throws Exception {
        try (ParentJvm parent = start(List.of("-Xmx64m"), "idle", "exhaust")) {
            assertThat(parent.awaitEnd()).isEqualTo(1);
            assertThat(parent.text()).contains("OutOfMemoryError");
            assertThat(workers()).hasSize(1);
            assertGoneAndSwept();
        }
    }
}
