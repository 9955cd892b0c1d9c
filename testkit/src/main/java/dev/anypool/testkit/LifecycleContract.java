package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The orderly end of a pool: {@code shutdown}, {@code awaitTermination} and {@code close}. */
abstract class LifecycleContract extends ContractPart {
    LifecycleContract(PoolContract backend) {
        super(backend);
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

    @Test
    @Tag("B47")
    void poolThatNobodyCanReachAnyMore_endsWithItsWork() {
        TaskFuture<Integer> future = submitAndForget("forgotten");

        assertThat(future.join()).isEqualTo(49);
        Waiting.until("its threads are gone", () -> {
            System.gc();
            return Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("forgotten"));
        });
    }

    private TaskFuture<Integer> submitAndForget(String name) {
        return openAndForget(PoolOptions.defaults().workers(1).name(name)).submit(Work::square, 7);
    }

    @Test
    @Tag("B47")
    void poolThatIsReachedThroughAView_stays() {
        PoolExecutor view = openAndForget(PoolOptions.defaults().workers(1).name("viewed"))
                .with(TaskOptions.defaults().retries(1));
        view.submit(Work::square, 1).join();

        System.gc();

        assertThat(view.submit(Work::square, 7).join()).isEqualTo(49);
        view.close();
    }
}
