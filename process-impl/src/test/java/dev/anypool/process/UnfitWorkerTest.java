package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Action;
import dev.anypool.BrokenPoolException;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Workers whose initializer fails, and that do not end of themselves. */
@StartsWorkers
class UnfitWorkerTest {

    /** Leaves a shutdown hook that never ends, and fails. */
    private static final class HangAndFail implements Action {
        private static final long serialVersionUID = 1L;

        @Override
        public void run() {
            Runtime.getRuntime().addShutdownHook(new Thread(HangAndFail::hang));
            throw new IllegalStateException("no licence");
        }

        private static void hang() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Test
    @Tag("B25")
    @Tag("B46")
    void workerWhoseShutdownHookHangs_isKilled_andThePoolEnds() throws InterruptedException {
        PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).initializer(new HangAndFail()));

        assertThat(Outcomes.causeOf(pool.submit(Work::square, 2)))
                .isExactlyInstanceOf(BrokenPoolException.class)
                .hasMessageContaining("no licence");

        pool.shutdown();
        assertThat(pool.awaitTermination(Duration.ofSeconds(60))).isTrue();
    }
}
