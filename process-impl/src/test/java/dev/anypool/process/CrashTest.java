package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Action;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskTimeoutException;
import dev.anypool.Worker;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.process.Saboteurs.ExhaustHeap;
import dev.anypool.process.Saboteurs.ExitInTask;
import dev.anypool.process.Saboteurs.HaltInTask;
import dev.anypool.process.Saboteurs.OverflowStack;
import dev.anypool.process.Saboteurs.SignalSelf;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Mark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker dies in a task: that task fails with the reason, and nothing else is touched. */
@StartsWorkers
class CrashTest {
    @TempDir
    Path directory;

    private record Deadly(Action task, String summary) {}

    static Stream<Deadly> deadlyTasks() {
        return Stream.of(
                new Deadly(new HaltInTask(3), "exited with code 3"),
                new Deadly(new ExitInTask(0), "exited with code 0"),
                new Deadly(new ExitInTask(9), "exited with code 9"),
                new Deadly(new SignalSelf("KILL"), "was killed by SIGKILL"),
                new Deadly(new SignalSelf("ABRT"), "was killed by SIGABRT"),
                new Deadly(new SignalSelf("TERM"), "was killed by SIGTERM"));
    }

    @ParameterizedTest
    @MethodSource("deadlyTasks")
    @Tag("B33")
    void deadlyTask_failsAlone_andThePoolIsBackAtFullStrength(Deadly deadly) {
        try (PoolExecutor pool = Pools.open(2)) {
            Mark started = Mark.in(directory, "started");
            Gate gate = Gate.in(directory, "gate");
            TaskFuture<Worker> neighbour = pool.submit(Work::hold, started, gate);
            started.await();

            WorkerCrashedException crash = Outcomes.crashOf(pool.submit(deadly.task()));
            gate.open();

            assertThat(crash.crash().summary()).isEqualTo(deadly.summary());
            assertThat(Outcomes.resultOf(neighbour).id()).isEqualTo(1);
            Outcomes.assertFullStrength(pool, 2, directory);
            assertThat(pool.stats().crashes()).containsExactly(crash.crash());
            assertThat(pool.stats().failed()).isEqualTo(1);
            assertThat(pool.stats().lost()).isEqualTo(1);
        }
    }

    @Test
    @Tag("B33")
    void workerKilledFromOutside_failsItsTaskAlone() {
        try (PoolExecutor pool = Pools.open(2)) {
            Mark started = Mark.in(directory, "started");
            Gate gate = Gate.in(directory, "gate");
            Mark held = Mark.in(directory, "neighbour");
            TaskFuture<Worker> neighbour = pool.submit(Work::hold, held, gate);
            held.await(); // by the first worker, since the second does not exist yet
            TaskFuture<?> task = pool.submit(new BusyForEver(started));
            started.await();

            ProcessHandle.of(pidOf(pool, 2)).orElseThrow().destroyForcibly();

            assertThat(Outcomes.crashOf(task).crash().signal()).isEqualTo("SIGKILL");
            gate.open();
            assertThat(Outcomes.resultOf(neighbour).id()).isEqualTo(1);
            Outcomes.assertFullStrength(pool, 2, directory);
        }
    }

    private static long pidOf(PoolExecutor pool, int workerId) {
        return pool.stats().workers().stream()
                .map(stats -> stats.worker())
                .filter(worker -> worker != null && worker.id() == workerId)
                .mapToLong(Worker::pid)
                .findFirst()
                .orElseThrow();
    }

    @Test
    @Tag("B33")
    void idleWorkerKilledFromOutside_costsNoTask() {
        try (PoolExecutor pool = Pools.open(1)) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));

            ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();

            List<TaskFuture<Integer>> futures = IntStream.range(0, 100)
                    .mapToObj(number -> pool.submit(Work::square, number))
                    .toList();
            futures.forEach(Outcomes::resultOf);
            assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI)).pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    @Tag("B33")
    void stoppedWorker_isKilledPastTheRunLimit() throws Exception {
        PoolOptions options = PoolOptions.defaults().workers(2).killGrace(Duration.ofMillis(50));
        try (PoolExecutor pool = Pools.open(options)) {
            pool.submit(Work::square, 1).join();
            TaskFuture<?> task = pool.with(TaskOptions.defaults().runLimit(Duration.ofSeconds(1)))
                    .submit(new SignalSelf("STOP"));

            assertThat(Outcomes.causeOf(task)).isInstanceOf(TaskTimeoutException.class);
            Outcomes.assertFullStrength(pool, 2, directory);
        }
    }

    @Test
    @Tag("B33")
    void stoppedIdleWorker_doesNotKeepThePoolFromClosing() throws Exception {
        try (PoolExecutor pool = Pools.open(1)) {
            Signals.send("STOP", Outcomes.resultOf(pool.submit(Work::whoAmI)).pid());
        }
    }

    @Test
    @Tag("B33")
    void exhaustedHeap_failsItsTaskAlone_andTheWorkerIsReplaced() {
        PoolOptions options = PoolOptions.defaults()
                .workers(1)
                .with(ProcessPoolOptions.defaults().maxHeap(32 << 20));
        try (PoolExecutor pool = Pools.open(options)) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));
            TaskFuture<Integer> hungry = pool.submit(new ExhaustHeap());
            TaskFuture<Worker> next = pool.submit(Work::whoAmI);

            assertThat(Outcomes.causeOf(hungry)).isInstanceOf(OutOfMemoryError.class);
            assertThat(Outcomes.resultOf(next).pid()).isNotEqualTo(first.pid());
            Outcomes.assertFullStrength(pool, 1, directory);
        }
    }

    @Test
    @Tag("B33")
    void stackOverflow_failsItsTaskAlone_andTheWorkerStays() {
        try (PoolExecutor pool = Pools.open(1)) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));

            assertThat(Outcomes.causeOf(pool.submit(new OverflowStack()))).isInstanceOf(StackOverflowError.class);

            assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI))).isEqualTo(first);
        }
    }

    @Test
    @Tag("B37")
    void crashWhileManyThreadsSubmit_failsOneTask() throws InterruptedException {
        try (PoolExecutor pool = Pools.open(2)) {
            List<List<TaskFuture<Integer>>> futures =
                    List.of(new java.util.ArrayList<>(), new java.util.ArrayList<>(), new java.util.ArrayList<>());
            List<Thread> threads = futures.stream()
                    .map(own -> new Thread(() -> {
                        for (int number = 0; number < 500; number++) {
                            own.add(pool.submit(Work::square, number));
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);

            TaskFuture<?> deadly = pool.submit(new HaltInTask(1));

            assertThat(Outcomes.crashOf(deadly).crash().exitCode()).isEqualTo(1);
            for (Thread thread : threads) {
                thread.join();
            }
            futures.forEach(own -> own.forEach(Outcomes::resultOf));
            assertThat(pool.stats().crashes()).hasSize(1);
            assertThat(pool.stats().failed()).isEqualTo(1);
        }
    }

    @Test
    @Tag("B37")
    void crashWhileShutdownWaits_settlesEverything() {
        TaskFuture<?> deadly;
        TaskFuture<Integer> next;
        try (PoolExecutor pool = Pools.open(1)) {
            Gate gate = Gate.in(directory, "gate");
            pool.submit(Work::hold, Mark.in(directory, "started"), gate);
            deadly = pool.submit(new HaltInTask(1));
            next = pool.submit(Work::square, 3);
            pool.shutdown();
            gate.open();
        }
        assertThat(deadly).isCompletedExceptionally();
        assertThat(next).isCompletedWithValue(9);
    }
}
