package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.anypool.BrokenPoolException;
import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools that cannot start workers, and pools that end. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PoolEndTest {
    private final FakeBackend backend = new FakeBackend();

    private static Throwable causeOf(CompletableFuture<?> future) {
        try {
            throw new AssertionError("expected a failure, but the result was " + future.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    private static void awaitTerminated(PoolExecutor pool) throws InterruptedException {
        assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
    }

    // ---- broken ----

    @Test
    void pool_whoseWorkersDieAtTheStart_breaksAfterThreeWithTheCause_andSettlesEverything()
            throws InterruptedException {
        PoolExecutor pool = backend.open(1);
        List<TaskFuture<Integer>> futures =
                IntStream.range(0, 5).mapToObj(number -> pool.submit(() -> 1)).toList();
        MapFuture<Integer> map =
                pool.map(number -> number, IntStream.range(0, 50).boxed().toList());

        for (int start = 0; start < 3; start++) {
            assertThat(futures.get(0).isDone())
                    .as("broken before start %s", start)
                    .isFalse();
            backend.worker(start).crash();
        }

        assertThat(backend.workers).as("it does not spin").hasSize(3);
        for (TaskFuture<Integer> future : futures) {
            assertThat(causeOf(future))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContainingAll("fake", "3 workers in a row", "SIGTEST");
        }
        assertThat(causeOf(map)).isInstanceOf(BrokenPoolException.class);
        await().until(() -> map.futures().stream().allMatch(TaskFuture::isDone));
        assertThatThrownBy(() -> pool.submit(() -> 1))
                .isInstanceOf(BrokenPoolException.class)
                .hasMessageContaining("SIGTEST");
        assertThatThrownBy(() -> pool.map(number -> number, List.of(1))).isInstanceOf(BrokenPoolException.class);
        assertThatThrownBy(() -> pool.stream(number -> number, List.of(1))).isInstanceOf(BrokenPoolException.class);

        pool.shutdown();
        awaitTerminated(pool);
    }

    @Test
    void pool_whoseBackendThrowsAtTheStart_breaksAfterThreeWithTheCause() throws InterruptedException {
        for (int failure = 0; failure < 10; failure++) {
            backend.failures.add(new IllegalStateException("no more threads"));
        }
        PoolExecutor pool = backend.open(2);

        TaskFuture<Integer> future = pool.submit(() -> 1);

        assertThat(causeOf(future))
                .isInstanceOf(BrokenPoolException.class)
                .hasMessageContainingAll("could not start", "no more threads");
        assertThat(backend.failures).hasSize(7);
        pool.shutdownNow();
        awaitTerminated(pool);
    }

    @Test
    void pool_thatStartsAheadAndCannot_isBrokenAndDoesNotSpin() throws InterruptedException {
        for (int failure = 0; failure < 10; failure++) {
            backend.failures.add(new IllegalStateException("no more threads"));
        }

        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(2).startAhead(true));

        assertThatThrownBy(() -> pool.submit(() -> 1)).isInstanceOf(BrokenPoolException.class);
        pool.shutdown();
        awaitTerminated(pool);
    }

    @Test
    void startsThatFail_areForgottenWhenOneSucceeds() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> first = pool.submit(() -> 1);

        backend.worker(0).crash();
        backend.worker(1).crash();
        backend.worker(2).ready().start().crash();
        assertThatThrownBy(first::join).isNotNull();
        TaskFuture<Integer> second = pool.submit(() -> 1);
        backend.worker(3).crash();
        backend.worker(4).crash();
        backend.worker(5).ready().run(1);

        assertThat(second.join()).isEqualTo(1);
    }

    @Test
    void startsThatFail_doNotBreakAPoolThatHasAWorkerThatWorks() {
        PoolExecutor pool = backend.open(2);
        TaskFuture<Integer> first = pool.submit(() -> 1);
        FakeWorker good = backend.worker(0).ready().start();
        TaskFuture<Integer> second = pool.submit(() -> 2);
        for (int start = 1; start <= 3; start++) {
            backend.worker(start).crash();
        }

        good.end(0, Outcome.value(1)).finish();
        good.run(2);

        assertThat(first.join()).isEqualTo(1);
        assertThat(second.join()).isEqualTo(2);
    }

    @Test
    void startsThatFailForAWhile_doNotLeaveThePoolSmallForEver() {
        PoolExecutor pool = backend.open(2);
        pool.submit(() -> 1);
        FakeWorker good = backend.worker(0).ready().start();
        pool.submit(() -> 2);
        for (int start = 1; start <= 3; start++) {
            backend.worker(start).crash();
        }
        good.end(0, Outcome.value(1)).finish();
        good.run(2);

        pool.submit(() -> 3);
        pool.submit(() -> 4);

        assertThat(backend.workers).as("another start is tried").hasSize(5);
    }

    // ---- ending ----

    @Test
    @Tag("B43")
    void shutdown_retiresWorkersWhenTheirWorkIsDone_andFreesTheBackendAfterTheLast() throws InterruptedException {
        PoolExecutor pool = backend.open(2);
        TaskFuture<Integer> running = pool.submit(() -> 1);
        FakeWorker busy = backend.worker(0).ready().start();
        TaskFuture<Integer> other = pool.submit(() -> 1);
        FakeWorker idle = backend.worker(1).ready().run(2);

        pool.shutdown();
        assertThat(busy.retired).isFalse();
        busy.end(0, Outcome.value(1)).finish();

        assertThat(busy.retired).isTrue();
        assertThat(idle.retired).isTrue();
        busy.leave();
        assertThat(pool.awaitTermination(Duration.ofMillis(1))).isFalse();
        assertThat(backend.closed).hasValue(0);
        idle.leave();
        awaitTerminated(pool);
        assertThat(backend.closed).hasValue(1);
        assertThat(running.join()).isEqualTo(1);
        assertThat(other.join()).isEqualTo(2);
        assertThat(pool.stats().crashes()).isEmpty();
    }

    @Test
    @Tag("B43")
    void shutdown_whileAWorkerStarts_letsItsTaskRun() throws InterruptedException {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> future = pool.submit(() -> 1);

        pool.shutdown();
        backend.worker(0).ready().run(1);

        assertThat(future.join()).isEqualTo(1);
        assertThat(backend.worker(0).retired).isTrue();
        backend.worker(0).leave();
        awaitTerminated(pool);
    }

    @Test
    @Tag("B44")
    void shutdownNow_takesBackWhatHasNotStarted_andStopsWhatRuns() throws InterruptedException {
        backend.capacity = 2;
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> running = pool.submit(() -> 1);
        TaskFuture<Integer> ahead = pool.submit(() -> 2);
        TaskFuture<Integer> queued = pool.submit(() -> 3);
        FakeWorker worker = backend.worker(0).ready().start();

        List<TaskFuture<?>> notStarted = pool.shutdownNow();

        assertThat(notStarted).hasSize(2);
        assertThat(notStarted.get(0)).isSameAs(ahead);
        assertThat(notStarted.get(1)).isSameAs(queued);
        assertThat(worker.stopped).hasSizeGreaterThanOrEqualTo(1);
        await().until(() -> ahead.isCancelled() && queued.isCancelled() && running.isCancelled());
        worker.end(0, Outcome.value(1)).finish();
        assertThat(worker.retired).isTrue();
        worker.leave();
        awaitTerminated(pool);
    }

    @Test
    @Tag("B44")
    void shutdownNow_returnsTheElementsOfARunningChunkThatHaveNotStarted() {
        PoolExecutor pool = backend.open(1).with(TaskOptions.defaults().chunkSize(3));
        MapFuture<Integer> map = pool.map(number -> number, List.of(0, 1, 2));
        FakeWorker worker = backend.worker(0).ready().start(0);

        List<TaskFuture<?>> notStarted = pool.shutdownNow();

        assertThat(notStarted).hasSize(2);
        assertThat(notStarted.get(0)).isSameAs(map.futures().get(1));
        assertThat(notStarted.get(1)).isSameAs(map.futures().get(2));
        await().until(() -> map.futures().stream().allMatch(TaskFuture::isCancelled));
        assertThat(worker.held.get(0).isStopped(1)).isTrue();
    }

    @Test
    @Tag("B44")
    void shutdownNow_givesAnIdleWorkerNothingOfWhatItCancels() {
        backend.capacity = 1;
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> assigned = pool.submit(() -> 1);
        TaskFuture<Integer> queued = pool.submit(() -> 2);
        FakeWorker worker = backend.worker(0).ready();
        assertThat(worker.held).hasSize(1);

        pool.shutdownNow();

        assertThat(worker.held).isEmpty();
        await().until(() -> assigned.isCancelled() && queued.isCancelled());
    }

    @Test
    @Tag("B44")
    void shutdownNow_killsAWorkerThatDoesNotStop() throws InterruptedException {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).killGrace(Duration.ofMillis(20)));
        TaskFuture<Integer> stuck = pool.submit(() -> 1);
        FakeWorker worker = backend.worker(0).ready().start();

        pool.shutdownNow();
        await().until(() -> worker.killed != null);
        worker.crash();

        awaitTerminated(pool);
        assertThat(stuck.isCancelled()).isTrue();
        assertThat(backend.workers).as("no replacement").hasSize(1);
    }

    @Test
    @Tag("B44")
    void shutdownNow_whileAWorkerStarts_settlesItsTask() throws InterruptedException {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Integer> future = pool.submit(() -> 1);

        pool.shutdownNow();
        await().until(future::isCancelled);
        assertThat(backend.worker(0).retired).isTrue();
        backend.worker(0).ready();
        assertThat(backend.worker(0).held).isEmpty();
        backend.worker(0).leave();

        awaitTerminated(pool);
    }

    @Test
    void crash_whileThePoolIsShutDown_runsWhatIsLeftOnAnotherWorker() throws InterruptedException {
        PoolExecutor pool = backend.open(1).with(TaskOptions.defaults().retries(1));
        TaskFuture<Integer> future = pool.submit(() -> 1);
        FakeWorker first = backend.worker(0).ready().start();
        pool.shutdown();

        first.crash();
        backend.worker(1).ready().run(1);

        assertThat(future.join()).isEqualTo(1);
        backend.worker(1).leave();
        awaitTerminated(pool);
    }
}
