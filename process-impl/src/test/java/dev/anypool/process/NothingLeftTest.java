package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.process.Saboteurs.HaltInTask;
import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What is left of a pool after its end: nothing. */
@StartsWorkers
class NothingLeftTest {
    private static final int ROUNDS = 30;

    private static void assertNothingLeft() throws IOException {
        assertThat(LeftOvers.children()).isEmpty();
        assertThat(LeftOvers.poolDirectories()).isEmpty();
        Waiting.untilAsserted(
                "no thread is left", () -> assertThat(LeftOvers.poolThreads()).isEmpty());
    }

    @Test
    @Tag("B46")
    void close_leavesNothing() throws IOException {
        try (PoolExecutor pool = Pools.open(2)) {
            pool.map(Work::square, List.of(1, 2, 3)).join();
        }
        assertNothingLeft();
    }

    @Test
    @Tag("B46")
    void close_ofAPoolThatNeverWorked_leavesNothing() throws IOException {
        Pools.open(2).close();
        assertNothingLeft();
    }

    @Test
    @Tag("B44")
    @Tag("B46")
    void shutdownNow_duringTheStart_leavesNothing() throws Exception {
        PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(2).startAhead(true));
        TaskFuture<Integer> future = pool.submit(Work::square, 3);
        pool.shutdownNow();
        pool.close();
        assertThat(future).isDone();
        assertNothingLeft();
    }

    @Test
    @Tag("B46")
    @EnabledIf("canCountDescriptors")
    void manyRounds_withACrashInEach_leaveNoDescriptor() throws IOException {
        round();
        long before = descriptors();
        for (int count = 0; count < ROUNDS; count++) {
            round();
        }
        assertNothingLeft();
        assertThat(descriptors())
                .isLessThanOrEqualTo(before + 5); // a class file that was opened meanwhile, and the like
    }

    private static void round() {
        try (PoolExecutor pool = Pools.open(2)) {
            TaskFuture<Integer> good = pool.submit(Work::square, 3);
            Outcomes.crashOf(pool.submit(new HaltInTask(1)));
            assertThat(Outcomes.resultOf(good)).isEqualTo(9);
        }
    }

    static boolean canCountDescriptors() {
        return Files.isDirectory(Path.of("/proc/self/fd"));
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }
}
