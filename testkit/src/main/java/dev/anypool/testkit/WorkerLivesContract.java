package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.BrokenPoolException;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.PoolStats.WorkerStats;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.Worker;
import dev.anypool.WorkerState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How workers begin, and when they are replaced or end without having failed. */
abstract class WorkerLivesContract extends ContractPart {
    WorkerLivesContract(PoolContract backend) {
        super(backend);
    }

    // ---- the initializer ----

    @Test
    @Tag("B25")
    void initializer_runsOnceInEachWorker_beforeItsFirstTask() {
        Journal journal = journal("journal");
        PoolExecutor pool = open(PoolOptions.defaults()
                .workers(2)
                .initializer(() -> journal.add("init " + Worker.current().name())));
        Gate gate = gate("gate");
        List<Mark> started = List.of(mark("one"), mark("two"));
        List<TaskFuture<Worker>> both = started.stream()
                .map(mark -> pool.submit(() -> {
                    journal.add("task " + Worker.current().name());
                    Work.hold(mark, gate);
                    return Worker.current();
                }))
                .toList();
        started.forEach(Mark::await);
        gate.open();
        Set<String> names = both.stream().map(future -> future.join().name()).collect(Collectors.toSet());
        assertThat(names).hasSize(2);
        submitMany(pool, 20).forEach(TaskFuture::join);

        for (String name : names) {
            List<String> own =
                    journal.lines().stream().filter(line -> line.endsWith(name)).toList();
            assertThat(own).containsExactly("init " + name, "task " + name);
        }
    }

    @Test
    @Tag("B25")
    void initializer_thatFails_breaksThePoolWithItsCause_settlesWhatWaits_andRefusesMore() {
        PoolExecutor pool = open(PoolOptions.defaults()
                .workers(2)
                .initializer(() -> Work.failWith(new OrdinaryException("no licence", 7))));

        List<TaskFuture<Integer>> futures = new ArrayList<>();
        try {
            futures.addAll(submitMany(pool, 20));
        } catch (BrokenPoolException e) {
            assertThat(e).hasMessageContaining("initializer"); // it was quicker
        }

        for (TaskFuture<Integer> future : futures) {
            assertThat(causeOf(future))
                    .isExactlyInstanceOf(BrokenPoolException.class)
                    .hasMessageContainingAll("initializer", "no licence")
                    .hasCauseExactlyInstanceOf(OrdinaryException.class);
        }
        Waiting.until("it refuses more", () -> refuses(pool));
        assertThatThrownBy(() -> pool.submit(Work::square, 2))
                .isExactlyInstanceOf(BrokenPoolException.class)
                .hasMessageContainingAll("initializer", "no licence");
        assertThatThrownBy(() -> pool.map(Work::square, List.of(1))).isExactlyInstanceOf(BrokenPoolException.class);
    }

    private static boolean refuses(PoolExecutor pool) {
        try {
            pool.submit(Work::square, 1);
            return false;
        } catch (BrokenPoolException e) {
            return true;
        }
    }

    @Test
    @Tag("B25")
    void initializer_thatNeverEnds_keepsNeitherTasksFromBeingCancelledNorThePoolFromEnding() {
        Gate never = gate("never");
        Mark started = mark("started");
        PoolExecutor pool = open(PoolOptions.defaults()
                .workers(1)
                .killGrace(Duration.ofMillis(100))
                .initializer(() -> Work.holdStubbornly(started, never)));
        TaskFuture<Integer> future = pool.submit(Work::square, 2);
        started.await();

        assertThat(future.isDone()).isFalse();
        assertThat(pool.shutdownNow()).containsExactly(future);

        pool.close();
        assertThat(future.isCancelled()).isTrue();
    }

    @Test
    @Tag("B25")
    void initializer_thatMeetsAnInterrupt_leavesItToNoTask() {
        PoolExecutor pool = open(PoolOptions.defaults()
                .workers(1)
                .initializer(() -> Thread.currentThread().interrupt()));

        assertThat(pool.submit(() -> Thread.currentThread().isInterrupted()).join())
                .isFalse();
    }

    // ---- tasks per worker ----

    @Test
    @Tag("B26")
    void tasksPerWorker_ofOne_replacesTheWorkerAfterEachTask_andLosesNone() {
        assertReplacedAfter(1);
    }

    @Test
    @Tag("B26")
    void tasksPerWorker_replacesTheWorkerAfterSoManyTasks_andLosesNone() {
        assertReplacedAfter(3);
    }

    private void assertReplacedAfter(int tasks) {
        PoolExecutor pool = open(PoolOptions.defaults().workers(1).tasksPerWorker(tasks));

        List<Worker> workers =
                IntStream.range(0, 4 * tasks).mapToObj(number -> pool.submit(Work::whoAmI)).toList().stream()
                        .map(TaskFuture::join)
                        .toList();

        Map<Worker, Long> uses =
                workers.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(uses).hasSize(4);
        assertThat(uses.values()).containsOnly((long) tasks);
        assertThat(pool.stats().crashes()).isEmpty();
    }

