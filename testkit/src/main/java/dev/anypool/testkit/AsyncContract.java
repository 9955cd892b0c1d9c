package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskOptions;
import dev.anypool.WhenFull;
import dev.anypool.Worker;
import dev.anypool.async.Async;
import dev.anypool.async.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Pools in asynchronous code: tasks of a pipeline that continue on an event loop, and continuations that block. */
abstract class AsyncContract extends ContractPart {
    private final EventLoop loop = EventLoop.open("contract-loop");

    AsyncContract(PoolContract backend) {
        super(backend);
    }

    @AfterEach
    void closeLoop() {
        releaseBlocked();
        loop.close();
    }

    /** Keeps a worker busy until the gate opens. */
    private CompletableFuture<String> hold(PoolExecutor pool, Gate gate) {
        Mark started = mark("started");
        CompletableFuture<String> held = Async.runInExecutor(pool, Work::hold, started, gate);
        started.await();
        return held;
    }

    // ---- tasks of a pipeline ----

    @Test
    @Tag("B52")
    void runInExecutor_runsOnAWorker_andContinuesOnTheLoop() {
        PoolExecutor pool = open(2);

        String result = loop.run(() -> {
            CompletableFuture<Worker> first = loop.runInExecutor(pool, Work::whoAmI);
            CompletableFuture<Integer> second = loop.runInExecutor(pool, Work::square, 3);
            CompletableFuture<Integer> third = loop.runInExecutor(pool, Work::failAt, 4, -1);
            CompletableFuture<Void> fourth = loop.runInExecutor(pool, () -> {});
            return first.thenApply(worker -> worker.isWorker() + " " + loop.isCurrent())
                    .thenCombine(second, (text, square) -> text + " " + square + " " + loop.isCurrent())
                    .thenCombine(third, (text, same) -> text + " " + same)
                    .thenCombine(fourth, (text, nothing) -> text + " " + nothing + " " + loop.isCurrent());
        });

        assertThat(result).isEqualTo("true true 9 true 4 null true");
    }

    @Test
    @Tag("B52")
    void runInExecutor_leavesTheLoopFree() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        CompletableFuture<String> held = loop.runInExecutor(pool, Work::hold, mark("started"), gate);

        int ticks = loop.run(() -> {
            CompletableFuture<Integer> count = CompletableFuture.completedFuture(0);
            for (int tick = 0; tick < 5; tick++) {
                count = count.thenCombine(loop.delay(Duration.ofMillis(1)), (before, nothing) -> before + 1);
            }
            return count;
        });

