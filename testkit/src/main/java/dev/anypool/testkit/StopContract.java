package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskState;
import dev.anypool.Worker;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cancelling: a queued task never runs and frees its place, a running one is interrupted. */
@NullUnmarked // futures of actions end with null, and are simply Void here
abstract class StopContract extends ContractPart {
    private static final Duration AN_HOUR = Duration.ofHours(1);

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
            TaskFuture<Boolean> cancelled =
                    pool.submit(() -> Thread.currentThread().isInterrupted());
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

    /** A worker JVM is killed, a thread is given up; either way another takes its place. */
    @Test
    @Tag("B18")
    @Tag("B21")
    void cancel_ofTasksThatIgnoreIt_givesTheirCapacityBackAfterTheKillGrace_andHurtsNoOther() {
        PoolExecutor pool = open(2, Duration.ofMillis(100));
        List<Mark> started = List.of(mark("first"), mark("second"));
        Gate never = gate("never");
        List<TaskFuture<String>> stuck = started.stream()
                .map(mark -> pool.submit(Work::holdStubbornly, mark, never))
                .toList();
        TaskFuture<Worker> queued = pool.submit(Work::whoAmI);
        started.forEach(Mark::await);

        stuck.forEach(future -> future.cancel(true));

        assertThat(queued.join().id()).as("the worker of the next task").isGreaterThan(2);
        Journal together = journal("together");
        Gate gate = gate("gate");
        List<TaskFuture<Worker>> next = IntStream.range(0, 2)
                .mapToObj(number -> pool.submit(StopContract::enterAndHold, together, gate))
                .toList();
        together.awaitLines(2);
        gate.open();
        assertThat(next).extracting(TaskFuture::join).doesNotHaveDuplicates().allMatch(worker -> worker.id() > 2);
        assertThat(stuck).allMatch(TaskFuture::isCancelled);
        assertThat(pool.stats().workers()).hasSize(2);
        assertThat(pool.stats().lost()).isZero();
        assertThat(pool.stats().crashes()).isEmpty();
    }

    private static Worker enterAndHold(Journal journal, Gate gate) throws InterruptedException {
        journal.add("started");
        gate.pass();
        return Worker.current();
    }
}
