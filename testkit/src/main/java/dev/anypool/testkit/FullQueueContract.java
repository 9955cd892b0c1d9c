package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.WhenFull;
import dev.anypool.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A bounded queue that is full: callers wait, are refused or run the task themselves, as chosen. */
@Tag("B22")
abstract class FullQueueContract extends ContractPart {
    FullQueueContract(PoolContract backend) {
        super(backend);
    }

    private PoolExecutor open(int workers, int capacity, WhenFull whenFull) {
        return open(
                PoolOptions.defaults().workers(workers).queueCapacity(capacity).whenFull(whenFull));
    }

    /** Keeps the only worker busy until the gate opens. */
    private TaskFuture<String> hold(PoolExecutor pool, Gate gate) {
        Mark started = mark("started");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        started.await();
        return running;
    }

    @Test
    void reject_refusesWhatDoesNotFit_andTakesMoreWhenThereIsRoom() {
        PoolExecutor pool = open(1, 2, WhenFull.REJECT);
        Gate gate = gate("gate");
        TaskFuture<String> running = hold(pool, gate);
        TaskFuture<Integer> first = pool.submit(Work::square, 1);
        TaskFuture<Integer> second = pool.submit(Work::square, 2);

        assertThatThrownBy(() -> pool.submit(Work::square, 3))
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContainingAll("full", "2 tasks wait", "queueCapacity", "whenFull");
        second.cancel(true);
        TaskFuture<Integer> third = pool.submit(Work::square, 3);

        gate.open();
        assertThat(running.join()).isEqualTo("held");
        assertThat(first.join()).isEqualTo(1);
        assertThat(third.join()).isEqualTo(9);
    }

    @Test
    void reject_ofACapacityOfZero_takesWhatAWorkerIsFreeFor() {
        PoolExecutor pool = open(2, 0, WhenFull.REJECT);
        Mark one = mark("one");
        Mark two = mark("two");
        Gate gate = gate("gate");

        List<TaskFuture<String>> running =
                List.of(pool.submit(Work::hold, one, gate), pool.submit(Work::hold, two, gate));

        assertThatThrownBy(() -> pool.submit(Work::square, 3)).isInstanceOf(RejectedExecutionException.class);
        gate.open();
        assertThat(running).extracting(TaskFuture::join).containsExactly("held", "held");
        Waiting.until("there is room again", () -> submits(pool));
    }

    @Test
    void taskOptions_sayWhatHappensToTheirTasks_whateverThePoolDoesWithOthers() {
        PoolExecutor pool = open(1, 0, WhenFull.BLOCK);
        Gate gate = gate("gate");
        TaskFuture<String> running = hold(pool, gate);
        PoolExecutor named = pool.with(TaskOptions.defaults().name("impatient"));

        PoolExecutor impatient = named.with(named.options().whenFull(WhenFull.REJECT));

        assertThat(impatient.options().name()).hasValue("impatient");
        assertThatThrownBy(() -> impatient.submit(Work::square, 3))
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("full");
        gate.open();
        assertThat(running.join()).isEqualTo("held");
        assertThat(pool.submit(Work::square, 3).join()).isEqualTo(9);
    }

