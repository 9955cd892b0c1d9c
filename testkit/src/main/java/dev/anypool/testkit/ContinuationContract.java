package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskTimeoutException;
import dev.anypool.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Continuations that block, throw or misbehave: they delay and hurt nobody else. */
abstract class ContinuationContract extends ContractPart {

    ContinuationContract(PoolContract backend) {
        super(backend);
    }

    @Test
    @Tag("B7")
    void blockedContinuations_moreThanProcessors_delayNoOtherContinuationAndNotThePool() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors() * 2 + 6;
        PoolExecutor pool = open(2);
        Gate gate = gate("gate");
        Mark started = mark("started");
        CountDownLatch begun = new CountDownLatch(count);
        List<TaskFuture<String>> futures = IntStream.range(0, count)
                .mapToObj(number -> pool.submit(Work::hold, started, gate))
                .toList();
        futures.forEach(future -> future.thenRun(() -> {
            begun.countDown();
            block();
        }));

        gate.open();

        assertThat(begun.await(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS))
                .as("all continuations began")
                .isTrue();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(pool.map(Work::square, List.of(1, 2)).join()).containsExactly(1, 4);
    }

    @Test
    @Tag("B7")
    void throwingContinuation_stopsNeitherTheOthersNorThePool() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate);
        CompletableFuture<String> before = future.thenApply(result -> result + " before");
        CompletableFuture<Object> throwing = future.thenApply(result -> {
            throw new IllegalStateException("thrown by a continuation");
        });
        CompletableFuture<Object> throwingAnError = future.thenApply(result -> {
            throw new AssertionError("thrown by a continuation");
        });
        CompletableFuture<String> after = future.thenApply(result -> result + " after");

        gate.open();

        assertThat(before.join()).isEqualTo("held before");
        assertThat(after.join()).isEqualTo("held after");
        assertThat(causeOf(throwing)).isInstanceOf(IllegalStateException.class);
        assertThat(causeOf(throwingAnError)).isInstanceOf(AssertionError.class);
        assertThat(future.join()).isEqualTo("held");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B7")
    void blockedContinuation_ofAnElement_delaysNotItsMap() {
        PoolExecutor pool = open(2);
        Gate gate = gate("gate");
        MapFuture<Integer> future = pool.map(number -> holdAndSquare(number, gate), List.of(1, 2, 3));
        future.futures().forEach(element -> element.thenRun(this::block));

        gate.open();

        assertThat(future.orTimeout(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS).join())
                .containsExactly(1, 4, 9);
    }

    private static int holdAndSquare(int number, Gate gate) throws InterruptedException {
        gate.pass();
        return number * number;
    }

    @Test
    @Tag("B7")
    void blockedContinuation_ofATaskOverItsRunLimit_doesNotKeepTheTaskRunning() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        TaskFuture<String> future = pool.with(TaskOptions.defaults().runLimit(Duration.ofMillis(100)))
                .submit(() -> Work.awaitInterrupt(started, interrupted, never));
        future.whenComplete((result, failure) -> block());

        interrupted.await();
        Waiting.until("the limit is told", future::isDone); // a join that waits would itself run the continuation
        assertThat(causeOf(future)).isInstanceOf(TaskTimeoutException.class);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B7")
    void blockedContinuation_ofATimedOutTask_delaysNoOtherTimeout() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        Mark started = mark("started");
        List<TaskFuture<String>> futures = IntStream.range(0, 4)
                .mapToObj(number -> pool.submit(Work::hold, started, gate))
                .toList();
        futures.forEach(future -> future.whenComplete((result, failure) -> block()));

        futures.forEach(future -> future.orTimeout(10, TimeUnit.MILLISECONDS));

        Waiting.until("all are timed out", () -> futures.stream().allMatch(TaskFuture::isDone));
    }

    @Test
    @Tag("B7")
    void blockedContinuation_ofACancelledTask_doesNotKeepTheTaskRunning() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        TaskFuture<String> future = pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        future.whenComplete((result, failure) -> block());
        started.await();

        new Thread(() -> future.cancel(true), "canceller").start();

        interrupted.await();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B7")
    void blockedContinuation_ofACancelledQueuedTask_doesNotKeepItsSlot() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        pool.submit(Work::hold, started, gate("gate"));
        started.await();
        TaskFuture<Integer> queued = pool.submit(Work::square, 2);
        queued.whenComplete((result, failure) -> block());

        new Thread(() -> queued.cancel(true), "canceller").start();

        Waiting.untilAsserted(
                "the slot is free", () -> assertThat(pool.stats().queued()).isZero());
    }

    @Test
    @Tag("B7")
    void blockedContinuation_delaysNotTheEndOfThePool() throws InterruptedException {
        PoolExecutor pool = open(1);
        CountDownLatch begun = new CountDownLatch(1);
        Gate gate = gate("gate");
        TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate);
        future.thenRun(() -> {
            begun.countDown();
            block();
        });
        gate.open();
        begun.await();

        pool.shutdown();

        awaitTerminated(pool);
    }

    @Test
    @Tag("B7")
    void continuationThatLeavesItsThreadInterrupted_isNotSeenByTheNext() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        TaskFuture<String> first = pool.submit(Work::hold, mark("started"), gate);
        first.thenRun(() -> Thread.currentThread().interrupt());
        TaskFuture<Integer> second = pool.submit(Work::square, 2);
        CompletableFuture<Boolean> interrupted =
                second.thenApply(result -> Thread.currentThread().isInterrupted());

        gate.open();

        assertThat(interrupted.join()).isFalse();
    }

    @Test
    @Tag("B29")
    void continuation_doesNotRunOnAWorker() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate);
        CompletableFuture<Worker> where = future.thenApply(result -> Worker.current());

        gate.open();

        assertThat(where.join().isWorker()).isFalse();
    }

    @Test
    @Tag("B7")
    void continuation_maySubmitAndWaitForMoreWork() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate);
        CompletableFuture<Integer> more =
                future.thenApply(result -> pool.submit(Work::square, 3).join());

        gate.open();

        assertThat(more.join()).isEqualTo(9);
    }
}
