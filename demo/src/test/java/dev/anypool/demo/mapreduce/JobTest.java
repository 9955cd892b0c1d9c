package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.demo.DemoPool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job on every backend, against a plain sequential count. */
@Timeout(120)
class JobTest {
    private static final String PACKAGES = "java.base/java/util";
    private static final long OWN_PID = ProcessHandle.current().pid();

    @ParameterizedTest
    @CsvSource({"thread, 1", "thread, 2", "thread, 4", "process, 1", "process, 2", "process, 4"})
    void classes_areCountedTheSameEverywhere(String backend, int workers) throws IOException {
        Result result = run(backend, workers, JdkClasses.in(PACKAGES));
        assertThat(WordCountsTest.asMap(result.counts())).isEqualTo(SequentialCount.ofClasses(PACKAGES));
        assertThat(result.items()).isGreaterThan(300);
        assertThat(result.unreadable()).isEmpty();
        assertWorkers(result, backend, workers);
    }

    @ParameterizedTest
    @CsvSource({"thread, 1", "thread, 2", "thread, 4", "process, 1", "process, 2", "process, 4"})
    void text_isCountedTheSameEverywhere(String backend, int workers, @TempDir Path folder) throws IOException {
        writeTexts(folder);
        Result result = run(backend, workers, TextFiles.in(List.of(folder)));
        Map<String, Long> expected = SequentialCount.ofTextFiles(folder);
        assertThat(WordCountsTest.asMap(result.counts())).isEqualTo(expected);
        assertThat(result.counts().distinct()).isEqualTo(expected.size());
        assertThat(result.items()).isEqualTo(43);
        assertWorkers(result, backend, workers);
    }

    /** Many small files, an empty one and a large one that is cut, in nested folders. */
    private static void writeTexts(Path folder) throws IOException {
        Random random = new Random(3);
        Path nested = Files.createDirectories(folder.resolve("a folder/ünder it"));
        for (int file = 0; file < 40; file++) {
            Files.writeString((file % 2 == 0 ? folder : nested).resolve("text" + file), text(random, 300));
        }
        Files.writeString(folder.resolve("large"), text(random, 60_000));
        Files.writeString(nested.resolve("large"), text(random, 40_000));
        Files.writeString(folder.resolve("empty"), "");
    }

    private static String text(Random random, int words) {
        List<String> ends = List.of(" ", " ", " ", ", ", ". ", "\n", "\r\n", "-");
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < words; word++) {
            int number = random.nextInt(1 + random.nextInt(500));
            text.append(number % 7 == 0 ? "Größe" : number % 5 == 0 ? "日本" : "Word")
                    .append(number)
                    .append(ends.get(random.nextInt(ends.size())));
        }
        return text.toString();
    }

    private static Result run(String backend, int workers, Input input) throws IOException {
        try (DemoPool pool = DemoPool.open(backend, workers, "count")) {
            Job job = new Job(input, pool.executor());
            job.run("first");
            return job.run("second");
        }
    }

    private static void assertWorkers(Result result, String backend, int workers) {
        LongPredicate expectedPid = pid -> backend.equals("thread") == (pid == OWN_PID);
        assertThat(result.workers())
                .isNotEmpty()
                .hasSizeLessThanOrEqualTo(workers)
                .allSatisfy(worker -> {
                    assertThat(worker.name()).startsWith("count-worker-");
                    assertThat(expectedPid.test(worker.pid())).isTrue();
                    assertThat(worker.busySeconds()).isPositive();
                });
        assertThat(result.workers().stream().mapToLong(WorkerShare::items).sum())
                .isEqualTo(result.items());
    }
}
