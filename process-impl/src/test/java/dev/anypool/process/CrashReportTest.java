package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of an exit code, the last lines and an error report. */
class CrashReportTest {
    private static final Worker WORKER = new Worker(3, "pool-worker-3", 4711, "process");

    @TempDir
    Path folder;

    private WorkerCrash describe(int exit, String... errorLines) {
        return CrashReport.describe(WORKER, true, exit, null, List.of(errorLines), folder);
    }

    @ParameterizedTest
    @CsvSource({
        "0, exited with code 0, 0, ",
        "1, exited with code 1, 1, ",
        "77, exited with code 77, 77, ",
        "78, exited with code 78, 78, ",
        "128, exited with code 128, 128, ",
        "129, was killed by SIGHUP, , SIGHUP",
        "130, was killed by SIGINT, , SIGINT",
        "134, was killed by SIGABRT, , SIGABRT",
        "137, was killed by SIGKILL, , SIGKILL",
        "139, was killed by SIGSEGV, , SIGSEGV",
        "142, was killed by SIGALRM, , SIGALRM",
        "143, was killed by SIGTERM, , SIGTERM",
        "152, was killed by SIGXCPU, , SIGXCPU",
        "192, exited with code 192, 192, ",
        "255, exited with code 255, 255, ",
        "-1, exited with code -1, -1, "
    })
    @Tag("B39")
    void exitCode_isToldAsCodeOrSignal(int exit, String summary, Integer code, String signal) {
        WorkerCrash crash = describe(exit);

        assertThat(crash.worker()).isEqualTo(WORKER);
        assertThat(crash.summary()).isEqualTo(summary);
        assertThat(crash.exitCode()).isEqualTo(code);
        assertThat(crash.signal()).isEqualTo(signal);
    }

    @Test
    @Tag("B39")
    void ownEnd_forWantOfHeap_isToldAsSuch() {
        WorkerCrash crash = describe(Wire.EXIT_OUT_OF_MEMORY);

        assertThat(crash.summary()).contains("used up its heap");
        assertThat(crash.hint()).contains("maxHeap");
    }

    @Test
    @Tag("B39")
    void outOfMemoryErrorOnStandardError_hintsAtMemory_whateverTheExit() {
        assertThat(describe(1, "java.lang.OutOfMemoryError: Metaspace").hint()).contains("ran out of memory");
        assertThat(describe(134, "x", "OutOfMemoryError").hint()).contains("ran out of memory");
        assertThat(describe(1, "all well").hint()).doesNotContain("memory");
    }

    @Test
    @Tag("B39")
    void exitOfATask_hintsAtSystemExit_andASignalDoesNot() {
        assertThat(describe(0).hint()).contains("System.exit");
        assertThat(describe(2).hint()).contains("System.exit");
        assertThat(describe(143).hint()).isNull();
    }

    @Test
    @Tag("B39")
    void errorReport_isToldByItsHead_withoutEmptyLines() throws IOException {
        Files.writeString(
                folder.resolve("hs_err_pid4711.log"),
                "#\n# A fatal error\n#\n\n#  SIGSEGV (0xb)\n" + "more\n".repeat(100));

        WorkerCrash crash = describe(134);

        assertThat(crash.nativeReport().lines()).hasSize(16).startsWith("# A fatal error", "#  SIGSEGV (0xb)", "more");
        assertThat(crash.hint()).contains("Native code");
        assertThat(crash.describe()).contains("the JVM's error report begins").contains("| #  SIGSEGV (0xb)");
    }

    @Test
    @Tag("B39")
    void errorReport_forWantOfMemory_hintsAtMemory() throws IOException {
        Files.writeString(
                folder.resolve("hs_err_pid1.log"),
                "# There is insufficient memory for the Java Runtime Environment to continue.\n");

        assertThat(describe(1).hint()).contains("ran out of memory");
    }

    @Test
    void kill_byThePool_isToldWithItsReason_andNeedsNoHint() {
        WorkerCrash crash = CrashReport.describe(WORKER, true, 137, "it was in the way", List.of(), folder);

        assertThat(crash.summary()).isEqualTo("was killed by its parent: it was in the way");
        assertThat(crash.hint()).isNull();
    }

    @Test
    void endBeforeTheFirstTask_isToldAsSuch() {
        WorkerCrash crash = CrashReport.describe(WORKER, false, 1, null, List.of("Unrecognized option"), folder);

        assertThat(crash.summary()).isEqualTo("exited with code 1 before it could take tasks");
        assertThat(crash.hint()).contains("jvmOptions");
        assertThat(crash.describe()).contains("| Unrecognized option");
    }

    @Test
    void folderThatIsGone_costsTheReportOnly() {
        WorkerCrash crash = CrashReport.describe(WORKER, true, 1, null, List.of("x"), folder.resolve("never there"));

        assertThat(crash.nativeReport()).isNull();
        assertThat(crash.lastErrorLines()).containsExactly("x");
    }
}
