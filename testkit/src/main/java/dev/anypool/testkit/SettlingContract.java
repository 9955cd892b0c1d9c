package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.TaskTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stops a running task besides {@code cancel}: settling its future from outside, and run limits. */
@NullUnmarked // futures of actions end with null, and are simply Void here
abstract class SettlingContract extends ContractPart {
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    /** A worker that is new runs its first task slowly, and the elements that do not wait must end in time. */
    private static final Duration ENOUGH_FOR_A_NEW_WORKER = Duration.ofSeconds(5);

    SettlingContract(PoolContract backend) {
        super(backend);
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
    void orTimeout_thatDoesNotStrike_changesNothing_andDoesNotKeepThePool() {
        PoolExecutor pool = open(1);
        TaskFuture<Integer> future = pool.submit(Work::square, 2);

        assertThat(future.orTimeout(1, TimeUnit.HOURS)).isSameAs(future);
        assertThat(future.completeOnTimeout(-1, 1, TimeUnit.HOURS)).isSameAs(future);
        pool.close();

        assertThat(future.join()).isEqualTo(4);
        assertThat(future.orTimeout(1, TimeUnit.NANOSECONDS).join()).isEqualTo(4);
        assertThat(future.completeOnTimeout(-1, 1, TimeUnit.NANOSECONDS).join()).isEqualTo(4);
    }

    @Test
    @Tag("B19")
    void orTimeout_ofAMap_stopsItsRunningElementsAndDropsTheRest() {
        PoolExecutor pool = open(1, AN_HOUR).with(TaskOptions.defaults().chunkSize(1));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        MapFuture<String> map =
                pool.map(mark -> Work.awaitInterrupt(started, mark, never), List.of(interrupted, interrupted));
        started.await();

        map.orTimeout(10, TimeUnit.MILLISECONDS);

        interrupted.await();
        awaitAllSettled(map.futures());
        assertThat(map.futures()).allMatch(TaskFuture::isCancelled);
        assertThat(causeOf(map)).isExactlyInstanceOf(TimeoutException.class);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
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

        assertThat(causeOf(future))
                .isExactlyInstanceOf(TaskTimeoutException.class)
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
                .with(TaskOptions.defaults().runLimit(ENOUGH_FOR_A_NEW_WORKER).failFast(false));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");

        List<TaskFuture<Integer>> elements = pool.map(
                        number -> number == 1
                                ? Work.awaitInterrupt(started, interrupted, never)
                                        .length()
                                : number,
                        List.of(0, 1, 2, 3))
                .futures();

        assertThat(causeOf(elements.get(1))).isExactlyInstanceOf(TaskTimeoutException.class);
        assertThat(List.of(
                        elements.get(0).join(),
                        elements.get(2).join(),
                        elements.get(3).join()))
                .containsExactly(0, 2, 3);
    }

    @Test
    @Tag("B4")
    void timeoutException_thrownByTheTaskItself_isToldApartFromThePoolsLimit() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().runLimit(Duration.ofMinutes(10)));

        assertThat(causeOf(pool.submit(Work::timeOutByItself)))
                .isExactlyInstanceOf(TimeoutException.class)
                .isNotInstanceOf(TaskTimeoutException.class)
                .hasMessage("thrown by the task");
    }
}
