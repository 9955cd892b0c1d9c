package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.HaltInTask;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Pools that are opened, lose a worker, give all other results and are closed, over and over. {@code -Dsoak.rounds=200} says how
 * often; the default is a short form.
 */
@StartsWorkers
class ManyRoundsTest {
    private static final int ROUNDS = Integer.getInteger("soak.rounds", 15);

    @Test
    @Tag("B37")
    @Tag("B46")
    @Timeout(value = 20, unit = java.util.concurrent.TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void eachRound_costsOneTask_andLeavesNothing() throws Exception {
        List<Integer> squares =
                IntStream.range(0, 40).map(number -> number * number).boxed().toList();
        for (int round = 0; round < ROUNDS; round++) {
            List<TaskFuture<Integer>> good = new ArrayList<>();
            TaskFuture<Void> bad = null;
            try (PoolExecutor pool = Pools.open(PoolOptions.defaults()
                    .workers(2)
                    .with(ProcessPoolOptions.defaults().output(WorkerOutput.DISCARDED)))) {
                for (int number = 0; number < 40; number++) {
                    good.add(pool.submit(Work::square, number));
                    if (number == round % 40) {
                        bad = pool.submit(new HaltInTask(3));
                    }
                }
            }

            assertThat(good).as("round %s", round).allMatch(TaskFuture::isDone);
            assertThat(good).extracting(TaskFuture::join).isEqualTo(squares);
            assertThat(Outcomes.causeOf(java.util.Objects.requireNonNull(bad)))
                    .isInstanceOf(WorkerCrashedException.class);
            assertThat(LeftOvers.children())
                    .as("processes after round %s", round)
                    .isEmpty();
            assertThat(LeftOvers.poolThreads())
                    .as("threads after round %s", round)
                    .isEmpty();
            assertThat(LeftOvers.poolDirectories())
                    .as("directories after round %s", round)
                    .isEmpty();
        }
    }
}
