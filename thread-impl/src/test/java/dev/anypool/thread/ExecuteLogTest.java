package dev.anypool.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskOptions;
import dev.anypool.testkit.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a task throws that was given to {@code execute}: it is logged, since no future tells of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExecuteLogTest {
    private static void fail() {
        throw new IllegalStateException("thrown by the task");
    }

    @Test
    void execute_ofATaskThatThrows_isLoggedOnce_andSubmitIsNot() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(1)) {
            ExecutorService service =
                    pool.with(TaskOptions.defaults().name("reader")).asExecutorService();

            service.execute(ExecuteLogTest::fail);
            Future<?> submitted = service.submit(ExecuteLogTest::fail);

            Waiting.until(
                    "the failure is logged",
                    () -> !log.containing("task reader").isEmpty());
            Waiting.until("the other one is done", submitted::isDone);
            service.shutdown();
            assertThat(service.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.containing("")).singleElement().asString().startsWith("SEVERE task reader, given to pool");
        }
    }

    @Test
    void execute_ofATaskThatTheEndOfThePoolCancels_isNotLogged() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(1)) {
            ExecutorService service = pool.asExecutorService();
            service.execute(() -> {
                started.countDown();
                try {
                    never.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            service.execute(ExecuteLogTest::fail);
            started.await();

            service.shutdownNow();

            assertThat(service.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(log.containing("")).isEmpty();
        }
    }
}
