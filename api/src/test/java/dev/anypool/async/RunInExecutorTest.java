package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.Action;
import dev.anypool.PoolExecutor;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import dev.anypool.dispatch.InlineBackend;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is refused, and how; what runs is the contract's. */
@Tag("B52")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RunInExecutorTest {
    private final PoolExecutor pool = InlineBackend.open();

    @AfterEach
    void close() throws InterruptedException {
        pool.shutdown();
        assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void nullArguments_areThrown_alsoByAClosedPool() {
        pool.shutdown();
        AsyncOn on = Async.on(Runnable::run);

        assertThatNullPointerException()
                .isThrownBy(() -> Async.runInExecutor(null, () -> 1))
                .withMessage("pool");
        assertThatNullPointerException()
                .isThrownBy(() -> Async.runInExecutor(pool, (Task<?>) null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> Async.runInExecutor(pool, (Action) null))
                .withMessage("action");
        assertThatNullPointerException()
                .isThrownBy(() -> Async.runInExecutor(pool, (TaskFunction<String, String>) null, ""))
                .withMessage("function");
        assertThatNullPointerException()
                .isThrownBy(() -> Async.runInExecutor(pool, (TaskBiFunction<String, String, String>) null, "", ""))
                .withMessage("function");
        assertThatNullPointerException().isThrownBy(() -> on.runInExecutor(pool, (Task<?>) null));
        assertThatNullPointerException()
                .isThrownBy(() -> Async.on((Executor) null))
                .withMessage("executor");
    }

    @Test
    void closedPool_failsTheFuture() {
        pool.shutdown();

        CompletableFuture<Integer> refused = Async.runInExecutor(pool, () -> 1);

        assertThatThrownBy(refused::join).hasCauseExactlyInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void closedLoop_isGivenNoWork() {
        AtomicInteger ran = new AtomicInteger();
        EventLoop loop = EventLoop.open();
        loop.close();

        CompletableFuture<Integer> refused = loop.runInExecutor(pool, ran::incrementAndGet);

        assertThatThrownBy(refused::join).hasCauseExactlyInstanceOf(RejectedExecutionException.class);
        assertThat(pool.submit(ran::get).join()).isZero();
    }
}
