package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.TaskSerializationException;
import dev.anypool.TaskTimeoutException;
import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerCrashedException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** One line for each way in which a task fails. */
class ReceivedTest {
    @Test
    void crash_tellsTheSummary_andTheSignalInNativeCode() {
        assertThat(of(crash("was killed by SIGKILL", null))).isEqualTo("WorkerCrashedException: was killed by SIGKILL");
        assertThat(of(crash("exited with code 1", "# A fatal error:\n#  SIGSEGV (0xb) at pc=0x1, pid=2")))
                .isEqualTo("WorkerCrashedException: SIGSEGV in native code, exited with code 1");
    }

    @Test
    void timeout_tellsTheLimit() {
        assertThat(of(new TaskTimeoutException(
                        TaskTimeoutException.Kind.RUN, "loop", Duration.ofMillis(500), "task looped for ever")))
                .isEqualTo("TaskTimeoutException: over its run limit of 500 ms");
    }

    @Test
    void message_isCutToTheLastClauseOfItsFirstSentence() {
        assertThat(of(new TaskSerializationException(
                        "task x: the result: java.lang.Thread is not so. Make it so: now", null)))
                .isEqualTo("TaskSerializationException: java.lang.Thread is not so");
        assertThat(of(new OutOfMemoryError("Java heap space"))).isEqualTo("OutOfMemoryError: Java heap space");
    }

    @Test
    void noMessage_leavesTheNameAlone() {
        assertThat(of(new StackOverflowError())).isEqualTo("StackOverflowError");
    }

    @Test
    void noFailure_isToldAsSuch() {
        assertThat(Received.of(5, null)).hasToString("none: a result: 5");
    }

    private static String of(Throwable failure) {
        return Received.of(null, failure).toString();
    }

    private static WorkerCrashedException crash(String summary, @Nullable String report) {
        Worker worker = new Worker(1, "worker-1", 7, "process");
        return new WorkerCrashedException("x", new WorkerCrash(worker, summary, null, null, List.of(), report, null));
    }
}
