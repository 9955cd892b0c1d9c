package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.Worker;
import dev.anypool.WorkerCrashedException;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks, deliveries and interrupts in the order that hurts most. */
@StartsWorkers
class AdverseOrderTest {
    @TempDir
    Path directory;

    /** Element 0 waits at the gate, the others return at once. */
    private static int waitIfFirst(Mark started, Gate gate, int number) throws InterruptedException {
        if (number == 0) {
            started.set();
            gate.pass();
        }
        return number;
    }

    /** The last element waits at the gate, the others return at once. */
    private static int waitIfLast(Mark started, Gate gate, int number) throws InterruptedException {
        if (number == 2) {
            started.set();
            gate.pass();
        }
        return number;
    }

    @Test
    @Tag("B16")
    @Tag("B23")
    void cancelledElementOfAQueuedChunk_leavesItsNeighboursAlone() {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        try (PoolExecutor pool = Pools.open(1)) {
            MapFuture<Integer> future = pool.with(
                            TaskOptions.defaults().chunkSize(2).failFast(false))
                    .map(number -> waitIfFirst(started, gate, number), List.of(0, 1, 2, 3));
            started.await();

            future.futures().get(2).cancel(true);
            gate.open();

            assertThat(Outcomes.resultOf(future.futures().get(1))).isEqualTo(1);
            assertThat(Outcomes.resultOf(future.futures().get(3))).isEqualTo(3);
            assertThat(pool.stats().crashes()).isEmpty();
        }
    }

    private static int stubbornIfSecond(Mark started, Gate never, int number) {
        if (number == 1) {
            started.set();
            never.passStubbornly();
        }
        return number;
    }

