package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code shutdownNow}: nothing queued runs, what runs is stopped, and every future is settled. */
@NullUnmarked // futures of actions end with null, and are simply Void here
abstract class ShutdownNowContract extends ContractPart {
    ShutdownNowContract(PoolContract backend) {
        super(backend);
    }

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
}