    @Test
    @Tag("B26")
    void tasksPerWorker_holdsForTheElementsOfAMap_whateverTheChunkSize() {
        PoolExecutor pool = open(PoolOptions.defaults().workers(1).tasksPerWorker(4));

        List<Worker> workers = pool.with(TaskOptions.defaults().chunkSize(6))
                .map(number -> Work.whoAmI(), numbers(20))
                .join();

        Map<Worker, Long> uses =
                workers.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(uses.values()).allMatch(count -> count <= 4);
        assertThat(pool.stats().crashes()).isEmpty();
    }

    @Test
    @Tag("B26")
    void tasksPerWorker_losesNoTaskDuringAShutdown() {
        PoolExecutor pool = open(PoolOptions.defaults().workers(2).tasksPerWorker(1));
        List<TaskFuture<Integer>> futures = submitMany(pool, 8);

        pool.close();

        assertThat(futures).extracting(TaskFuture::join).containsExactly(0, 1, 4, 9, 16, 25, 36, 49);
        assertThat(pool.stats().crashes()).isEmpty();
    }

    // ---- idle time ----

    @Test
    @Tag("B27")
    void idleWorkers_aboveTheMinimum_endAfterTheIdleTime_andAreNoCrashes() {
        PoolExecutor pool = open(PoolOptions.defaults().workers(3).minWorkers(1).idleTime(Duration.ofMillis(200)));
        Gate gate = gate("gate");
        List<TaskFuture<String>> three = IntStream.range(0, 3)
                .mapToObj(number -> pool.submit(Work::hold, mark("mark-" + number), gate))
                .toList();
        gate.open();
        three.forEach(TaskFuture::join);

        Waiting.untilAsserted(
                "one is left",
                () -> assertThat(pool.stats().workers())
                        .extracting(WorkerStats::state)
                        .containsExactly(WorkerState.IDLE));

        assertThat(submitMany(pool, 20)).extracting(TaskFuture::join).hasSize(20);
        assertThat(pool.stats().crashes()).isEmpty();
        assertThat(pool.stats().lost()).isZero();
    }

    @Test
    @Tag("B27")
    void idleTime_withoutAMinimum_leavesNoWorker_andTheNextTaskStartsOne() {
        PoolExecutor pool = open(PoolOptions.defaults().workers(1).idleTime(Duration.ofMillis(100)));
        Worker first = pool.submit(Work::whoAmI).join();

        Waiting.untilAsserted(
                "none is left", () -> assertThat(pool.stats().workers()).isEmpty());

        assertThat(pool.submit(Work::whoAmI).join()).isNotEqualTo(first);
        assertThat(pool.stats().crashes()).isEmpty();
    }

    // ---- spare workers ----

    @Test
    @Tag("B24")
    void spareWorkers_areReady_andNeverBusyAtOnceWithAllTheOthers() {
        PoolExecutor pool =
                open(PoolOptions.defaults().workers(1).spareWorkers(1).killGrace(Duration.ofMillis(50)));
        Mark started = mark("started");
        Gate never = gate("never");
        TaskFuture<String> stuck = pool.submit(Work::holdStubbornly, started, never);
        started.await();
        Waiting.untilAsserted(
                "a spare one is ready",
                () -> assertThat(pool.stats().workers())
                        .extracting(WorkerStats::state)
                        .containsExactly(WorkerState.BUSY, WorkerState.IDLE));
        TaskFuture<Worker> next = pool.submit(Work::whoAmI);
        assertThat(pool.stats().queued()).isEqualTo(1);
        assertThat(next).isNotDone();

        stuck.cancel(true);

        assertThat(next.join().id()).isEqualTo(2);
        Set<WorkerState> busy = new HashSet<>();
        submitMany(pool, 10).forEach(TaskFuture::join);
        pool.stats().workers().forEach(worker -> busy.add(worker.state()));
        assertThat(pool.stats().workers()).hasSizeLessThanOrEqualTo(3);
        assertThat(pool.stats().crashes()).isEmpty();
    }

    @Test
    @Tag("B24")
    void spareWorkers_startWithThePool_ifAllDo() {
        PoolExecutor pool =
                open(PoolOptions.defaults().workers(2).spareWorkers(1).startAhead(true));

        Waiting.untilAsserted(
                "all are ready",
                () -> assertThat(pool.stats().workers())
                        .extracting(WorkerStats::state)
                        .containsExactly(WorkerState.IDLE, WorkerState.IDLE, WorkerState.IDLE));
    }
}
