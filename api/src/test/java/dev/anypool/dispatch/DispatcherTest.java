package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.TaskTimeoutException;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerCrashedException;
import dev.anypool.WorkerState;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which worker gets which task, and what becomes of tasks whose worker is lost or does not stop. */
@Timeout(60)
class DispatcherTest {
    private final FakeBackend backend = new FakeBackend();

    private static TaskFuture<Object> submit(PoolExecutor pool, String name) {
        return pool.with(TaskOptions.defaults().name(name)).submit(() -> name);
    }

    private static Throwable causeOf(CompletableFuture<?> future) {
        try {
            throw new AssertionError("expected a failure, but the result was " + future.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    // ---- pairing ----

    @Test
    @Tag("B24")
    void worker_startsForATaskAndNotBefore_andIsReused() {
        PoolExecutor pool = backend.open(4);
        assertThat(backend.workers).isEmpty();

        TaskFuture<Object> first = submit(pool, "first");
        assertThat(backend.workers).hasSize(1);
        backend.worker(0).ready();
        assertThat(backend.worker(0).heldTasks()).containsExactly("first");
        assertThat(backend.worker(0).flushed).isTrue();
        backend.worker(0).run("one");
        TaskFuture<Object> second = submit(pool, "second");

        assertThat(backend.workers).hasSize(1);
        assertThat(backend.worker(0).heldTasks()).containsExactly("second");
        backend.worker(0).run("two");
        assertThat(first.join()).isEqualTo("one");
        assertThat(second.join()).isEqualTo("two");
    }

    @Test
    @Tag("B24")
    void workers_areNeverMoreThanAllowed_andAllStartAheadIfChosen() {
        PoolExecutor pool = backend.open(2);
        for (int number = 0; number < 5; number++) {
            submit(pool, "task " + number);
        }
        assertThat(backend.workers).hasSize(2);

        FakeBackend ahead = new FakeBackend();
        ahead.open(PoolOptions.defaults().workers(3).startAhead(true));
        assertThat(ahead.workers).hasSize(3);
    }

    @Test
    void tasks_areAssignedInTheOrderInWhichTheyCame() {
        PoolExecutor pool = backend.open(1);
        List<String> names = List.of("a", "b", "c", "d");
        names.forEach(name -> submit(pool, name));
        FakeWorker worker = backend.worker(0).ready();

        for (String name : names) {
            assertThat(worker.heldTasks()).containsExactly(name);
            worker.run(name);
        }
    }

    @Test
    void task_countsAsRunningWhenItsWorkerSaysSo_andNotBecauseItWasSentAhead() {
        backend.capacity = 2;
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> first = submit(pool, "first");
        TaskFuture<Object> ahead = submit(pool, "ahead");
        FakeWorker worker = backend.worker(0).ready();

        assertThat(worker.heldTasks()).containsExactly("first", "ahead");
        assertThat(first.taskState()).isEqualTo(TaskState.QUEUED);
        worker.start();
        assertThat(first.taskState()).isEqualTo(TaskState.RUNNING);
        assertThat(ahead.taskState()).isEqualTo(TaskState.QUEUED);
        assertThat(pool.stats().running()).isEqualTo(1);
        assertThat(pool.stats().queued()).isEqualTo(1);
    }

    @Test
    void taskSentAhead_isTakenBackWhenAnotherWorkerIsIdle() {
        backend.capacity = 2;
        PoolExecutor pool = backend.open(2);
        submit(pool, "long");
        backend.worker(0).ready().start();
        TaskFuture<Object> ahead = submit(pool, "ahead");
        assertThat(backend.worker(0).heldTasks()).containsExactly("long", "ahead");

        backend.worker(1).ready();

        assertThat(backend.worker(0).heldTasks()).containsExactly("long");
        assertThat(backend.worker(1).heldTasks()).containsExactly("ahead");
        backend.worker(1).run("done");
        assertThat(ahead.join()).isEqualTo("done");
    }

    @Test
    void taskWithARunLimit_isNotSentAhead_andNothingIsSentBehindIt() {
        backend.capacity = 3;
        PoolExecutor pool = backend.open(1);
        PoolExecutor limited = pool.with(TaskOptions.defaults().name("limited").runLimit(Duration.ofHours(1)));
        submit(pool, "first");
        FakeWorker worker = backend.worker(0).ready();
        limited.submit(() -> 1);
        submit(pool, "behind");

        assertThat(worker.heldTasks()).containsExactly("first");
        worker.run("one");
        assertThat(worker.heldTasks()).containsExactly("limited");
        worker.run("two");
        assertThat(worker.heldTasks()).containsExactly("behind");
    }

    // ---- lost workers ----

    @Test
    @Tag("B40")
    void taskLostBeforeItStarted_runsElsewhere_once() {
        backend.capacity = 2;
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> running = submit(pool, "running");
        TaskFuture<Object> ahead = submit(pool, "ahead");
        TaskFuture<Object> queued = submit(pool, "queued");
        backend.worker(0).ready().start();

        backend.worker(0).crash();

        assertThat(causeOf(running)).isInstanceOf(WorkerCrashedException.class);
        assertThat(ahead.taskState()).isEqualTo(TaskState.QUEUED);
        assertThat(backend.workers).hasSize(2);
        FakeWorker replacement = backend.worker(1).ready();
        assertThat(replacement.heldTasks()).as("in their old order").containsExactly("ahead", "queued");
        replacement.run("saved").run("as well");
        assertThat(ahead.join()).isEqualTo("saved");
        assertThat(queued.join()).isEqualTo("as well");
        assertThat(replacement.held).isEmpty();
        assertThat(pool.stats().lost()).isEqualTo(1);
        assertThat(pool.stats().retried()).isZero();
    }

    @Test
    void taskLostAfterItStarted_fails_andTellsTaskAndCrash() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> lost = submit(pool, "fragile");
        FakeWorker worker = backend.worker(0).ready().start();

        WorkerCrash crash = worker.crash();

        assertThat(causeOf(lost))
                .isInstanceOfSatisfying(WorkerCrashedException.class, failure -> {
                    assertThat(failure.taskName()).isEqualTo("fragile");
                    assertThat(failure.crash()).isSameAs(crash);
                })
                .hasMessageContainingAll("fragile", "fake-worker-1", "SIGTEST");
        assertThat(pool.stats().crashes()).containsExactly(crash);
        assertThat(pool.stats().lost()).isEqualTo(1);
        assertThat(pool.stats().workers()).isEmpty();
        await().until(() -> pool.stats().failed() == 1);
    }

    @Test
    @Tag("B41")
    void taskWithRetries_isRunAgainSoOftenAndNoMore() {
        PoolExecutor pool = backend.open(1).with(TaskOptions.defaults().retries(2));
        TaskFuture<Integer> lost = pool.submit(() -> 1);

        for (int run = 0; run < 3; run++) {
            assertThat(lost.isDone()).as("given up before run %s", run).isFalse();
            backend.worker(run).ready().start().crash();
        }

        assertThat(causeOf(lost)).isInstanceOf(WorkerCrashedException.class);
        assertThat(backend.workers).hasSize(3);
        assertThat(pool.stats().lost()).isEqualTo(3);
        assertThat(pool.stats().retried()).isEqualTo(2);
    }

    @Test
    @Tag("B41")
    void taskWithRetries_thatSucceedsInTheEnd_hasItsResult() {
        PoolExecutor pool = backend.open(1).with(TaskOptions.defaults().retries(1));
        TaskFuture<Integer> future = pool.submit(() -> 1);

        backend.worker(0).ready().start().crash();
        backend.worker(1).ready().run(1);

        assertThat(future.join()).isEqualTo(1);
        assertThat(pool.stats().retried()).isEqualTo(1);
    }

    @Test
    void chunk_whoseWorkerIsLost_keepsWhatWasDone_failsWhatRan_andRunsTheRestElsewhere() {
        PoolExecutor pool =
                backend.open(1).with(TaskOptions.defaults().chunkSize(4).failFast(false));
        MapFuture<Integer> map = pool.map(number -> number, List.of(0, 1, 2, 3));
        FakeWorker worker = backend.worker(0).ready();

        worker.start(0).end(0, Outcome.value(0)).start(1).crash();

        FakeWorker replacement = backend.worker(1).ready();
        assertThat(replacement.held).hasSize(1);
        assertThat(replacement.held.get(0).element(0)).isEqualTo(2);
        assertThat(replacement.held.get(0).element(1)).isEqualTo(3);
        replacement.run("rest");
        assertThat(causeOf(map)).isInstanceOf(WorkerCrashedException.class);
        assertThat(map.futures().stream().map(TaskFuture::taskState))
                .containsExactly(TaskState.DONE, TaskState.FAILED, TaskState.DONE, TaskState.DONE);
    }

    @Test
    void task_settledFromOutsideBeforeItsWorkerIsLost_isNotRunAgain() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> settled = submit(pool, "settled");
        FakeWorker worker = backend.worker(0).ready();
        settled.complete("from outside");

        worker.crash();

        assertThat(backend.workers).hasSize(1);
        assertThat(pool.stats().lost()).isZero();
        assertThat(pool.stats().queued()).isZero();
    }

    @Test
    void taskThatEveryWorkerDiesOf_beforeItStarts_failsAfterThreeWorkers() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> deadly = submit(pool, "deadly");
        TaskFuture<Object> innocent = submit(pool, "innocent");

        for (int delivery = 0; delivery < 3; delivery++) {
            assertThat(deadly.isDone())
                    .as("given up before delivery %s", delivery)
                    .isFalse();
            assertThat(backend.worker(delivery).ready().heldTasks()).containsExactly("deadly");
            backend.worker(delivery).crash();
        }

        assertThat(causeOf(deadly)).isInstanceOf(WorkerCrashedException.class).hasMessageContaining("deadly");
        backend.worker(3).ready().run("done");
        assertThat(innocent.join()).isEqualTo("done");
    }