        assertThat(ticks).isEqualTo(5);
        assertThat(held).isNotDone();
        gate.open();
        assertThat(loop.<String>run(held)).isEqualTo("held");
    }

    @Test
    @Tag("B52")
    void failure_isTheTasksOwn_onTheLoop() {
        PoolExecutor pool = open(1);

        CompletableFuture<String> told = loop.runInExecutor(pool, Work::failAt, 1, 1)
                .handle((result, failure) -> failure.getClass().getSimpleName() + " " + loop.isCurrent());

        assertThat(told.join()).isEqualTo("OrdinaryException true");
    }

    @Test
    @Tag("B52")
    void cancelling_reachesTheRunningTask() {
        PoolExecutor pool = open(1);
        Mark interrupted = mark("interrupted");
        Mark started = mark("started");
        Gate never = gate("never");
        CompletableFuture<String> task =
                loop.runInExecutor(pool, () -> Work.awaitInterrupt(started, interrupted, never));
        started.await();

        loop.execute(() -> task.cancel(true));

        interrupted.await();
        assertThatThrownBy(task::join).isInstanceOf(CancellationException.class);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B52")
    void timeLimit_reachesTheRunningTask() {
        PoolExecutor pool = open(1);
        Mark interrupted = mark("interrupted");
        Mark started = mark("started");
        Gate never = gate("never");
        CompletableFuture<String> task =
                loop.runInExecutor(pool, () -> Work.awaitInterrupt(started, interrupted, never));
        started.await();

        task.orTimeout(10, TimeUnit.MILLISECONDS);

        interrupted.await();
        assertThat(causeOf(task)).isExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    @Tag("B52")
    void cancellingAQueuedTask_meansThatItNeverRuns() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        hold(pool, gate);
        Mark ran = mark("ran");
        CompletableFuture<Void> queued = loop.runInExecutor(pool, ran::set);

        queued.cancel(true);
        gate.open();

        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(ran.isSet()).isFalse();
    }

    @Test
    @Tag("B52")
    void closedPool_failsTheFuture_andThrowsNothing() throws InterruptedException {
        PoolExecutor pool = open(1);
        pool.shutdown();
        awaitTerminated(pool);

        CompletableFuture<Integer> plain = Async.runInExecutor(pool, Work::square, 2);
        CompletableFuture<Boolean> onTheLoop =
                loop.runInExecutor(pool, Work::square, 2).handle((result, failure) -> loop.isCurrent());

        assertThat(causeOf(plain)).isExactlyInstanceOf(RejectedExecutionException.class);
        assertThat(onTheLoop.join()).isTrue();
    }

    @Test
    @Tag("B22")
    @Tag("B52")
    void fullPoolThatBlocks_failsTheFuture_andTheLoopDoesNotWait() {
        assertFullPoolFailsTheFuture(WhenFull.BLOCK);
    }

    @Test
    @Tag("B22")
    @Tag("B52")
    void fullPoolThatRunsInTheCaller_failsTheFuture_andTheLoopDoesNotRunTheTask() {
        assertFullPoolFailsTheFuture(WhenFull.RUN_IN_CALLER);
    }

    @Test
    @Tag("B22")
    @Tag("B52")
    void fullPoolThatRejects_failsTheFuture() {
        assertFullPoolFailsTheFuture(WhenFull.REJECT);
    }

    private void assertFullPoolFailsTheFuture(WhenFull whenFull) {
        PoolExecutor pool =
                open(PoolOptions.defaults().workers(1).queueCapacity(1).whenFull(whenFull));
        Gate gate = gate("gate");
        CompletableFuture<String> running = hold(pool, gate);
        CompletableFuture<Integer> queued = Async.runInExecutor(pool, Work::square, 2);

        CompletableFuture<Integer> refused =
                loop.run(() -> CompletableFuture.completedFuture(loop.runInExecutor(pool, Work::square, 3)));

        assertThat(causeOf(refused))
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("full");
        gate.open();
        assertThat(running.join()).isEqualTo("held");
        assertThat(queued.join()).isEqualTo(4);
    }

    @Test
    @Tag("B52")
    void optionsOfTheView_areKept() {
        PoolExecutor pool = open(1);
        Gate never = gate("never");
        PoolExecutor limited = pool.with(TaskOptions.defaults().name("limited").runLimit(Duration.ofMillis(20)));

        CompletableFuture<String> task = Async.runInExecutor(limited, Work::hold, mark("started"), never);

        assertThat(causeOf(task)).hasMessageContaining("limited");
    }

    @Test
    @Tag("B52")
    void closedLoop_isNotCalledBack_andNobodyHangs() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        Mark started = mark("started");
        List<String> called = new ArrayList<>();
        CompletableFuture<String> task = loop.runInExecutor(pool, Work::hold, started, gate);
        CompletableFuture<Boolean> derived = task.thenApply(called::add);
        started.await();

        loop.close();
        gate.open();

        assertThat(task.join()).isEqualTo("held");
        assertThat(causeOf(derived)).isInstanceOf(RejectedExecutionException.class);
        assertThat(called).isEmpty();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    // ---- continuations that block ----

    @Test
    @Tag("B7")
    @Tag("B52")
    void blockedContinuations_moreThanProcessors_delayNoOtherTask() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors() * 2 + 6;
        PoolExecutor pool = open(2);
        Gate gate = gate("gate");
        Mark started = mark("started");
        CountDownLatch begun = new CountDownLatch(count);
        IntStream.range(0, count)
                .mapToObj(number -> Async.runInExecutor(pool, Work::hold, started, gate))
                .forEach(future -> future.thenRun(() -> {
                    begun.countDown();
                    block();
                }));

        gate.open();

        assertThat(begun.await(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS))
                .as("all continuations began")
                .isTrue();
        assertThat(Async.runInExecutor(pool, Work::square, 2).join()).isEqualTo(4);
        assertThat(loop.runInExecutor(pool, Work::square, 3)
                        .thenApply(x -> x + 1)
                        .join())
                .isEqualTo(10);
        assertThat(pool.map(Work::square, List.of(1, 2)).join()).containsExactly(1, 4);
    }

    @Test
    @Tag("B7")
    @Tag("B52")
    void blockedLoop_delaysNoTask() {
        PoolExecutor pool = open(1);
        CompletableFuture<Void> stuck =
                loop.runInExecutor(pool, Work::square, 1).thenAccept(result -> block());

        CompletableFuture<Integer> next = loop.runInExecutor(pool, Work::square, 2);

        assertThat(next.join()).isEqualTo(4);
        assertThat(pool.submit(Work::square, 3).join()).isEqualTo(9);
        assertThat(stuck).isNotDone();
    }
}
