package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.anypool.BrokenPoolException;
import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.PoolStats;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskTimeoutException;
import dev.anypool.TaskTimeoutException.Kind;
import dev.anypool.WhenFull;
import dev.anypool.spi.Outcome;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Limits, full queues and workers' lives when things happen in an unfortunate order. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdverseOrderTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    private final FakeBackend backend = new FakeBackend();

    private static TaskFuture<Object> submit(PoolExecutor pool, String name) {
        return pool.with(TaskOptions.defaults().name(name)).submit(() -> name);
    }

    private static Throwable causeOf(CompletableFuture<?> future) {
        try {
            throw new AssertionError("expected a failure, but the result was " + future.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static Kind limitOf(CompletableFuture<?> future) {
        return ((TaskTimeoutException) causeOf(future)).kind();
    }

    private static <T> CompletableFuture<T> onAThreadOfItsOwn(Callable<T> call) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(call.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static boolean canBeAsked(PoolExecutor pool) {
        try {
            onAThreadOfItsOwn(pool::stats).get(10, TimeUnit.SECONDS);
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    // ---- full queues ----

    @Test
    @Tag("B22")
    @Tag("B43")
    void map_thatIsRefusedWithAnElementThatCannotBeEncoded_saysSo_andLetsThePoolEnd() throws InterruptedException {
        backend.unencodable = 7;
        PoolExecutor pool =
                backend.open(PoolOptions.defaults().workers(1).queueCapacity(0).whenFull(WhenFull.REJECT));
        submit(pool, "first");
        FakeWorker worker = backend.worker(0).ready().start();

        assertThatThrownBy(() -> pool.map(number -> number, List.of(7)))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("full");

        worker.run("one");
        pool.shutdown();
        worker.leave();
        assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    @Tag("B12")
    @Tag("B22")
    void callLimit_ofAMapThatWaitsForRoom_endsTheWait() throws Exception {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).queueCapacity(1));
        submit(pool, "running");
        backend.worker(0).ready().start();
        submit(pool, "waiting");

        CompletableFuture<MapFuture<Integer>> call = onAThreadOfItsOwn(
                () -> pool.with(TaskOptions.defaults().callLimit(SHORT)).map(number -> number, List.of(1, 2, 3)));

        assertThat(limitOf(call.get(30, TimeUnit.SECONDS))).isEqualTo(Kind.CALL);
        assertThat(backend.worker(0).heldTasks()).containsExactly("running");
    }

    @Test
    @Tag("B22")
    void callLimit_ofATaskThatWaitsForRoom_endsTheWait() throws Exception {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).queueCapacity(0));
        submit(pool, "running");
        backend.worker(0).ready().start();

        CompletableFuture<TaskFuture<Integer>> call = onAThreadOfItsOwn(
                () -> pool.with(TaskOptions.defaults().callLimit(SHORT)).submit(() -> 1));

        assertThat(limitOf(call.get(30, TimeUnit.SECONDS))).isEqualTo(Kind.CALL);
        assertThat(pool.stats().queued()).isZero();
    }

    @Test
    @Tag("B22")
    void taskThatItsCallerRuns_hasNoLimits() {
        PoolExecutor pool =
                backend.open(PoolOptions.defaults().workers(1).queueCapacity(0).whenFull(WhenFull.RUN_IN_CALLER));
        submit(pool, "running");
        backend.worker(0).ready().start();
        CountDownLatch never = new CountDownLatch(1);

        TaskFuture<Boolean> future = pool.with(TaskOptions.defaults()
                        .callLimit(SHORT)
                        .queueLimit(SHORT)
                        .runLimit(SHORT))
                .submit(() -> never.await(3 * SHORT.toMillis(), TimeUnit.MILLISECONDS));

        assertThat(future.join()).isFalse();
    }

    @Test
    @Tag("B22")
    void stats_countWhatTheCallerRunsAsRunning_andACallThatAddsTasksNotAtAll() {
        PoolExecutor pool =
                backend.open(PoolOptions.defaults().workers(1).queueCapacity(0).whenFull(WhenFull.RUN_IN_CALLER));
        submit(pool, "running");
        backend.worker(0).ready().start();
        AtomicReference<PoolStats> whileItRuns = new AtomicReference<>();

        pool.submit(() -> whileItRuns.set(pool.stats())).join();
        assertThat(whileItRuns.get().queued()).isZero();
        assertThat(whileItRuns.get().running()).isEqualTo(2);

        Iterable<Integer> looking = () -> new Iterator<Integer>() {
            @Override
            public boolean hasNext() {
                whileItRuns.set(pool.stats());
                return false;
            }

            @Override
            public Integer next() {
                throw new NoSuchElementException();
            }
        };
        pool.map(number -> number, looking);
        assertThat(whileItRuns.get().queued()).isZero();
        assertThat(whileItRuns.get().running()).isEqualTo(1);
    }

    // ---- limits ----

    @Test
    @Tag("B12")
    void callLimit_ofAMapWhoseInputIsSlow_stopsWhatHasComeIn() throws Exception {
        PoolExecutor pool = backend.open(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Iterator<Integer> slow = new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                if (next == 1) {
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return next < 1;
            }

            @Override
            public Integer next() {
                if (next > 0) {
                    throw new NoSuchElementException();
                }
                return next++;
            }
        };
        CompletableFuture<MapFuture<Integer>> call = onAThreadOfItsOwn(() ->
                pool.with(TaskOptions.defaults().name("slow").callLimit(SHORT)).map(number -> number, () -> slow));
        await().until(() -> !backend.workers.isEmpty());
        FakeWorker worker = backend.worker(0).ready();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> worker.stopped.contains("slow[0]"));
        } finally {
            goOn.countDown();
        }

        assertThat(limitOf(call.get(30, TimeUnit.SECONDS))).isEqualTo(Kind.CALL);
        assertThat(call.join().futures()).hasSize(1);
        await().until(() -> call.join().futures().get(0).isCancelled());
    }

    @Test
    @Tag("B20")
    @Tag("B41")
    void queueLimit_doesNotConcernATaskThatHasStartedOnce_andIsRunAgain() {
        PoolExecutor pool = backend.open(1);
        Duration limit = Duration.ofMillis(500);
        TaskFuture<Integer> again = pool.with(
                        TaskOptions.defaults().name("again").queueLimit(limit).retries(1))
                .submit(() -> 1);
        backend.worker(0).ready().start().crash();
        TaskFuture<Integer> later =
                pool.with(TaskOptions.defaults().queueLimit(limit)).submit(() -> 2);

        assertThat(limitOf(later)).isEqualTo(Kind.QUEUE);
        assertThat(again.isDone()).isFalse();
        backend.worker(1).ready().run(1);
        assertThat(again.join()).isEqualTo(1);
    }

    @Test
    @Tag("B20")
    void runLimit_stopsATaskThatWasCancelledWithoutAnInterrupt() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> future = pool.with(
                        TaskOptions.defaults().name("cancelled").runLimit(SHORT))
                .submit(() -> 1);
        FakeWorker worker = backend.worker(0).ready().start();

        future.cancel(false);

        await().atMost(Duration.ofSeconds(30)).until(() -> worker.stopped.contains("cancelled"));
    }

    // ---- workers' lives ----

    /** Its message is the user's code, and looks at the pool. */
    private static final class Nosy extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient AtomicReference<Boolean> free;
        private final transient PoolExecutor pool;

        private Nosy(PoolExecutor pool, AtomicReference<Boolean> free) {
            this.pool = pool;
            this.free = free;
        }

        @Override
        public String getMessage() {
            free.compareAndSet(null, canBeAsked(pool));
            throw new UnsupportedOperationException("no message");
        }
    }

    @Test
    @Tag("B25")
    void initializerWhoseExceptionThrows_breaksThePool_andRunsNoUserCodeUnderTheLock() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> future = pool.submit(() -> 1);
        AtomicReference<Boolean> free = new AtomicReference<>();

        backend.worker(0).unfit(Outcome.failure(new Nosy(pool, free)));

        await().atMost(Duration.ofSeconds(60)).until(future::isDone);
        assertThat(causeOf(future))
                .isInstanceOf(BrokenPoolException.class)
                .hasMessageContainingAll("initializer", Nosy.class.getName());
        assertThat(free.get()).isNotEqualTo(false);
    }

    @Test
    @Tag("B24")
    @Tag("B27")
    void spareWorker_thatIsIdleWhileOthersWork_staysAndIsNotReplacedOverAndOver() {
        PoolExecutor pool =
                backend.open(PoolOptions.defaults().workers(2).spareWorkers(1).idleTime(SHORT));
        submit(pool, "long");
        backend.worker(0).ready().start();
        assertThat(backend.workers).hasSize(2);
        backend.worker(1).ready();
        TaskFuture<Integer> later = pool.with(TaskOptions.defaults().callLimit(SHORT.multipliedBy(3)))
                .submit(() -> 2);
        backend.worker(1).start();
        assertThat(backend.workers).hasSize(3);
        backend.worker(2).ready();

        assertThat(limitOf(later)).isEqualTo(Kind.CALL);
        assertThat(backend.workers).hasSize(3);
        assertThat(backend.worker(2).retired).isFalse();

        backend.worker(1).end(0, Outcome.value(null)).finish();
        backend.worker(0).run("done");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> backend.workers.stream().allMatch(worker -> worker.retired));
    }

    @Test
    void logHandler_isNotCalledUnderTheLock() {
        backend.failures.add(new IllegalStateException("no more threads"));
        PoolExecutor pool = backend.open(1);
        AtomicReference<Boolean> free = new AtomicReference<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord event) {
                if (String.valueOf(event.getMessage()).contains("no more threads")) {
                    free.compareAndSet(null, canBeAsked(pool));
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.anypool");
        logger.addHandler(handler);
        try {
            TaskFuture<Integer> future = pool.submit(() -> 1);
            await().atMost(Duration.ofSeconds(60)).until(() -> free.get() != null);
            assertThat(free.get()).isTrue();
            backend.worker(0).ready().run(1);
            assertThat(future.join()).isEqualTo(1);
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    @Tag("B28")
    void worker_thatIsSpentInAnyOrder_getsNoMore_andNoTaskIsLost() throws InterruptedException {
        backend.capacity = 3;
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).tasksPerWorker(5));
        TaskFuture<Object> first = submit(pool, "first");
        TaskFuture<Object> second = submit(pool, "second");
        FakeWorker spent = backend.worker(0).ready().start();
        assertThat(spent.heldTasks()).containsExactly("first", "second");

        spent.spent().spent();
        assertThat(spent.heldTasks()).containsExactly("first");
        spent.run("one");
        assertThat(spent.retired).isTrue();
        spent.spent();
        backend.worker(1).ready().run("two").spent();
        spent.leave();
        spent.spent();
        pool.shutdown();
        backend.worker(1).leave();

        assertThat(first.join()).isEqualTo("one");
        assertThat(second.join()).isEqualTo("two");
        assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    @Tag("B44")
    void worker_thatIsReadyUnfitOrSpentAfterItWasRetired_endsInPeace() throws InterruptedException {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(3).startAhead(true));
        TaskFuture<Object> never = submit(pool, "never");
        pool.shutdownNow();
        await().until(never::isCancelled);
        assertThat(backend.workers).allMatch(worker -> worker.retired);

        backend.worker(0).ready().leave();
        backend.worker(1).unfit(Outcome.failure(new IllegalStateException("interrupted")));
        backend.worker(2).spent().ready().crash();

        assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }
}