    @Test
    void worker_thatIsReadyAfterItIsGone_getsNothing() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> future = submit(pool, "task");
        backend.worker(0).crash();
        backend.worker(0).ready();

        assertThat(backend.worker(0).held).isEmpty();
        backend.worker(1).ready().run("done");
        assertThat(future.join()).isEqualTo("done");
    }

    // ---- stopping ----

    @Test
    void cancel_ofATaskThatRuns_stopsIt_andTheWorkerGoesOnWhenItHasEnded() {
        PoolExecutor pool = backend.open(1);
        TaskFuture<Object> cancelled = submit(pool, "cancelled");
        FakeWorker worker = backend.worker(0).ready().start();
        TaskFuture<Object> next = submit(pool, "next");

        cancelled.cancel(true);
        assertThat(worker.stopped).containsExactly("cancelled");
        worker.end(0, Outcome.value("too late")).finish();

        assertThat(cancelled.isCancelled()).isTrue();
        assertThat(worker.heldTasks()).containsExactly("next");
        worker.run("done");
        assertThat(next.join()).isEqualTo("done");
        assertThat(worker.killed).isNull();
    }

    @Test
    void task_thatStillRunsAfterTheKillGrace_losesItsWorkerAndIsReplaced() {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).killGrace(Duration.ofMillis(20)));
        TaskFuture<Object> stuck = submit(pool, "stuck");
        FakeWorker worker = backend.worker(0).ready().start();
        TaskFuture<Object> next = submit(pool, "next");

        stuck.cancel(true);
        await().until(() -> worker.killed != null);

        assertThat(worker.killed).contains("stuck").contains("20 ms");
        assertThat(pool.stats().workers().get(0).state()).isEqualTo(WorkerState.ENDING);
        worker.crash();
        assertThat(pool.stats().crashes()).as("it was meant to die").isEmpty();
        backend.worker(1).ready().run("done");
        assertThat(next.join()).isEqualTo("done");
    }

    @Test
    void task_thatEndsWithinTheKillGrace_doesNotLoseItsWorker() {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(2).killGrace(Duration.ofMillis(20)));
        TaskFuture<Object> obedient = submit(pool, "obedient");
        TaskFuture<Object> stuck = submit(pool, "stuck");
        FakeWorker first = backend.worker(0).ready().start();
        FakeWorker second = backend.worker(1).ready().start();

        obedient.cancel(true);
        first.end(0, Outcome.value(null)).finish();
        submit(pool, "next");
        first.start();
        stuck.cancel(true);
        await().until(() -> second.killed != null); // by then the grace of the first has run out as well

        assertThat(first.killed).isNull();
        assertThat(first.heldTasks()).containsExactly("next");
    }

    @Test
    void task_thatWaitsBehindAnotherOnItsWorker_isNoReasonToKillThatWorker() {
        backend.capacity = 2;
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(2).killGrace(Duration.ofMillis(20)));
        submit(pool, "innocent");
        FakeWorker first = backend.worker(0).ready().start();
        TaskFuture<Object> behind = submit(pool, "behind");
        assertThat(first.heldTasks()).containsExactly("innocent", "behind");

        behind.cancel(true);
        TaskFuture<Object> stuck = submit(pool, "stuck");
        FakeWorker second = backend.worker(1).ready();
        second.start();
        stuck.cancel(true);
        await().until(() -> second.killed != null);

        assertThat(first.killed).isNull();
    }

    @Test
    void worker_thatDoesNotEvenStartWhatItWasGivenAndToldToStop_isKilled() {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).killGrace(Duration.ofMillis(20)));
        TaskFuture<Object> ignored = submit(pool, "ignored");
        FakeWorker deaf = backend.worker(0).ready();

        ignored.cancel(true);

        await().until(() -> deaf.killed != null);
    }

    @Test
    void cancelWithoutInterrupt_ofATaskThatRuns_neitherStopsNorKills() {
        PoolExecutor pool = backend.open(PoolOptions.defaults().workers(1).killGrace(Duration.ZERO));
        TaskFuture<Object> future = submit(pool, "task");
        FakeWorker worker = backend.worker(0).ready().start();

        future.cancel(false);
        worker.end(0, Outcome.value("dropped")).finish();

        assertThat(worker.stopped).isEmpty();
        assertThat(worker.killed).isNull();
        assertThat(future.isCancelled()).isTrue();
    }

    @Test
    void report_ofATaskThatWasTakenFromItsWorker_isIgnored() {
        PoolExecutor pool = backend.open(
                PoolOptions.defaults().workers(1).tasks(TaskOptions.defaults().retries(1)));
        TaskFuture<Object> future = submit(pool, "task");
        FakeWorker lost = backend.worker(0).ready().start();
        Job job = lost.held.get(0);
        lost.crash();
        FakeWorker replacement = backend.worker(1).ready().start();

        lost.endLate(job, 0, Outcome.value("of the dead"));
        replacement.run("of the living");

        assertThat(future.join()).isEqualTo("of the living");
    }

    @Test
    void runLimit_failsTheTaskAndStopsIt() {
        PoolExecutor pool =
                backend.open(1).with(TaskOptions.defaults().name("slow").runLimit(Duration.ofMillis(20)));
        TaskFuture<Integer> slow = pool.submit(() -> 1);
        FakeWorker worker = backend.worker(0).ready().start();

        assertThat(causeOf(slow))
                .isInstanceOf(TaskTimeoutException.class)
                .hasMessageContainingAll("slow", "20 ms", "fake-worker-1");
        await().until(() -> worker.stopped.equals(List.of("slow")));
    }

    @Test
    void runLimit_doesNotCountWhileTheTaskIsQueued() {
        PoolExecutor pool = backend.open(1);
        PoolExecutor limited = pool.with(TaskOptions.defaults().runLimit(Duration.ofMillis(20)));
        submit(pool, "ahead");
        FakeWorker worker = backend.worker(0).ready().start();
        TaskFuture<Integer> queued = limited.submit(() -> 1);
        FakeBackend clock = new FakeBackend();
        TaskFuture<Integer> longer = clock.open(1)
                .with(TaskOptions.defaults().runLimit(Duration.ofMillis(60)))
                .submit(() -> 1);
        clock.worker(0).ready().start();
        assertThat(causeOf(longer)).isInstanceOf(TaskTimeoutException.class); // so long it has been queued

        assertThat(queued.isDone()).isFalse();
        worker.run("done");
        assertThat(worker.held).hasSize(1);
        assertThatThrownBy(queued::join).hasCauseInstanceOf(TaskTimeoutException.class);
    }
}