    @Test
    @Tag("B18")
    @Tag("B23")
    void elementThatIgnoresItsCancelling_costsItsNeighboursNothing_thoughTheirWorkerMustBeKilled() {
        Mark started = Mark.in(directory, "started");
        Gate never = Gate.in(directory, "never");
        try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).killGrace(Duration.ofMillis(100)))) {
            MapFuture<Integer> future = pool.with(
                            TaskOptions.defaults().chunkSize(4).failFast(false))
                    .map(number -> stubbornIfSecond(started, never, number), List.of(0, 1, 2, 3));
            started.await();

            future.futures().get(1).cancel(true);

            assertThat(Outcomes.resultOf(future.futures().get(0))).isZero();
            assertThat(Outcomes.resultOf(future.futures().get(2))).isEqualTo(2);
            assertThat(Outcomes.resultOf(future.futures().get(3))).isEqualTo(3);
            assertThat(pool.stats().lost()).isZero();
        }
    }

    @Test
    @Tag("B16")
    void elementCancelledWhileTheWorkerStarts_leavesItsNeighboursAlone() {
        try (PoolExecutor pool = Pools.open(1)) {
            MapFuture<Integer> future = pool.with(
                            TaskOptions.defaults().chunkSize(3).failFast(false))
                    .map(Work::square, List.of(0, 1, 2));

            future.futures().get(0).cancel(true);

            assertThat(Outcomes.resultOf(future.futures().get(1))).isEqualTo(1);
            assertThat(Outcomes.resultOf(future.futures().get(2))).isEqualTo(4);
        }
    }

    @Test
    void resultInAChunk_arrivesWhileTheNextElementStillRuns() {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        PoolOptions options = PoolOptions.defaults().workers(1).killGrace(Duration.ZERO);
        try (PoolExecutor pool = Pools.open(options)) {
            MapFuture<Integer> future = pool.with(
                            TaskOptions.defaults().chunkSize(3).failFast(false))
                    .map(number -> waitIfLast(started, gate, number), List.of(0, 1, 2));
            started.await();

            assertThat(Outcomes.resultOf(future.futures().get(0))).isZero();
            assertThat(Outcomes.resultOf(future.futures().get(1))).isEqualTo(1);
            future.futures().get(1).cancel(true); // ended long ago: nobody is killed for it
            gate.open();
            assertThat(Outcomes.resultOf(future.futures().get(2))).isEqualTo(2);
        }
    }

    @Test
    void cancelWithoutInterrupt_keepsALaterElementFromRunning_andTheRunningOneGoesOn() {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        Mark ran = Mark.in(directory, "ran");
        try (PoolExecutor pool = Pools.open(1)) {
            MapFuture<Integer> future = pool.with(
                            TaskOptions.defaults().chunkSize(3).failFast(false))
                    .map(
                            number -> {
                                if (number == 1) {
                                    ran.set();
                                }
                                return waitIfFirst(started, gate, number);
                            },
                            List.of(0, 1, 2));
            started.await();

            future.futures().get(1).cancel(false);
            gate.open();

            assertThat(Outcomes.resultOf(future.futures().get(2))).isEqualTo(2);
            assertThat(ran.isSet()).isFalse();
        }
    }

    @Test
    void shutdownNow_returnsWhatHadNotStarted_inARunningChunkToo() throws InterruptedException {
        Mark started = Mark.in(directory, "started");
        Gate never = Gate.in(directory, "never");
        PoolExecutor pool = Pools.open(1);
        MapFuture<Integer> future = pool.with(TaskOptions.defaults().chunkSize(4))
                .map(number -> waitIfFirst(started, never, number), List.of(0, 1, 2, 3));
        started.await();
        assertThat(future.futures().get(0).taskState()).isEqualTo(TaskState.RUNNING);

        List<TaskFuture<?>> notStarted = pool.shutdownNow();

        assertThat(notStarted).containsExactlyElementsOf(future.futures().subList(1, 4));
        assertThat(pool.awaitTermination(Waiting.GUARD)).isTrue();
    }

    private static int length(byte[] bytes) {
        return bytes.length;
    }

    @Test
    @Tag("B42")
    void taskThatKillsTheWorkersWhichReceiveIt_isGivenUp() {
        PoolOptions options = PoolOptions.defaults()
                .workers(1)
                .with(ProcessPoolOptions.defaults().maxHeap(16 << 20));
        try (PoolExecutor pool = Pools.open(options)) {
            TaskFuture<Integer> heavy = pool.submit(AdverseOrderTest::length, new byte[64 << 20]);

            WorkerCrashedException crash = Outcomes.crashOf(heavy);

            assertThat(crash.crash().hint()).contains("out of memory");
            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
        }
    }

    /** Leaves a thread behind that interrupts this task's thread once the task is over. */
    private static void leaveALateInterrupt() {
        Thread own = Thread.currentThread();
        Thread late = new Thread(() -> {
            for (int count = 0; count < 200; count++) {
                own.interrupt();
                Thread.onSpinWait();
            }
        });
        late.setDaemon(true);
        late.start();
    }

    @Test
    void lateInterruptOfUserCode_costsNoWorker() {
        try (PoolExecutor pool = Pools.open(1)) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));
            for (int count = 0; count < 50; count++) {
                Outcomes.resultOf(pool.submit(AdverseOrderTest::leaveALateInterrupt));
            }
            assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI))).isEqualTo(first);
        }
    }

    @Test
    void burstsBehindALongTask_arriveElsewhere() {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        try (PoolExecutor pool = Pools.open(2)) {
            IntStream.range(0, 2_000)
                    .mapToObj(number -> pool.submit(Work::square, number))
                    .toList()
                    .forEach(Outcomes::resultOf);
            TaskFuture<Worker> held = pool.submit(Work::hold, started, gate);
            started.await();
            for (int burst = 0; burst < 300; burst++) {
                IntStream.range(0, 8)
                        .mapToObj(number -> pool.submit(AdverseOrderTest::length, new byte[20_000]))
                        .toList()
                        .forEach(Outcomes::resultOf);
            }
            gate.open();
            Outcomes.resultOf(held);
        }
    }
}
