package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.BrokenPoolException;
import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that cannot start: the pool says why, settles everything and refuses more. */
@StartsWorkers
class BrokenStartTest {
    private static PoolExecutor open(int workers, ProcessPoolOptions options) {
        return Pools.open(PoolOptions.defaults().workers(workers).with(options.output(WorkerOutput.DISCARDED)));
    }

    @Test
    @Tag("B42")
    void refusedJvmOption_settlesAllThatWaits_withWhatTheJvmSaid() {
        try (PoolExecutor pool = open(2, ProcessPoolOptions.defaults().jvmOptions("-Xmx-nonsense"))) {
            List<TaskFuture<Integer>> futures = IntStream.range(0, 100)
                    .mapToObj(number -> pool.submit(Work::square, number))
                    .toList();

            for (TaskFuture<Integer> future : futures) {
                assertThat(Outcomes.causeOf(future))
                        .isInstanceOf(BrokenPoolException.class)
                        .hasMessageContaining("3 workers in a row could not start")
                        .hasMessageContaining("-Xmx-nonsense")
                        .hasMessageContaining("jvmOptions");
            }
            assertThat(pool.stats().crashes()).as("the tries were bounded").hasSizeBetween(3, 4);
            assertThatThrownBy(() -> pool.submit(Work::square, 1))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContaining("-Xmx-nonsense");
            assertThatThrownBy(() -> pool.map(Work::square, List.of(1))).isInstanceOf(BrokenPoolException.class);
        }
    }

    @Test
    @Tag("B42")
    void refusedJvmOption_settlesAMap() {
        try (PoolExecutor pool = open(1, ProcessPoolOptions.defaults().jvmOptions("-XX:NoSuchOption"))) {
            MapFuture<Integer> all =
                    pool.map(Work::square, IntStream.range(0, 500).boxed().toList());

            assertThat(Outcomes.causeOf(all)).isInstanceOf(BrokenPoolException.class);
            Waiting.until(
                    "every element is settled", () -> all.futures().stream().allMatch(TaskFuture::isDone));
        }
    }

    @Test
    @Tag("B42")
    void directoryThatIsGone_isToldAsTheReason(@TempDir Path directory) throws IOException {
        Path gone = Files.createDirectory(directory.resolve("soon-gone"));
        ProcessPoolOptions options = ProcessPoolOptions.defaults().directory(gone);
        Files.delete(gone);
        try (PoolExecutor pool = open(1, options)) {
            assertThat(Outcomes.causeOf(pool.submit(Work::square, 3)))
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContaining("could not be started")
                    .hasMessageContaining("soon-gone");
        }
    }

    @Test
    @Tag("B42")
    void startAheadOfABrokenPool_hangsNothing() {
        PoolOptions options = PoolOptions.defaults()
                .workers(2)
                .startAhead(true)
                .with(ProcessPoolOptions.defaults().jvmOptions("-Xmx-nonsense").output(WorkerOutput.DISCARDED));
        try (PoolExecutor pool = Pools.open(options)) {
            assertThat(pool.isShutdown()).isFalse();
        }
    }

    @Test
    void temporaryDirectoryThatIsMissing_isToldWhenThePoolOpens(@TempDir Path directory) {
        String real = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", directory.resolve("missing").toString());
        try {
            assertThatThrownBy(() -> Pools.open(1)).hasMessageContaining("private directory");
        } finally {
            System.setProperty("java.io.tmpdir", real);
        }
    }
}
