package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The end of a pool: {@code shutdown}, {@code shutdownNow}, {@code awaitTermination} and {@code close}. */
abstract class LifecycleContract extends ContractPart {
    LifecycleContract(PoolContract backend) {
        super(backend);
    }

    private static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.start();
        return thread;
    }

    private static List<TaskFuture<Integer>> submitMany(PoolExecutor pool, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> pool.submit(Work::square, number))
                .toList();
    }

    private static void awaitAllSettled(List<? extends CompletableFuture<?>> futures) {
        Waiting.until("all futures are settled", () -> futures.stream().allMatch(CompletableFuture::isDone));
    }

    // ---- shutdown ----

    @Test
    @Tag("B43")
    void shutdown_letsQueuedWorkFinish_andTheSecondOneDoesNothing() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        List<TaskFuture<Integer>> queued = submitMany(pool, 20);
        MapFuture<Integer> map = pool.map(Work::square, List.of(1, 2, 3));
        assertThat(pool.isShutdown()).isFalse();

        pool.shutdown();
        pool.shutdown();

        assertThat(pool.isShutdown()).isTrue();
        assertThat(pool.isTerminated()).isFalse();
        assertThat(pool.awaitTermination(Duration.ofMillis(1))).isFalse();
        gate.open();
        awaitTerminated(pool);
        assertThat(pool.isTerminated()).isTrue();
        assertThat(running.join()).isEqualTo("held");
        assertThat(queued).allMatch(future -> future.taskState() == TaskState.DONE);
        assertThat(map.join()).containsExactly(1, 4, 9);
        pool.shutdown();
        pool.close();
    }

    @Test
    @Tag("B43")
    void shutdown_makesThePoolRefuseNewWork() {
        PoolExecutor pool = open(1);
        PoolExecutor view = pool.with(TaskOptions.defaults().name("view"));

        view.shutdown();

        assertThat(pool.isShutdown()).isTrue();
        for (PoolExecutor each : List.of(pool, view)) {
            assertRejected(() -> each.submit(() -> 1));
            assertRejected(() -> each.submit(Work::square, 1));
            assertRejected(() -> each.map(Work::square, List.of(1)));
            assertRejected(() -> each.map(Work::square, List.of()));
            assertRejected(() -> each.stream(Work::square, List.of(1)));
            assertRejected(() -> each.outcomes(Work::square, List.of(1)));
        }
    }

    private static void assertRejected(Runnable call) {
        assertThatThrownBy(call::run)
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("shut down");
    }

    @Test
    @Tag("B43")
    void shutdown_ofAPoolThatWasNeverUsed_terminatesIt() throws InterruptedException {
        PoolExecutor pool = open(2);

        pool.shutdown();

        awaitTerminated(pool);
        assertThat(pool.stats().workers()).isEmpty();
    }

    @Test
    @Tag("B43")
    void shutdown_duringAMapThatReadsItsInput_letsThatMapFinish() throws InterruptedException {
        PoolExecutor pool = open(1);
        Iterable<Integer> source = () -> IntStream.range(0, 100)
                .peek(number -> {
                    if (number == 50) {
                        pool.shutdown();
                    }
                })
                .iterator();

        MapFuture<Integer> future = pool.map(Work::square, source);

        assertThat(future.join()).hasSize(100);
        awaitTerminated(pool);
    }

    // ---- shutdownNow ----

    @Test
    @Tag("B44")
    void shutdownNow_cancelsWhatIsQueued_interruptsWhatRuns_andSettlesEveryFuture() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        TaskFuture<String> running = pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        List<TaskFuture<Integer>> queued = submitMany(pool, 20);
        MapFuture<Integer> map = pool.map(Work::square, List.of(1, 2, 3));
        started.await();

        List<TaskFuture<?>> notStarted = pool.shutdownNow();

        assertThat(notStarted).containsAll(queued).containsAll(map.futures()).doesNotContain(running);
        interrupted.await();
        awaitTerminated(pool);
        assertThat(running.isCancelled()).isTrue();
        assertThat(queued).allMatch(TaskFuture::isCancelled);
        assertThat(map.isDone()).isTrue();
        assertThat(map.futures()).allMatch(TaskFuture::isCancelled);
        assertRejected(() -> pool.submit(() -> 1));
    }

    @Test
    @Tag("B44")
    void shutdownNow_runsNothingThatItCancelled_evenIfContinuationsBlock() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Journal ran = journal("ran");
        Gate never = gate("never");
        CountDownLatch release = new CountDownLatch(1);
        pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        List<TaskFuture<Void>> queued = new ArrayList<>();
        for (int number = 0; number < 50; number++) {
            TaskFuture<Void> future = pool.submit(() -> ran.add("ran"));
            future.whenComplete((result, failure) -> awaitQuietly(release));
            queued.add(future);
        }
        started.await();

        pool.shutdownNow();

        awaitAllSettled(queued);
        release.countDown();
        awaitTerminated(pool);
        assertThat(queued).allMatch(TaskFuture::isCancelled);
        assertThat(ran.lines()).isEmpty();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("B44")
    void shutdownNow_fromSeveralThreadsAtOnce_settlesEveryFuture() throws InterruptedException {
        PoolExecutor pool = open(2);
        Mark started = mark("started");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate("never"));
        List<TaskFuture<Integer>> queued = submitMany(pool, 500);
        MapFuture<Integer> map =
                pool.map(Work::square, IntStream.range(0, 500).boxed().toList());
        started.await();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> start("stopper-" + number, () -> {
                    awaitQuietly(go);
                    pool.shutdownNow();
                }))
                .toList();

        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        awaitTerminated(pool);
        assertThat(running.isCancelled()).isTrue();
        assertThat(queued).allMatch(TaskFuture::isDone);
        assertThat(map.isDone()).isTrue();
        assertThat(map.futures()).allMatch(TaskFuture::isDone);
    }

    @Test
    @Tag("B44")
    void shutdownNow_duringStartUp_settlesEveryFuture() throws InterruptedException {
        for (boolean startAhead : new boolean[] {false, true}) {
            PoolExecutor pool = open(PoolOptions.defaults().workers(2).startAhead(startAhead));
            List<TaskFuture<Integer>> futures = submitMany(pool, 10);

            pool.shutdownNow();

            awaitTerminated(pool);
            assertThat(futures).allMatch(TaskFuture::isDone);
        }
        PoolExecutor unused = open(PoolOptions.defaults().workers(2).startAhead(true));
        assertThat(unused.shutdownNow()).isEmpty();
        awaitTerminated(unused);
    }

    @Test
    @Tag("B44")
    void shutdownNow_duringAMapThatReadsItsInput_settlesEveryElement() throws InterruptedException {
        PoolExecutor pool = open(1);
        Iterable<Integer> source = () -> IntStream.range(0, 100)
                .peek(number -> {
                    if (number == 50) {
                        pool.shutdownNow();
                    }
                })
                .iterator();

        MapFuture<Integer> future = pool.map(Work::square, source);

        awaitTerminated(pool);
        assertThat(future.isDone()).isTrue();
        assertThat(future.futures()).hasSize(100).allMatch(TaskFuture::isDone);
        assertThat(future.futures().get(99).isCancelled()).isTrue();
        assertThat(causeOf(future)).isInstanceOf(CancellationException.class);
    }

    @Test
    @Tag("B44")
    void shutdownNow_duringAStream_endsItWithAnErrorAndNotAHang() throws InterruptedException {
        PoolExecutor pool = open(1);
        AtomicInteger received = new AtomicInteger();

        try (Stream<Integer> results = pool.stream(
                Work::square, () -> Stream.iterate(0, number -> number + 1).iterator())) {
            Iterator<Integer> iterator = results.iterator();
            iterator.next();
            pool.shutdownNow();
            assertThatThrownBy(() -> iterator.forEachRemaining(result -> received.incrementAndGet()))
                    .isInstanceOfAny(RejectedExecutionException.class, CancellationException.class);
        }
        awaitTerminated(pool);
    }

    @Test
    @Tag("B44")
    void shutdownNow_afterShutdown_stopsWhatWasLeftToFinish() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate("never"));
        TaskFuture<Integer> queued = pool.submit(Work::square, 2);
        started.await();
        pool.shutdown();

        assertThat(pool.shutdownNow()).hasSize(1).first().isSameAs(queued);

        awaitTerminated(pool);
        assertThat(running.isCancelled()).isTrue();
        assertThat(queued.isCancelled()).isTrue();
        assertThat(pool.shutdownNow()).isEmpty();
    }

    // ---- close ----

    @Test
    @Tag("B45")
    void close_waitsForRunningAndQueuedTasks() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        List<TaskFuture<Integer>> queued = submitMany(pool, 20);
        started.await();
        Thread closer = start("closer", pool::close);
        Waiting.until("close has begun", pool::isShutdown);
        assertThat(closer.isAlive()).as("close waits").isTrue();

        gate.open();
        closer.join();

        assertThat(pool.isTerminated()).isTrue();
        assertThat(running.taskState()).isEqualTo(TaskState.DONE);
        assertThat(queued).allMatch(future -> future.taskState() == TaskState.DONE);
        pool.close();
    }

    @Test
    @Tag("B45")
    void close_returnsWithEveryMapSettled() {
        for (int round = 0; round < 20; round++) {
            PoolExecutor pool = open(1);
            MapFuture<Integer> map = pool.map(Work::square, List.of(1, 2, 3));

            pool.close();

            assertThat(map.isDone()).as("settled in round %s", round).isTrue();
        }
    }

    @Test
    @Tag("B45")
    void close_interruptedWhileItWaits_stopsEverythingAndKeepsTheInterrupt() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        TaskFuture<String> running = pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        TaskFuture<Integer> queued = pool.submit(Work::square, 2);
        started.await();
        AtomicBoolean kept = new AtomicBoolean();
        Thread closer = start("closer", () -> {
            pool.close();
            kept.set(Thread.currentThread().isInterrupted());
        });
        Waiting.until("close has begun", pool::isShutdown);

        closer.interrupt();
        closer.join();

        interrupted.await();
        assertThat(kept).as("the interrupt is kept").isTrue();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(running.isCancelled()).isTrue();
        assertThat(queued.isCancelled()).isTrue();
    }

    @Test
    @Tag("B45")
    void close_calledByAnInterruptedThread_stopsEverythingAndKeepsTheInterrupt() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate("never"));
        started.await();

        Thread.currentThread().interrupt();
        pool.close();

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(pool.isTerminated()).isTrue();
        assertThat(running.isCancelled()).isTrue();
    }

    @Test
    void closeAndAwaitTermination_calledByATaskOfThePool_areRefusedAndNotADeadlock() {
        assumeFalse(isolatesTasks(), "a pool cannot travel to a task");
        PoolExecutor pool = open(1);

        assertThat(causeOf(pool.submit(pool::close))).isInstanceOf(IllegalStateException.class);
        assertThat(causeOf(pool.submit(() -> pool.awaitTermination(Duration.ofDays(1)))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(pool.isShutdown()).isFalse();
    }
}
