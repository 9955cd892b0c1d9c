package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.TaskTimeoutException;
import dev.anypool.Worker;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stopping work: cancelling, settling a future from outside, and run limits. */
abstract class StopContract extends ContractPart {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    StopContract(PoolContract backend) {
        super(backend);
    }

    // ---- queued tasks ----

    @Test
    @Tag("B16")
    void cancel_ofAQueuedTask_meansThatItNeverRuns() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark ran = mark("ran");
        Gate gate = gate("gate");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        TaskFuture<Void> queued = pool.submit(ran::set);
        started.await();

        assertThat(queued.cancel(true)).isTrue();
        assertThat(queued.taskState()).isEqualTo(TaskState.CANCELLED);
        gate.open();

        assertThat(running.join()).isEqualTo("held");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(ran.isSet()).isFalse();
    }

    @Test
    @Tag("B16")
    void cancel_ofQueuedTasks_releasesTheirSlotsAtOnce() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate("gate"));
        started.await();
        List<TaskFuture<Integer>> queued = IntStream.range(0, 100)
                .mapToObj(number -> pool.submit(Work::square, number))
                .toList();

        queued.forEach(future -> future.cancel(false));

        assertThat(pool.stats().queued()).isZero();
        assertThat(pool.stats().cancelled()).isEqualTo(100);
        assertThat(running.isDone()).isFalse();
    }

    @Test
    @Tag("B16")
    void cancel_ofAQueuedTask_releasesItsArgumentAtOnce() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        pool.submit(Work::hold, started, gate("gate"));
        started.await();
        List<TaskFuture<?>> kept = new ArrayList<>();
        WeakReference<@Nullable Object> argument = submitForgettable(pool, kept::add);

        kept.forEach(future -> future.cancel(true));

        Waiting.until("the argument is free", () -> {
            System.gc();
            return argument.get() == null;
        });
        assertThat(kept).allMatch(TaskFuture::isCancelled);
    }

    private static WeakReference<@Nullable Object> submitForgettable(
            PoolExecutor pool, Consumer<TaskFuture<?>> submitted) {
        ArrayList<String> argument = new ArrayList<>(List.of("forgettable"));
        submitted.accept(pool.submit(Work::same, argument));
        return new WeakReference<>(argument);
    }

    @Test
    @Tag("B16")
    void cancel_fromSeveralThreadsAtOnce_countsEachTaskOnce() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        pool.submit(Work::hold, started, gate("gate"));
        started.await();
        List<TaskFuture<Integer>> queued = IntStream.range(0, 2_000)
                .mapToObj(number -> pool.submit(Work::square, number))
                .toList();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> cancellers = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    awaitQuietly(go);
                    queued.forEach(future -> future.cancel(true));
                }))
                .toList();

        cancellers.forEach(Thread::start);
        go.countDown();
        for (Thread canceller : cancellers) {
            canceller.join();
        }

        assertThat(pool.stats().cancelled()).isEqualTo(2_000);
        assertThat(pool.stats().queued()).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- running tasks ----

    @Test
    @Tag("B17")
    void cancel_ofARunningTask_interruptsIt_andTheSameWorkerRunsTheNext() {
        PoolExecutor pool = open(1, AN_HOUR);
        Worker before = pool.submit(Work::whoAmI).join();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        TaskFuture<String> future = pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        started.await();

        assertThat(future.cancel(true)).isTrue();

        interrupted.await();
        assertThat(future.taskState()).isEqualTo(TaskState.CANCELLED);
        assertThat(pool.submit(Work::whoAmI).join()).isEqualTo(before);
    }

    @Test
    @Tag("B17")
    void cancel_interruptsNoTaskButItsOwn() {
        PoolExecutor pool = open(1, AN_HOUR);
        for (int round = 0; round < 100; round++) {
            TaskFuture<Boolean> cancelled = pool.submit(() -> Thread.currentThread().isInterrupted());
            TaskFuture<Boolean> next = pool.submit(() -> Thread.currentThread().isInterrupted());

            cancelled.cancel(true);

            assertThat(next.join()).as("interrupted in round %s", round).isFalse();
        }
    }

    @Test
    @Tag("B17")
    void cancel_withoutInterrupt_letsARunningTaskEndByItself() {
        PoolExecutor pool = open(1, Duration.ZERO);
        Mark started = mark("started");
        Mark ended = mark("ended");
        Gate gate = gate("gate");
        TaskFuture<Void> future = pool.submit(() -> {
            Work.hold(started, gate);
            ended.set();
        });
        started.await();

        assertThat(future.cancel(false)).isTrue();
        assertThat(future.isCancelled()).isTrue();
        gate.open();

        ended.await();
    }

    // ---- settled from outside ----

    @Test
    @Tag("B19")
    void complete_stopsARunningTask() {
        TaskFuture<String> future = settledWhileRunning(running -> running.complete("from outside"));

        assertThat(future.join()).isEqualTo("from outside");
        assertThat(future.taskState()).isEqualTo(TaskState.DONE);
    }

    @Test
    @Tag("B19")
    void completeExceptionally_stopsARunningTask() {
        TaskFuture<String> future =
                settledWhileRunning(running -> running.completeExceptionally(new OrdinaryException("outside", 1)));

        assertThat(causeOf(future)).isInstanceOf(OrdinaryException.class).hasMessage("outside");
    }

    @Test
    @Tag("B19")
    void orTimeout_stopsARunningTask() {
        TaskFuture<String> future = settledWhileRunning(running -> running.orTimeout(10, TimeUnit.MILLISECONDS));

        assertThat(causeOf(future)).isExactlyInstanceOf(TimeoutException.class);
    }

    @Test
    @Tag("B19")
    void completeOnTimeout_stopsARunningTask() {
        TaskFuture<String> future =
                settledWhileRunning(running -> running.completeOnTimeout("late", 10, TimeUnit.MILLISECONDS));

        assertThat(future.join()).isEqualTo("late");
    }

    @Test
    @Tag("B19")
    void completeAsync_stopsARunningTask() {
        TaskFuture<String> future = settledWhileRunning(running -> running.completeAsync(() -> "elsewhere"));

        assertThat(future.join()).isEqualTo("elsewhere");
    }

    @Test
    @Tag("B19")
    void obtrudeValue_stopsARunningTask() {
        TaskFuture<String> future = settledWhileRunning(running -> running.obtrudeValue("obtruded"));

        assertThat(future.join()).isEqualTo("obtruded");
    }

    /** Settles the future of a running task, and returns it when the task was interrupted and its worker runs another. */
    private TaskFuture<String> settledWhileRunning(Consumer<TaskFuture<String>> settle) {
        PoolExecutor pool = open(1, AN_HOUR);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        TaskFuture<String> future = pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        started.await();

        settle.accept(future);

        interrupted.await();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        return future;
    }

    @Test
    @Tag("B19")
    void settling_aQueuedTaskFromOutside_meansThatItNeverRuns() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark ran = mark("ran");
        Gate gate = gate("gate");
        pool.submit(Work::hold, started, gate);
        TaskFuture<Void> completed = pool.submit(ran::set);
        TaskFuture<Void> failed = pool.submit(ran::set);
        TaskFuture<Void> late = pool.submit(ran::set);

        completed.complete(null);
        failed.completeExceptionally(new OrdinaryException("outside", 1));
        late.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS).join();
        gate.open();

        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(ran.isSet()).isFalse();
    }

    // ---- limits ----

    @Test
    @Tag("B20")
    void runLimit_stopsATaskThatRunsLonger_andTellsNameAndLimit() {
        PoolExecutor pool = open(1, AN_HOUR);
        Mark interrupted = mark("interrupted");
        Mark started = mark("started");
        Gate never = gate("never");

        TaskFuture<String> future = pool.with(
                        TaskOptions.defaults().name("slow").runLimit(SHORT))
                .submit(() -> Work.awaitInterrupt(started, interrupted, never));

        assertThat(causeOf(future)).isExactlyInstanceOf(TaskTimeoutException.class)
                .hasMessageContainingAll("slow", "200 ms");
        TaskTimeoutException failure = (TaskTimeoutException) causeOf(future);
        assertThat(failure.taskName()).isEqualTo("slow");
        assertThat(failure.limit()).isEqualTo(SHORT);
        assertThat(future.taskState()).isEqualTo(TaskState.FAILED);
        interrupted.await();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B20")
    void runLimit_doesNotCountTheTimeInTheQueue() {
        PoolExecutor pool = open(1, AN_HOUR).with(TaskOptions.defaults().runLimit(SHORT));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");

        TaskFuture<String> first = pool.submit(() -> Work.awaitInterrupt(started, interrupted, never));
        TaskFuture<Integer> queuedAsLong = pool.submit(Work::square, 2);

        assertThat(causeOf(first)).isExactlyInstanceOf(TaskTimeoutException.class);
        assertThat(queuedAsLong.join()).isEqualTo(4);
    }

    @Test
    @Tag("B20")
    void runLimit_ofAMap_isThatOfEachElement() {
        PoolExecutor pool = open(2, AN_HOUR)
                .with(TaskOptions.defaults().runLimit(SHORT).failFast(false));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");

        List<TaskFuture<Integer>> elements = pool.map(
                        number -> number == 1
                                ? Work.awaitInterrupt(started, interrupted, never).length()
                                : number,
                        List.of(0, 1, 2, 3))
                .futures();

        assertThat(causeOf(elements.get(1))).isExactlyInstanceOf(TaskTimeoutException.class);
        assertThat(List.of(elements.get(0).join(), elements.get(2).join(), elements.get(3).join()))
                .containsExactly(0, 2, 3);
    }

    @Test
    @Tag("B4")
    void timeoutException_thrownByTheTaskItself_isToldApartFromThePoolsLimit() {
        PoolExecutor pool = open(1)
                .with(TaskOptions.defaults().runLimit(Duration.ofMinutes(10)));

        assertThat(causeOf(pool.submit(Work::timeOutByItself)))
                .isExactlyInstanceOf(TimeoutException.class)
                .isNotInstanceOf(TaskTimeoutException.class)
                .hasMessage("thrown by the task");
    }
}
