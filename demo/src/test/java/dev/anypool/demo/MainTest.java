package dev.anypool.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @BeforeEach
    void writeText() throws IOException {
        Files.writeString(folder.resolve("one.txt"), "The cat sat on the mat.\nThe end\n");
        Files.writeString(folder.resolve("two.txt"), "Über the dog");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "mapreduce nonsense",
                "mapreduce --nonsense",
                "mapreduce --workers",
                "mapreduce --workers 0",
                "mapreduce --workers -1",
                "mapreduce --workers two",
                "mapreduce --workers 99999999999",
                "mapreduce --top 0",
                "mapreduce --rounds 0",
                "mapreduce --backend carrier-pigeon",
                "mapreduce --input",
                "mapreduce --input /no/such/path",
                "mapreduce --input /no/such/path --json",
                "mapreduce --input /dev/null",
                "async --workers 0",
                "async --tasks none",
                "async --tick 0",
                "async --backend carrier-pigeon",
                "isolation --workers 0",
                "isolation --nonsense",
                "isolation --backend carrier-pigeon",
                "isolation --backend carrier-pigeon --json",
                "process --limit 0",
                "process --backend thread",
                "squares --backend carrier-pigeon",
                "titles --workers 0",
                "titles --backend carrier-pigeon",
            })
    void badArguments_areToldInOneLine_withExitCode2(String line) {
        assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).hasSize(1);
        String command = line.isEmpty() || line.equals("nonsense") ? "demo/run" : line.split(" ")[0];
        assertThat(err.toString()).startsWith(command + ": ").doesNotContain("Exception", "\tat ");
    }

    @Test
    void emptyInput_isToldInOneLine() {
        assertThat(run("mapreduce", "--input", "")).isEqualTo(2);
        assertThat(err.toString()).isEqualTo("mapreduce: there is no file or folder ''" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "-h",
                "async --help",
                "isolation --help",
                "mapreduce --help",
                "process --help",
                "squares --help",
                "titles --help"
            })
    void help_isShown(String line) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: demo/run");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void json_hasTheseKeys(String backend) throws IOException {
        int exitCode = run(
                "mapreduce",
                "--json",
                "--top",
                "2",
                "--workers",
                "2",
                "--rounds",
                "2",
                "--backend",
                backend,
                "--input",
                folder.toString());
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(keys(json)).containsExactly("backend", "items", "total", "distinct", "top", "workers", "seconds");
        assertThat(json.get("backend").asText()).isEqualTo(backend);
        assertThat(json.get("items").asLong()).isEqualTo(2);
        assertThat(json.get("total").asLong()).isEqualTo(11);
        assertThat(json.get("distinct").asLong()).isEqualTo(8);
        assertThat(json.get("top").toString())
                .isEqualTo("[{\"word\":\"the\",\"count\":4},{\"word\":\"cat\",\"count\":1}]");
        assertThat(json.get("seconds").asDouble()).isPositive();
        assertThat(json.get("workers")).isNotEmpty().allSatisfy(worker -> {
            assertThat(keys(worker)).containsExactly("name", "pid", "items", "busySeconds");
            assertThat(worker.get("name").asText()).startsWith("mapreduce-worker-");
        });
    }

    @Test
    void json_isAscii() {
        run(
                "mapreduce",
                "--json",
                "--top",
                "100",
                "--backend",
                "thread",
                "--input",
                folder.resolve("two.txt").toString());
        assertThat(out.toString()).containsOnlyOnce("\\u00FCber").matches("\\p{ASCII}+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void tables_showWordsWorkersAndSpeed(String backend) {
        String file = folder.resolve("one.txt").toString();
        assertThat(run("mapreduce", "--input", file, "--input", file, "--backend", backend, "--rounds", "2"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("(?m)^the +6$")
                .containsPattern("(?m)^mapreduce-worker-\\d+ +\\d+ +2 +\\d+\\.\\d\\d s$")
                .containsPattern(
                        "2 text files with 16 words, 6 of them different, in \\d+\\.\\d\\d s: .* items/s, .* MB/s")
                .containsPattern("All rounds: \\d+\\.\\d\\d s, \\d+\\.\\d\\d s");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void unreadableFileInAFolder_isCountedAndNamed_andTheRestGoesOn() throws IOException {
        Path locked = Files.writeString(folder.resolve("locked.txt"), "secret");
        assumeTrue(locked.toFile().setReadable(false, false));
        assumeFalse(Files.isReadable(locked), "root reads everything");
        assertThat(run("mapreduce", "--backend", "thread", "--input", folder.toString()))
                .isZero();
        assertThat(err.toString().lines())
                .containsExactly("mapreduce: 1 unreadable, not counted:", "  " + locked + ": permission denied");
        assertThat(out.toString()).contains("2 text files with 11 words").doesNotContain("secret");
    }

    @Test
    void unreadableFilesInAKernelsFolder_areCountedAndNamed() {
        Path folder = Path.of("/proc/sys/vm");
        assumeTrue(Files.exists(folder.resolve("compact_memory")), "a kernel with files that not even root may read");
        assertThat(run("mapreduce", "--backend", "thread", "--input", folder.toString()))
                .isZero();
        assertThat(err.toString())
                .contains(" unreadable, not counted:", "/proc/sys/vm/compact_memory: permission denied");
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void squares_are_1_4_9(String backend) {
        assertThat(run("squares", "--backend", backend)).isZero();
        assertThat(out.toString().strip()).isEqualTo("1, 4, 9");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void titles_tellWhoFetchedThem(String backend) {
        assertThat(run("titles", "--backend", backend, "--workers", "3")).isZero();
        assertThat(err.toString()).isEmpty();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(8).allMatch(line -> line.matches(".+ pid \\d+ +titles-worker-\\d+"));
        assertThat(lines.get(0)).startsWith("A Tale of Two Processes");
        assertThat(columns(lines, -1)).hasSize(3);
        Set<String> pids = columns(lines, -2);
        if (backend.equals("thread")) {
            assertThat(pids)
                    .containsExactly(Long.toString(ProcessHandle.current().pid()));
        } else {
            assertThat(pids)
                    .hasSize(3)
                    .doesNotContain(Long.toString(ProcessHandle.current().pid()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"thread", "process"})
    void async_showsResultsTicksAndTheLargestGap(String backend) {
        assertThat(run("async", "--backend", backend, "--tasks", "5")).isZero();
        assertThat(err.toString()).isEmpty();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(7);
        assertThat(lines.subList(0, 5))
                .allMatch(line -> line.matches(
                        " *[\\d,]+ primes below +[\\d,]+ +async-worker-\\d+ +after +[\\d,]+ ms and +[\\d,]+ ticks"));
        assertThat(lines.get(5)).isEqualTo("gathered, in the order of the input: 41,538 78,498 114,155 148,933 41,538");
        assertThat(lines.get(6))
                .matches("the loop ticked [1-9][\\d,]* times, one every 10 ms;"
                        + " the largest gap between two ticks was [\\d.]+ ms");
    }

    @Test
    void process_showsHowEachEnded() {
        assertThat(run("process", "--limit", "4000")).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines().map(line -> line.replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "the target | was told to end | exit | signal | failure",
                        "returns | 0",
                        "throws an exception | 1 | IllegalStateException",
                        "calls System.exit(3) | 3 | WorkerCrashedException",
                        "never ends | terminate | SIGTERM | WorkerCrashedException",
                        "resists its termination, too | terminate, kill | SIGKILL | WorkerCrashedException");
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    /** Returns the different values of a column, counted from the end of the lines. */
    private static Set<String> columns(List<String> lines, int fromEnd) {
        return lines.stream()
                .map(line -> line.split(" +"))
                .map(words -> words[words.length + fromEnd])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
