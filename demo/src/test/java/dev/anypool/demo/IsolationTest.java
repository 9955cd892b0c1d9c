package dev.anypool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code isolation} from end to end, on real threads and real JVMs. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationTest {
    private static final Logger POOLS_LOG = Logger.getLogger("dev.anypool");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Log log = new Log();

    /** Keeps what pools log. */
    private static final class Log extends Handler {
        private final ConcurrentLinkedQueue<String> messages = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord message) {
            messages.add(message.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @BeforeEach
    void listen() {
        POOLS_LOG.addHandler(log);
    }

    @AfterEach
    void nothingIsLeft() throws InterruptedException {
        POOLS_LOG.removeHandler(log);
        assertThat(POOLS_LOG.getLevel()).as("the level of the pools' log").isNull();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("isolation")) {
                thread.join(30_000); // one that was given up loops until the demo ends
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void process_everyMisdeedCostsOneTask(int workers) throws IOException {
        JsonNode json = json("isolation", "--json", "--workers", Integer.toString(workers));

        assertThat(json.get("backend").asText()).isEqualTo("process");
        assertThat(json.get("workers").asInt()).isEqualTo(workers);
        assertThat(ends(json))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ENDLESS_LOOP", "TaskTimeoutException: over its run limit of 500 ms; replaced",
                        "NATIVE_CRASH", "WorkerCrashedException: SIGSEGV in native code, exited with code 1; replaced",
                        "EXIT", "WorkerCrashedException: exited with code 3; replaced",
                        "HALT", "WorkerCrashedException: exited with code 4; replaced",
                        "EXHAUSTED_HEAP", "OutOfMemoryError: Java heap space; replaced",
                        "STACK_OVERFLOW", "StackOverflowError: ; kept",
                        "UNENCODABLE_RESULT", "TaskSerializationException: java.lang.Thread is not Serializable; kept",
                        "KILLED", "WorkerCrashedException: was killed by SIGKILL; replaced",
                        "STOPPED", "TaskTimeoutException: over its run limit of 500 ms; replaced"));
        assertThat(json.get("leftOut")).isEmpty();
        assertThat(json.get("replaced").asInt()).isEqualTo(7);
    }

    @Test
    void thread_doesWhatAThreadSurvives_andSaysWhyNotTheRest() throws IOException {
        JsonNode json = json("isolation", "--json", "--backend", "thread");

        assertThat(json.get("workers").asInt()).isEqualTo(2);
        assertThat(ends(json))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "ENDLESS_LOOP", "TaskTimeoutException: over its run limit of 500 ms; replaced",
                        "STACK_OVERFLOW", "StackOverflowError: ; kept",
                        "UNENCODABLE_RESULT",
                                "TaskSerializationException: java.lang.Thread is not Serializable; kept"));
        assertThat(json.get("leftOut")).hasSize(6).allSatisfy(leftOut -> {
            assertThat(keys(leftOut)).containsExactly("misdeed", "reason");
            assertThat(leftOut.get("reason").asText()).isNotBlank();
        });
        assertThat(json.get("replaced").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"process", "thread"})
    void table_isNarrow_andSummedUpInItsLastLine(String backend) {
        assertThat(run("isolation", "--backend", backend)).isZero();

        assertThat(err.toString()).isEmpty();
        assertThat(log.messages).as("what would tear the table").isEmpty();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 120 && line.matches("\\p{Print}+"));
        assertThat(lines.get(0)).matches("what the task did +what its caller got +recovery +worker +good");
        assertThat(lines.get(1)).matches("looped for ever +TaskTimeoutException: .* +[\\d,]+ ms +replaced +(\\d+)/\\1");
        assertThat(lines.get(lines.size() - 1))
                .matches("\\d bad tasks, all ended as expected; [\\d,]+ good tasks, all correct; \\d workers? replaced;"
                        + " \\d+\\.\\d s\\.");
        if (backend.equals("thread")) {
            assertThat(lines).hasSize(1 + 3 + 6 + 1);
            assertThat(lines).contains("Left out: called System.exit(3); it would end this JVM.");
        } else {
            assertThat(lines).hasSize(1 + 9 + 1);
        }
    }

    @Test
    void verbose_letsThePoolLog() {
        assertThat(run("isolation", "--backend", "thread", "--verbose")).isZero();

        assertThat(log.messages).anyMatch(message -> message.contains("gave up"));
    }

    /** Runs the command, and checks what holds for every run. */
    private JsonNode json(String... arguments) throws IOException {
        int exitCode = run(arguments);
        assertThat(err.toString()).isEmpty();
        assertThat(exitCode).as(out.toString()).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(keys(json))
                .containsExactly(
                        "backend",
                        "workers",
                        "bad",
                        "leftOut",
                        "goodTasks",
                        "goodRight",
                        "replaced",
                        "passed",
                        "seconds");
        assertThat(json.get("passed").asBoolean()).isTrue();
        assertThat(json.get("seconds").asDouble()).isPositive();
        assertThat(json.get("goodTasks").asInt())
                .isEqualTo(json.get("goodRight").asInt());
        assertThat(json.get("bad")).allSatisfy(bad -> {
            assertThat(keys(bad))
                    .containsExactly(
                            "misdeed",
                            "did",
                            "exception",
                            "reason",
                            "asExpected",
                            "recoveryMillis",
                            "worker",
                            "goodTasks",
                            "goodRight");
            assertThat(bad.get("asExpected").asBoolean()).isTrue();
            assertThat(bad.get("recoveryMillis").isNumber()).isTrue();
            assertThat(bad.get("goodTasks").asInt())
                    .as("good tasks before, and one after")
                    .isGreaterThan(json.get("workers").asInt());
        });
        return json;
    }

    /** Returns for each misdeed what the caller got, and what became of the worker. */
    private static Map<String, String> ends(JsonNode json) {
        Map<String, String> ends = new TreeMap<>();
        json.get("bad")
                .forEach(bad -> ends.put(
                        bad.get("misdeed").asText(),
                        bad.get("exception").asText() + ": " + bad.get("reason").asText() + "; "
                                + bad.get("worker").asText()));
        return ends;
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
