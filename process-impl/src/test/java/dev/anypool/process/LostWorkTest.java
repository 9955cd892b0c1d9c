package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.Worker;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.testkit.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of tasks whose worker dies: nothing is lost that had not started, and nothing runs twice unasked. */
@StartsWorkers
class LostWorkTest {
    private static final int TASKS = 4_000;
    private static final int KILLS = 4;

    @TempDir
    Path directory;

    /** Notes on disk that a task has run, in a file of its own. */
    private static int note(String directory, int number) throws IOException {
        Files.writeString(
                Path.of(directory, "ran-" + number), "x", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return number;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("B40")
    void tasksSentAheadToAWorkerThatDies_runElsewhereOnce(long seed) throws Exception {
        String place = directory.toString();
        List<TaskFuture<Integer>> futures = new ArrayList<>();
        try (PoolExecutor pool = Pools.open(2)) {
            List<Thread> submitters = Stream.of(0, 1)
                    .map(half -> new Thread(() -> {
                        for (int number = half; number < TASKS; number += 2) {
                            TaskFuture<Integer> future = pool.submit(LostWorkTest::note, place, number);
                            synchronized (futures) {
                                futures.add(future);
                            }
                        }
                    }))
                    .toList();
            submitters.forEach(Thread::start);
            Random random = new Random(seed);
            for (int kill = 0; kill < KILLS; kill++) {
                int reached = TASKS / (KILLS + 1) * kill + random.nextInt(TASKS / (KILLS + 1)) / 2;
                while (pool.stats().done() < reached) {
                    Thread.onSpinWait();
                }
                anyWorker(pool)
                        .ifPresent(worker -> ProcessHandle.of(worker.pid()).ifPresent(ProcessHandle::destroyForcibly));
            }
            for (Thread submitter : submitters) {
                submitter.join();
            }
        }
        int lost = 0;
        for (int number = 0; number < TASKS; number++) {
            Path file = directory.resolve("ran-" + number);
            assertThat(Files.exists(file) ? Files.size(file) : 0)
                    .as("task %s ran at most once", number)
                    .isLessThanOrEqualTo(1);
        }
        for (TaskFuture<Integer> future : futures) {
            assertThat(future).isDone();
            if (future.isCompletedExceptionally()) {
                assertThat(Outcomes.causeOf(future)).isInstanceOf(WorkerCrashedException.class);
                lost++;
            } else {
                assertThat(Files.size(directory.resolve("ran-" + future.join())))
                        .isEqualTo(1);
            }
        }
        assertThat(futures).hasSize(TASKS);
        assertThat(lost).as("each kill costs the task that ran, at most").isLessThanOrEqualTo(KILLS);
    }

    private static java.util.Optional<Worker> anyWorker(PoolExecutor pool) {
        return pool.stats().workers().stream()
                .flatMap(stats -> Stream.ofNullable(stats.worker()))
                .findFirst();
    }

    private static int haltAt(int fatal, int number) {
        if (number == fatal) {
            Runtime.getRuntime().halt(4);
        }
        return number * number;
    }

    @Test
    @Tag("B40")
    @Tag("B11")
    void crashInAChunk_costsItsElementAlone() {
        try (PoolExecutor pool = Pools.open(1)) {
            List<Integer> numbers = IntStream.range(0, 40).boxed().toList();
            MapFuture<Integer> future = pool.with(
                            TaskOptions.defaults().chunkSize(40).failFast(false))
                    .map(number -> haltAt(17, number), numbers);

            WorkerCrashedException crash = Outcomes.crashOf(future.futures().get(17));

            assertThat(crash.taskName()).endsWith("[17]");
            for (int number : numbers) {
                if (number != 17) {
                    assertThat(Outcomes.resultOf(future.futures().get(number))).isEqualTo(number * number);
                }
            }
            assertThat(Outcomes.causeOf(future)).isSameAs(crash);
        }
    }

    private static int haltUntil(String directory, int successfulRun) throws IOException {
        note(directory, 0);
        if (Files.size(Path.of(directory, "ran-0")) < successfulRun) {
            Runtime.getRuntime().halt(8);
        }
        return successfulRun;
    }

    @Test
    @Tag("B41")
    void retries_runALostTaskAgainSoOftenAndNoMore() throws IOException {
        String place = directory.toString();
        try (PoolExecutor pool = Pools.open(1)) {
            PoolExecutor twice = pool.with(TaskOptions.defaults().retries(2));

            assertThat(Outcomes.resultOf(twice.submit(LostWorkTest::haltUntil, place, 3)))
                    .isEqualTo(3);
            assertThat(pool.stats().retried()).isEqualTo(2);

            Files.delete(directory.resolve("ran-0"));
            assertThat(Outcomes.crashOf(twice.submit(LostWorkTest::haltUntil, place, 100))
                            .crash()
                            .exitCode())
                    .isEqualTo(8);
            assertThat(Files.size(directory.resolve("ran-0"))).isEqualTo(3);

            Files.delete(directory.resolve("ran-0"));
            Outcomes.crashOf(pool.submit(LostWorkTest::haltUntil, place, 2));
            assertThat(Files.size(directory.resolve("ran-0")))
                    .as("never unasked")
                    .isEqualTo(1);
        }
    }

    @Test
    void longTask_holdsUpNothingThatWasSentAhead() {
        try (PoolExecutor pool = Pools.open(2)) {
            for (int number = 0; number < 2_000; number++) {
                pool.submit(Work::square, number); // so short that more is sent ahead
            }
            Mark started = Mark.in(directory, "started");
            TaskFuture<?> busy = pool.submit(new BusyForEver(started));
            List<TaskFuture<Integer>> rest = IntStream.range(0, 2_000)
                    .mapToObj(number -> pool.submit(Work::square, number))
                    .toList();

            rest.forEach(Outcomes::resultOf);

            started.await();
            busy.cancel(true);
        }
    }
}
