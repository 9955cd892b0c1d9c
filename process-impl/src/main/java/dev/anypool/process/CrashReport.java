package dev.anypool.process;

import static java.util.Map.entry;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.process.wire.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Works out what happened to a worker from what it left behind. */
final class CrashReport {
    private static final int SIGNAL_BASE = 128;
    private static final int REPORT_LINES = 16;
    private static final String SIGKILL = "SIGKILL";

    /** The numbers that Linux and macOS agree on. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            entry(1, "SIGHUP"),
            entry(2, "SIGINT"),
            entry(3, "SIGQUIT"),
            entry(4, "SIGILL"),
            entry(5, "SIGTRAP"),
            entry(6, "SIGABRT"),
            entry(8, "SIGFPE"),
            entry(9, SIGKILL),
            entry(11, "SIGSEGV"),
            entry(13, "SIGPIPE"),
            entry(14, "SIGALRM"),
            entry(15, "SIGTERM"),
            entry(24, "SIGXCPU"),
            entry(25, "SIGXFSZ"),
            entry(26, "SIGVTALRM"),
            entry(27, "SIGPROF"));

    private static final Map<Integer, String> SIGNALS_OF_LINUX =
            Map.of(7, "SIGBUS", 10, "SIGUSR1", 12, "SIGUSR2", 31, "SIGSYS");
    private static final Map<Integer, String> SIGNALS_OF_MACOS =
            Map.of(10, "SIGBUS", 30, "SIGUSR1", 31, "SIGUSR2", 12, "SIGSYS");

    private CrashReport() {}

    /**
     * Describes the end of a worker's process.
     *
     * @param started whether it had come so far that it could take tasks
     * @param killed why the pool killed it; {@code null} if it did not
     */
    static WorkerCrash describe(
            Worker worker, boolean started, int exit, @Nullable String killed, List<String> errorLines, Path folder) {
        @Nullable String signal = signalOf(exit);
        @Nullable String report = nativeReport(folder);
        String summary;
        if (killed != null) {
            summary = "was killed by its parent: " + killed;
        } else if (exit == Wire.EXIT_OUT_OF_MEMORY) {
            summary = "ended itself since a task had used up its heap";
        } else {
            String end = signal != null ? "was killed by " + signal : "exited with code " + exit;
            summary = started ? end : end + " before it could take tasks";
        }
        return new WorkerCrash(
                worker,
                summary,
                signal == null ? exit : null,
                signal,
                errorLines,
                report,
                killed != null ? null : hint(started, exit, signal, report, errorLines));
    }

    private static @Nullable String signalOf(int exit) {
        int number = exit - SIGNAL_BASE;
        String system = System.getProperty("os.name", "");
        Map<Integer, String> own =
                system.startsWith("Linux") ? SIGNALS_OF_LINUX : system.startsWith("Mac") ? SIGNALS_OF_MACOS : Map.of();
        @Nullable String signal = SIGNALS.get(number);
        return signal != null ? signal : own.get(number);
    }

    private static @Nullable String hint(
            boolean started, int exit, @Nullable String signal, @Nullable String report, List<String> errorLines) {
        boolean memory = exit == Wire.EXIT_OUT_OF_MEMORY
                || errorLines.stream().anyMatch(line -> line.contains("OutOfMemoryError"))
                || (report != null && report.contains("insufficient memory"));
        if (memory) {
            return "It ran out of memory: raise ProcessPoolOptions.maxHeap, use fewer workers, or smaller tasks";
        }
        if (SIGKILL.equals(signal)) {
            return "If nobody killed it by hand, the system did, for want of memory: use fewer workers or lower"
                    + " ProcessPoolOptions.maxHeap (dmesg or the container's events tell)";
        }
        if (!started) {
            return errorLines.isEmpty()
                    ? "It wrote nothing to stderr: the pool's initializer may have ended the JVM by System.exit or Runtime.halt"
                    : "What it wrote to stderr tells more; check ProcessPoolOptions.jvmOptions, maxHeap and the class path";
        }
        if (signal == null && report == null && exit >= 0 && exit < SIGNAL_BASE && exit < Wire.EXIT_OUT_OF_MEMORY) {
            return "The task, or a library it uses, ended the JVM by System.exit or Runtime.halt";
        }
        return report == null ? null : "Native code crashed: the report names the library";
    }

    private static @Nullable String nativeReport(Path folder) {
        try (DirectoryStream<Path> reports = Files.newDirectoryStream(folder, "hs_err_pid*.log")) {
            for (Path report : reports) {
                try (BufferedReader reader = Files.newBufferedReader(report, StandardCharsets.ISO_8859_1)) {
                    return reader.lines()
                            .filter(line -> !line.isBlank() && !line.equals("#"))
                            .limit(REPORT_LINES)
                            .collect(Collectors.joining("\n"));
                }
            }
        } catch (IOException e) {
            return null; // no folder, no report
        }
        return null;
    }
}
