package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.BrokenPoolException;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.HaltInTask;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers that keep dying before anything is finished break the pool, instead of being started without end. */
@StartsWorkers
class RestartBudgetTest {
    private static PoolExecutor open(PoolOptions options) {
        return Pools.open(options.workers(1).with(ProcessPoolOptions.defaults().output(WorkerOutput.DISCARDED)));
    }

    @Test
    @Tag("B42")
    void workersLostInARow_breakThePoolWithTheLastCause_andWhatWaitsIsSettled() {
        try (PoolExecutor pool = open(PoolOptions.defaults().restartBudget(3))) {
            List<TaskFuture<Void>> futures = new ArrayList<>();
            for (int number = 0; number < 10; number++) {
                futures.add(pool.submit(new HaltInTask(3)));
            }

            for (TaskFuture<Void> lost : futures.subList(0, 3)) {
                assertThat(Outcomes.causeOf(lost)).isInstanceOf(WorkerCrashedException.class);
            }
            for (TaskFuture<Void> waiting : futures.subList(3, 10)) {
                assertThat(Outcomes.causeOf(waiting))
                        .isExactlyInstanceOf(BrokenPoolException.class)
                        .hasMessageContainingAll("3 workers in a row", "restartBudget", "exited with code 3");
            }
            assertThatThrownBy(() -> pool.submit(Work::square, 2)).isExactlyInstanceOf(BrokenPoolException.class);
            assertThat(pool.stats().crashes()).hasSize(3);
        }
    }

    @Test
    @Tag("B42")
    void aTaskThatEnds_setsTheCountBack() {
        try (PoolExecutor pool = open(PoolOptions.defaults().restartBudget(2))) {
            for (int round = 0; round < 3; round++) {
                assertThat(Outcomes.causeOf(pool.submit(new HaltInTask(3)))).isInstanceOf(WorkerCrashedException.class);
                assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
            }
        }
    }

    @Test
    @Tag("B25")
    @Tag("B34")
    @Tag("B42")
    void initializerThatEndsItsWorker_breaksThePoolAfterSoManyTries() {
        try (PoolExecutor pool = open(PoolOptions.defaults().initializer(new HaltInTask(4)))) {
            TaskFuture<Integer> future = pool.submit(Work::square, 2);

            assertThat(Outcomes.causeOf(future))
                    .isExactlyInstanceOf(BrokenPoolException.class)
                    .hasMessageContainingAll("could not start", "exited with code 4 before it could take tasks");
            assertThat(pool.stats().crashes()).hasSize(3);
        }
    }
}
