package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.PoolStats.WorkerStats;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.Worker;
import dev.anypool.WorkerState;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many workers there are, when they start, who they say they are and what the statistics tell. */
abstract class WorkersContract extends ContractPart {
    WorkersContract(PoolContract backend) {
        super(backend);
    }

    private static Worker enterAndHold(Journal journal, Gate gate) throws InterruptedException {
        journal.add("start");
        gate.pass();
        journal.add("end");
        return Worker.current();
    }

    private static int mostAtOnce(Journal journal) {
        int now = 0;
        int most = 0;
        for (String line : journal.lines()) {
            now += line.equals("start") ? 1 : -1;
            most = Math.max(most, now);
        }
        return most;
    }

    private static void awaitIdle(PoolExecutor pool) {
        Waiting.untilAsserted(
                "all workers are idle",
                () -> assertThat(pool.stats().workers())
                        .extracting(WorkerStats::state)
                        .containsOnly(WorkerState.IDLE));
    }

    @Test
    @Tag("B24")
    void workers_asManyAsAllowed_runAtOnceAndNeverMore() {
        PoolExecutor pool = open(2);
        Journal journal = journal("journal");
        Gate gate = gate("gate");
        List<TaskFuture<Worker>> futures = IntStream.range(0, 8)
                .mapToObj(number -> pool.submit(WorkersContract::enterAndHold, journal, gate))
                .toList();

        journal.awaitLines(2);
        Waiting.untilAsserted(
                "two run", () -> assertThat(pool.stats().running()).isEqualTo(2));
        assertThat(pool.stats().queued()).isEqualTo(6);
        assertThat(pool.stats().workers()).hasSize(2);
        gate.open();

        Set<Worker> workers = new HashSet<>();
        futures.forEach(future -> workers.add(future.join()));
        assertThat(workers).hasSize(2);
        assertThat(journal.lines()).hasSize(16);
        assertThat(mostAtOnce(journal)).isEqualTo(2);
    }

    @Test
    @Tag("B24")
    void workers_ofAMap_areNeverMoreThanAllowed() {
        PoolExecutor pool = open(2);
        Journal journal = journal("journal");
        Gate open = gate("gate");
        open.open();
        List<Integer> inputs = IntStream.range(0, 200).boxed().toList();

        pool.map(number -> enterAndHold(journal, open), inputs).join();

        assertThat(journal.lines()).hasSize(400);
        assertThat(mostAtOnce(journal)).isLessThanOrEqualTo(2);
        assertThat(pool.stats().workers()).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    @Tag("B24")
    void workers_startOnDemand_andIdleOnesAreReusedFirst() {
        PoolExecutor pool = open(4);
        assertThat(pool.stats().workers()).isEmpty();
        Set<Worker> workers = new HashSet<>();

        for (int round = 0; round < 10; round++) {
            workers.add(pool.submit(Work::whoAmI).join());
            awaitIdle(pool);
        }

        assertThat(workers).hasSize(1);
        assertThat(pool.stats().workers()).hasSize(1);
    }

    @Test
    @Tag("B24")
    void workers_startAhead_ifChosen() {
        PoolExecutor pool = open(PoolOptions.defaults().workers(3).startAhead(true));

        assertThat(pool.stats().workers()).hasSize(3);
        awaitIdle(pool);
        pool.submit(Work::whoAmI).join();
        assertThat(pool.stats().workers()).hasSize(3);
    }

    @Test
    @Tag("B29")
    void currentWorker_isRightInsideATask_andNoWorkerOutside() {
        PoolExecutor pool = open(PoolOptions.defaults().workers(1).name("nightly"));

        Worker worker = pool.submit(Work::whoAmI).join();

        assertThat(worker.isWorker()).isTrue();
        assertThat(worker.id()).isEqualTo(1);
        assertThat(worker.name()).isEqualTo("nightly-worker-1");
        assertThat(worker.backend()).isNotBlank().isNotEqualTo("none");
        assertThat(pool.submit(() -> ProcessHandle.current().pid()).join()).isEqualTo(worker.pid());
        assertThat(pool.stats().workers()).extracting(WorkerStats::worker).containsExactly(worker);

        Worker outside = Worker.current();
        assertThat(outside.isWorker()).isFalse();
        assertThat(outside.id()).isZero();
        assertThat(outside.name()).isEqualTo("not a worker");
        assertThat(outside.backend()).isEqualTo("none");
        assertThat(outside.pid()).isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void stats_countWhatBecameOfTheTasks() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> held = pool.submit(Work::hold, started, gate);
        TaskFuture<Integer> failing = pool.submit(Work::failWith, new OrdinaryException("no", 1));
        TaskFuture<Integer> cancelled = pool.submit(Work::square, 1);
        cancelled.cancel(true);
        started.await();
        gate.open();
        held.join();
        causeOf(failing);
        pool.with(TaskOptions.defaults().chunkSize(3))
                .map(Work::square, List.of(1, 2, 3))
                .join();

        Waiting.untilAsserted("all is counted", () -> {
            assertThat(pool.stats().done()).isEqualTo(4);
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.stats().cancelled()).isEqualTo(1);
            assertThat(pool.stats().queued()).isZero();
            assertThat(pool.stats().running()).isZero();
            assertThat(pool.stats().lost()).isZero();
            assertThat(pool.stats().crashes()).isEmpty();
            assertThat(pool.stats().workers().get(0).tasks()).isEqualTo(5);
            assertThat(pool.stats().workers().get(0).busy()).isPositive();
        });
    }
}
