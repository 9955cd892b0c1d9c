package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.HaltInTask;
import dev.anypool.testkit.Journal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker dies in the middle of much that it was given: what it had done counts, and what it had not begun is done elsewhere. */
@StartsWorkers
class ChunkCrashTest {
    @TempDir
    Path directory;

    private static int noteAndHaltAt(Journal journal, int number, int bad) {
        journal.add(Integer.toString(number));
        if (number == bad) {
            new HaltInTask(1).run();
        }
        return number;
    }

    @Test
    @Tag("B40")
    void crashInTheMiddleOfAChunk_failsItsElementAlone_andNoElementRunsTwice() {
        Journal journal = Journal.in(directory, "journal");
        List<Integer> inputs = IntStream.range(0, 40).boxed().toList();
        try (PoolExecutor pool = Pools.open(1)) {
            MapFuture<Integer> all = pool.with(
                            TaskOptions.defaults().chunkSize(40).failFast(false))
                    .map(number -> noteAndHaltAt(journal, number, 17), inputs);

            assertThat(Outcomes.causeOf(all)).isInstanceOf(WorkerCrashedException.class);
            for (int number : inputs) {
                TaskFuture<Integer> element = all.futures().get(number);
                if (number == 17) {
                    Outcomes.crashOf(element);
                } else {
                    assertThat(Outcomes.resultOf(element)).isEqualTo(number);
                }
            }
            assertThat(all.failedIndex()).hasValue(17);
        }
        assertThat(journal.lines())
                .containsExactlyElementsOf(inputs.stream().map(String::valueOf).toList());
    }

    @Test
    @Tag("B40")
    void severalCrashesInOneChunk_eachFailItsOwnElement() {
        List<Integer> inputs = IntStream.range(0, 30).boxed().toList();
        try (PoolExecutor pool = Pools.open(2)) {
            MapFuture<Integer> all = pool.with(
                            TaskOptions.defaults().chunkSize(15).failFast(false))
                    .map(ChunkCrashTest::haltAtTens, inputs);

            for (int number : inputs) {
                TaskFuture<Integer> element = all.futures().get(number);
                if (number % 10 == 0) {
                    Outcomes.crashOf(element);
                } else {
                    assertThat(Outcomes.resultOf(element)).isEqualTo(number);
                }
            }
        }
    }

    private static int haltAtTens(int number) {
        if (number % 10 == 0) {
            new HaltInTask(1).run();
        }
        return number;
    }

    @Test
    @Tag("B40")
    void largeResultsBeforeACrash_survive() {
        List<Integer> inputs = IntStream.range(0, 8).boxed().toList();
        try (PoolExecutor pool = Pools.open(1)) {
            MapFuture<byte[]> all = pool.with(
                            TaskOptions.defaults().chunkSize(8).failFast(false))
                    .map(ChunkCrashTest::largeOrHalt, inputs);

            for (int number : inputs) {
                if (number == 5) {
                    Outcomes.crashOf(all.futures().get(number));
                } else {
                    assertThat(Outcomes.resultOf(all.futures().get(number)))
                            .hasSize(300_000)
                            .containsOnly(number);
                }
            }
        }
    }

    private static byte[] largeOrHalt(int number) {
        if (number == 5) {
            new HaltInTask(1).run();
        }
        byte[] bytes = new byte[300_000];
        java.util.Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    @Test
    @Tag("B41")
    void failure_thatIsNoLoss_isNotRunAgain() {
        Journal journal = Journal.in(directory, "journal");
        try (PoolExecutor pool = Pools.open(1)) {
            TaskFuture<Integer> future = pool.with(TaskOptions.defaults().retries(5))
                    .submit(() -> {
                        journal.add("try");
                        throw new IllegalStateException("not a loss");
                    });

            assertThat(Outcomes.causeOf(future)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(journal.lines()).hasSize(1);
    }

    @Test
    @Tag("B40")
    void chunkWithRetries_runsTheLostElementAgain_andNoOther() {
        Journal journal = Journal.in(directory, "journal");
        List<Integer> inputs = IntStream.range(0, 10).boxed().toList();
        try (PoolExecutor pool = Pools.open(1)) {
            pool.with(TaskOptions.defaults().chunkSize(10).retries(1).failFast(false))
                    .map(number -> noteAndHaltAt(journal, number, 4), inputs)
                    .handle((results, failure) -> failure)
                    .join();
        }
        Map<String, Long> runs = new HashMap<>();
        journal.lines().forEach(line -> runs.merge(line, 1L, Long::sum));
        assertThat(runs.remove("4")).isEqualTo(2);
        assertThat(runs.values()).hasSize(9).containsOnly(1L);
    }
}
