package dev.anypool.guava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import com.google.common.util.concurrent.MoreExecutors;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskSerializationException;
import dev.anypool.testkit.Waiting;
import dev.anypool.thread.Pools;
import dev.anypool.thread.ThreadPoolOptions;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools and their futures in Guava's shapes. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListeningTest {
    private static final long GUARD_SECONDS = Waiting.GUARD.toSeconds();

    private final PoolExecutor pool = Pools.open(1);
    private final ListeningExecutorService service = Listening.executorService(pool);
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        pool.close();
    }

    private String hold() throws InterruptedException {
        started.countDown();
        try {
            gate.await();
            return "held";
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    // ---- futures ----

    @Test
    void future_endsAsTheOther_withItsResultOrItsFailure() throws Exception {
        assertThat(Listening.future(pool.submit(() -> 42)).get()).isEqualTo(42);
        assertThat(Listening.future(pool.submit(() -> null)).get()).isNull();
        assertThatThrownBy(Listening.future(pool.submit(() -> {
                    throw new IOException("thrown by the task");
                }))::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("thrown by the task");
        assertThatThrownBy(Listening.future(pool.submit(() -> 1).thenApply(one -> Math.floorDiv(one, 0)))::get)
                .hasCauseExactlyInstanceOf(ArithmeticException.class);
        assertThatNullPointerException().isThrownBy(() -> Listening.future(null));
    }

    @Test
    void future_cancelled_stopsTheTask_beforeItsListenersAreTold() throws Exception {
        TaskFuture<String> task = pool.submit(() -> hold());
        ListenableFuture<String> future = Listening.future(task);
        AtomicReference<Boolean> stopped = new AtomicReference<>();
        future.addListener(() -> stopped.set(task.isCancelled()), MoreExecutors.directExecutor());
        await(started);

        assertThat(future.cancel(true)).isTrue();

        await(interrupted);
        assertThat(task.isCancelled()).isTrue();
        assertThat(stopped.get()).isTrue();
        assertThat(pool.submit(() -> 1).join()).isEqualTo(1);
    }

    @Test
    void future_cancelledWithoutInterrupting_letsTheTaskEnd() throws Exception {
        TaskFuture<String> task = pool.submit(() -> hold());
        ListenableFuture<String> future = Listening.future(task);
        await(started);

        assertThat(future.cancel(false)).isTrue();

        assertThat(task.isCancelled()).isTrue();
        gate.countDown();
        assertThat(pool.submit(() -> 1).join()).isEqualTo(1);
        assertThat(interrupted.getCount()).as("was not interrupted").isEqualTo(1);
    }

    @Test
    void future_isCancelledWithTheTask() throws Exception {
        TaskFuture<String> task = pool.submit(() -> hold());
        ListenableFuture<String> future = Listening.future(task);
        CountDownLatch told = new CountDownLatch(1);
        future.addListener(told::countDown, MoreExecutors.directExecutor());
        await(started);

        task.cancel(true);

        await(told);
        assertThat(future.isCancelled()).isTrue();
        assertThatThrownBy(future::get).isInstanceOf(CancellationException.class);
    }

    @Test
    void future_ofATaskThatThrowsWhatCancellingThrows_hasFailed_andWasNotCancelled() {
        ListenableFuture<Object> future = Listening.future(pool.submit(() -> {
            throw new CancellationException("thrown by the task");
        }));

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(future.isCancelled()).isFalse();
    }

    @Test
    void listeners_thatBlock_holdUpNoOtherTask() throws Exception {
        int count = Runtime.getRuntime().availableProcessors() * 2 + 6;
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(count);
        for (int index = 0; index < count; index++) {
            service.submit(() -> {
                        gate.await();
                        return 1;
                    })
                    .addListener(
                            () -> {
                                begun.countDown();
                                awaitQuietly(release);
                            },
                            MoreExecutors.directExecutor());
        }

        gate.countDown();

        await(begun);
        assertThat(service.submit(() -> 2).get()).isEqualTo(2);
        release.countDown();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void callbacks_andTransformations_work() throws Exception {
        AtomicReference<Integer> seen = new AtomicReference<>();
        CountDownLatch told = new CountDownLatch(1);
        ListenableFuture<Integer> future =
                Futures.transform(service.submit(() -> 21), number -> 2 * number, MoreExecutors.directExecutor());
        Futures.addCallback(
                future,
                new FutureCallback<>() {
                    @Override
                    public void onSuccess(Integer result) {
                        seen.set(result);
                        told.countDown();
                    }

                    @Override
                    public void onFailure(Throwable failure) {
                        told.countDown();
                    }
                },
                MoreExecutors.directExecutor());

        await(told);
        assertThat(seen.get()).isEqualTo(42);
    }

    @Test
    void future_namesTheTaskWhileItIsOpen() throws Exception {
        ListenableFuture<String> future = Listening.future(pool.submit(() -> hold()));
        await(started);

        assertThat(future.toString()).contains("ListeningTest.lambda#", "running");
    }

    // ---- the executor service ----

    @Test
    void executorService_givesListenableFutures_everywhere() throws Exception {
        AtomicInteger ran = new AtomicInteger();
        List<Callable<Integer>> tasks = List.of(() -> 1, () -> 2);

        assertThat(service.submit(() -> 42).get()).isEqualTo(42);
        assertThat(service.submit(() -> ran.set(1)).get()).isNull();
        assertThat(service.submit(() -> ran.incrementAndGet(), "result").get()).isEqualTo("result");
        assertThat(service.invokeAll(tasks)).hasSize(2).allMatch(ListenableFuture.class::isInstance);
        assertThat(service.invokeAll(tasks, GUARD_SECONDS, TimeUnit.SECONDS))
                .hasSize(2)
                .allMatch(ListenableFuture.class::isInstance);
        assertThat(service.invokeAny(tasks)).isIn(1, 2);
        assertThat(service.invokeAny(tasks, GUARD_SECONDS, TimeUnit.SECONDS)).isIn(1, 2);
        CountDownLatch executed = new CountDownLatch(1);
        service.execute(executed::countDown);
        await(executed);
        assertThat(ran).hasValue(2);
    }

    @Test
    void executorService_cancelledByInvokeAll_isToldSo() throws Exception {
        Future<String> ahead = service.submit(() -> hold());
        await(started);

        List<Future<Integer>> futures = service.invokeAll(List.of(() -> 1, () -> 2), 20, TimeUnit.MILLISECONDS);

        assertThat(futures).hasSize(2).allMatch(Future::isCancelled);
        gate.countDown();
        assertThat(ahead.get()).isEqualTo("held");
    }

    @Test
    void executorService_sharesThePoolsLife() throws Exception {
        Future<String> running = service.submit(() -> hold());
        await(started);
        Runnable queued = () -> {};
        service.execute(queued);

        assertThat(service.shutdownNow()).containsExactly(queued);

        assertThat(service.awaitTermination(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(service.isShutdown()).isTrue();
        assertThat(service.isTerminated()).isTrue();
        assertThat(running.isCancelled()).isTrue();
        assertThatThrownBy(() -> service.submit(() -> 1)).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void executorService_closed_waitsForItsWork() throws Exception {
        ListenableFuture<Integer> future = service.submit(() -> 42);

        ((AutoCloseable) service).close();

        assertThat(pool.isTerminated()).isTrue();
        assertThat(future.get()).isEqualTo(42);
    }

    @Test
    void executorService_ofAPoolThatCopiesTasks_refusesWhatCannotTravel() {
        PoolOptions options = PoolOptions.defaults()
                .workers(1)
                .with(ThreadPoolOptions.defaults().rehearsal(true));
        try (PoolExecutor rehearsed = Pools.open(options)) {
            ListeningExecutorService copying = Listening.executorService(rehearsed);

            assertThatThrownBy(copying.submit(() -> 1)::get)
                    .hasCauseInstanceOf(TaskSerializationException.class)
                    .hasMessageContaining("(Callable & Serializable)");
            assertThatThrownBy(() -> copying.execute(() -> {})).isInstanceOf(TaskSerializationException.class);
        }
    }

    @Test
    void future_ofAPlainOne_isOneWithItToo() {
        CompletableFuture<String> plain = new CompletableFuture<>();
        ListenableFuture<String> future = Listening.future(plain);

        future.cancel(true);

        assertThat(plain.isCancelled()).isTrue();
    }
}
