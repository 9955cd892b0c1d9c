package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a whole family of dead processes leaves on disk is swept by the next pool, and nothing else is. */
@StartsWorkers
class SweepTest {
    @TempDir
    Path directory;

    private Mark started;
    private Journal pids;

    @BeforeEach
    void prepare() {
        started = Mark.in(directory, "started");
        pids = Journal.in(directory, "pids");
    }

    private static void noteAndBeBusy(Journal pids, Mark started) {
        pids.add(Long.toString(ProcessHandle.current().pid()));
        new BusyForEver(started).run();
    }

    private static void openAPoolAndWait(Journal pids, Mark started) throws InterruptedException {
        pids.add(Long.toString(ProcessHandle.current().pid()));
        PoolExecutor inner = Pools.open(1); // left open on purpose
        inner.submit(SweepTest::noteAndBeBusyLater, pids, started);
        Thread.currentThread().join();
    }

    private static boolean noteAndBeBusyLater(Journal pids, Mark started) {
        noteAndBeBusy(pids, started);
        return true;
    }

    /** A program whose pool has a worker that has a pool of its own, whose worker is busy for ever. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            PoolExecutor pool = Pools.open(1); // left open on purpose
            Journal pids = Journal.in(directory, "pids");
            Mark started = Mark.in(directory, "started");
            pool.submit(() -> openAPoolAndWait(pids, started));
            Thread.currentThread().join();
        }
    }

    private Process startTheFamily() throws IOException {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        started.await();
        return parent;
    }

    private List<Long> workers() {
        List<Long> all = new ArrayList<>();
        pids.lines().forEach(line -> all.add(Long.valueOf(line)));
        assertThat(all).hasSize(2);
        return all;
    }

    private static void assertGone(List<Long> pids) {
        Waiting.untilAsserted(
                "all workers are gone",
                () -> assertThat(pids)
                        .noneMatch(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isPresent()));
    }

    @Test
    @Tag("B48")
    @Tag("B30")
    void killedParent_takesItsWorkersAndTheirsAlong_withTheirDirectories() throws Exception {
        Process parent = startTheFamily();

        parent.destroyForcibly().waitFor();

        assertGone(workers());
        Waiting.untilAsserted(
                "their directories are gone",
                () -> assertThat(LeftOvers.poolDirectories()).isEmpty());
    }

    @Test
    @Tag("B48")
    void nextPool_sweepsWhatAFamilyThatDiedAtOnceLeftBehind() throws Exception {
        Process parent = startTheFamily();
        List<Long> workers = workers();
        for (long worker : workers) { // stopped, they cannot tidy up
            Signals.send("STOP", worker);
        }
        parent.destroyForcibly().waitFor();
        for (long worker : workers) {
            Signals.send("KILL", worker);
        }
        assertGone(workers);
        assertThat(LeftOvers.poolDirectories()).hasSize(2);

        try (PoolExecutor pool = Pools.open(1)) {
            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
            assertThat(LeftOvers.poolDirectories()).hasSize(1);
        }
    }

    @Test
    @Tag("B48")
    void poolsThatAreOpen_areNotSwept_byPoolsOfThisJvmOrAnother() throws Exception {
        try (PoolExecutor first = Pools.open(1);
                PoolExecutor second = Pools.open(1)) {
            assertThat(LeftOvers.poolDirectories()).hasSize(2);
            Process other = startTheFamily(); // its pools sweep when they open
            assertThat(LeftOvers.poolDirectories()).hasSize(4);
            assertThat(Outcomes.resultOf(first.submit(Work::square, 3))).isEqualTo(9);
            assertThat(Outcomes.resultOf(second.submit(Work::square, 4))).isEqualTo(16);

            other.destroyForcibly().waitFor();

            assertGone(workers());
        }
        Waiting.untilAsserted(
                "all directories are gone",
                () -> assertThat(LeftOvers.poolDirectories()).isEmpty());
    }

    @Test
    void otherThingsInTheTemporaryDirectory_areLeftAlone() throws IOException {
        Path other = Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir"), "somebody-elses.pool"));
        Files.createFile(other.resolve("owner"));

        Pools.open(1).close();

        assertThat(other.resolve("owner")).exists();
    }
}