    private static boolean submits(PoolExecutor pool) {
        try {
            return pool.submit(Work::square, 2).join() == 4;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Test
    void reject_ofAMapThatDoesNotFit_cancelsWhatWasBegun() {
        PoolExecutor pool = open(1, 3, WhenFull.REJECT);
        Gate gate = gate("gate");
        TaskFuture<String> running = hold(pool, gate);

        assertThatThrownBy(() -> pool.map(Work::square, numbers(10))).isInstanceOf(RejectedExecutionException.class);

        Waiting.untilAsserted(
                "nothing of the map waits",
                () -> assertThat(pool.stats().queued()).isZero());
        gate.open();
        assertThat(running.join()).isEqualTo("held");
        assertThat(pool.map(Work::square, List.of(1, 2, 3)).join()).containsExactly(1, 4, 9);
    }

    @Test
    void block_hasTheCallerWaitForRoom() throws InterruptedException {
        PoolExecutor pool = open(1, 1, WhenFull.BLOCK);
        Gate gate = gate("gate");
        TaskFuture<String> running = hold(pool, gate);
        TaskFuture<Integer> queued = pool.submit(Work::square, 1);
        CompletableFuture<TaskFuture<Integer>> submitted = new CompletableFuture<>();
        Thread caller = start("caller", () -> submitted.complete(pool.submit(Work::square, 2)));

        awaitWaiting(caller);
        assertThat(submitted).isNotDone();
        gate.open();

        caller.join();
        assertThat(submitted.join().join()).isEqualTo(4);
        assertThat(queued.join()).isEqualTo(1);
        assertThat(running.join()).isEqualTo("held");
    }

    private static void awaitWaiting(Thread caller) {
        Waiting.until("the caller waits", () -> caller.getState() == Thread.State.WAITING);
    }

    @Test
    void block_canBeInterrupted_andLeavesTheThreadInterrupted() throws InterruptedException {
        PoolExecutor pool = open(1, 1, WhenFull.BLOCK);
        Gate gate = gate("gate");
        hold(pool, gate);
        pool.submit(Work::square, 1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        CompletableFuture<Boolean> stayedInterrupted = new CompletableFuture<>();
        Thread caller = start("caller", () -> {
            try {
                pool.submit(Work::square, 2);
            } catch (RejectedExecutionException e) {
                thrown.set(e);
            }
            stayedInterrupted.complete(Thread.currentThread().isInterrupted());
        });

        awaitWaiting(caller);
        caller.interrupt();

        assertThat(stayedInterrupted.join()).isTrue();
        assertThat(thrown.get())
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("interrupted")
                .hasCauseExactlyInstanceOf(InterruptedException.class);
        assertThat(pool.stats().queued()).isEqualTo(1);
    }

    @Test
    void block_endsWithARefusal_whenThePoolIsShutDown() throws InterruptedException {
        PoolExecutor pool = open(1, 1, WhenFull.BLOCK);
        Gate gate = gate("gate");
        hold(pool, gate);
        pool.submit(Work::square, 1);
        AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
        Thread caller = start("caller", () -> {
            try {
                pool.submit(Work::square, 2);
            } catch (RejectedExecutionException e) {
                thrown.set(e);
            }
        });

        awaitWaiting(caller);
        pool.shutdown();

        caller.join();
        assertThat(thrown.get())
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("shut down");
    }

    @Test
    void block_ofAMap_readsItsInputAsThereIsRoom_andGivesAllResults() {
        for (int chunk : new int[] {1, 3, 50}) {
            PoolExecutor pool =
                    open(2, 4, WhenFull.BLOCK).with(TaskOptions.defaults().chunkSize(chunk));

            assertThat(pool.map(Work::square, numbers(100)).join())
                    .as("in chunks of %s", chunk)
                    .isEqualTo(numbers(100).stream().map(Work::square).toList());
            assertThat(pool.stream(Work::square, numbers(100))).hasSize(100);
        }
    }

    @Test
    void block_doesNotConcernATaskOfThePoolItself_whichWouldWaitForItself() {
        if (isolatesTasks()) {
            return; // a task cannot reach the pool that it runs in, if it was copied
        }
        PoolExecutor pool = open(1, 0, WhenFull.BLOCK);
        List<TaskFuture<Integer>> inner = new ArrayList<>();

        pool.submit(() -> inner.add(pool.submit(Work::square, 3))).join();

        assertThat(inner.get(0).join()).isEqualTo(9);
    }

    @Test
    void runInCaller_hasTheCallerRunWhatDoesNotFit() {
        PoolExecutor pool = open(1, 1, WhenFull.RUN_IN_CALLER);
        Gate gate = gate("gate");
        TaskFuture<String> running = hold(pool, gate);
        TaskFuture<Worker> queued = pool.submit(Work::whoAmI);

        TaskFuture<Worker> ranHere = pool.submit(Work::whoAmI);
        TaskFuture<Integer> failedHere = pool.submit(Work::failWith, new OrdinaryException("no", 1));

        assertThat(ranHere).isCompleted();
        assertThat(ranHere.join().isWorker()).isFalse();
        assertThat(causeOf(failedHere)).isExactlyInstanceOf(OrdinaryException.class);
        gate.open();
        assertThat(queued.join().isWorker()).isTrue();
        assertThat(running.join()).isEqualTo("held");
        assertThat(pool.map(Work::square, numbers(50)).join())
                .isEqualTo(numbers(50).stream().map(Work::square).toList());
    }

    @Test
    void bound_countsWhatWaitsForAWorker_andNotWhatRuns() {
        PoolExecutor pool = open(3, 1, WhenFull.REJECT);
        Gate gate = gate("gate");
        List<TaskFuture<String>> running = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            running.add(pool.submit(Work::hold, mark("mark-" + number), gate));
        }

        TaskFuture<Integer> queued = pool.submit(Work::square, 2);

        assertThatThrownBy(() -> pool.submit(Work::square, 3)).isInstanceOf(RejectedExecutionException.class);
        gate.open();
        assertThat(queued.join()).isEqualTo(4);
        running.forEach(TaskFuture::join);
    }
}
