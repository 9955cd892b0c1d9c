package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.Worker;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.Waiting;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pools that tasks open. */
@StartsWorkers
class NestedPoolTest {
    private static int sumOfSquares(int limit) {
        try (PoolExecutor inner = Pools.open(1)) {
            return inner
                    .map(
                            Work::square,
                            java.util.stream.IntStream.rangeClosed(1, limit)
                                    .boxed()
                                    .toList())
                    .join()
                    .stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }
    }

    private static Worker innerWorker() {
        try (PoolExecutor inner = Pools.open(1)) {
            return inner.submit(Work::whoAmI).join();
        }
    }

    /** Opens pools inside of tasks until one is refused; returns how many there were. */
    private static int dive() {
        try (PoolExecutor inner = Pools.open(1)) {
            return 1 + inner.submit(NestedPoolTest::dive).join();
        }
    }

    private static void openAndBeBusy(Journal pids, Mark started) throws InterruptedException {
        PoolExecutor inner = Pools.open(1); // left open on purpose
        inner.submit(() -> {
            pids.add(Long.toString(ProcessHandle.current().pid()));
            new BusyForEver(started).run();
        });
        Thread.currentThread().join();
    }

    @Test
    @Tag("B30")
    void poolInsideATask_works() {
        try (PoolExecutor pool = Pools.open(1)) {
            Worker outer = Outcomes.resultOf(pool.submit(Work::whoAmI));

            assertThat(Outcomes.resultOf(pool.submit(NestedPoolTest::sumOfSquares, 4)))
                    .isEqualTo(30);

            Worker inner = Outcomes.resultOf(pool.submit(NestedPoolTest::innerWorker));
            assertThat(inner.isWorker()).isTrue();
            assertThat(inner.pid())
                    .isNotEqualTo(outer.pid())
                    .isNotEqualTo(ProcessHandle.current().pid());
        }
    }

    @Test
    @Tag("B30")
    void poolsInsideOfTasksWithoutEnd_areRefusedAtTheDepthLimit() {
        try (PoolExecutor pool = Pools.open(1)) {
            Throwable failure = Outcomes.causeOf(pool.submit(NestedPoolTest::dive));

            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            assertThat(root)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("4 pools deep")
                    .hasMessageContaining("allowed are 3");
            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
        }
    }

    @Test
    @Tag("B30")
    void workersOfAnInnerPool_endWithTheWorkerThatOpenedIt(@TempDir Path directory) {
        Journal pids = Journal.in(directory, "pids");
        Mark started = Mark.in(directory, "started");
        try (PoolExecutor pool = Pools.open(1)) {
            TaskFuture<?> task = pool.submit(() -> openAndBeBusy(pids, started));
            started.await();
            long inner = Long.parseLong(pids.lines().get(0));
            assertThat(ProcessHandle.of(inner)).isPresent();

            pool.stats()
                    .workers()
                    .forEach(stats -> ProcessHandle.of(java.util.Objects.requireNonNull(stats.worker())
                                    .pid())
                            .ifPresent(ProcessHandle::destroyForcibly));

            assertThat(Outcomes.crashOf(task).crash().signal()).isEqualTo("SIGKILL");
            Waiting.untilAsserted(
                    "the inner worker is gone",
                    () -> assertThat(ProcessHandle.of(inner).filter(ProcessHandle::isAlive))
                            .isEmpty());
            Waiting.untilAsserted(
                    "the inner directory is gone",
                    () -> assertThat(LeftOvers.poolDirectories()).hasSize(1));
        }
    }
}
