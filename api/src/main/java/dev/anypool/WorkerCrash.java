package dev.anypool;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a worker was lost.
 *
 * <p>Instances are immutable. Which parts are known depends on how the worker ended; an unknown one is {@code null}.
 *
 * @param worker the worker that was lost
 * @param summary one clause that says what happened, such as {@code was killed by SIGKILL}
 * @param exitCode the exit code of its process; {@code null} when the process was ended by a signal or has none
 * @param signal the name of the signal that ended it, such as {@code SIGSEGV}; {@code null} when there was none
 * @param lastErrorLines the last lines that it wrote to its standard error, oldest first
 * @param nativeReport the head of the JVM's {@code hs_err_pid} file; {@code null} when there was none
 * @param hint what the likely cause is and what to do about it; {@code null} when nothing is known
 */
public record WorkerCrash(
        Worker worker,
        String summary,
        @Nullable Integer exitCode,
        @Nullable String signal,
        List<String> lastErrorLines,
        @Nullable String nativeReport,
        @Nullable String hint)
        implements Serializable {

    /**
     * Tells the crash in full, over several lines where there is more to say than the summary.
     *
     * @return the text
     */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("worker ").append(worker).append(' ').append(summary);
        if (hint != null) {
            text.append(". ").append(hint);
        }
        if (!lastErrorLines.isEmpty()) {
            text.append("\nits last lines on stderr:");
            lastErrorLines.forEach(line -> text.append("\n  | ").append(line));
        }
        if (nativeReport != null) {
            text.append("\nthe JVM's error report begins:");
            nativeReport.lines().forEach(line -> text.append("\n  | ").append(line));
        }
        return text.toString();
    }
}
