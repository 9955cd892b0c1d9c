package dev.anypool.demo.isolation;

import dev.anypool.TaskTimeoutException;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerCrashedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the caller of a task got.
 *
 * @param exception the exception's class, without its package; {@code none} if there was none
 * @param reason what it says, in one clause; may be empty
 */
record Received(String exception, String reason) {
    private static final Pattern SIGNAL = Pattern.compile("\\bSIG[A-Z]+\\b");

    /** Reads what a future was settled with. */
    static Received of(@Nullable Object result, @Nullable Throwable failure) {
        return failure == null
                ? new Received("none", "a result: " + result)
                : new Received(failure.getClass().getSimpleName(), reason(failure));
    }

    private static String reason(Throwable failure) {
        if (failure instanceof WorkerCrashedException crashed) {
            return reason(crashed.crash());
        }
        if (failure instanceof TaskTimeoutException timeout) {
            return "over its run limit of " + timeout.limit().toMillis() + " ms";
        }
        String message = failure.getMessage();
        return message == null ? "" : lastClause(message);
    }

    private static String reason(WorkerCrash crash) {
        Matcher signal = SIGNAL.matcher(crash.nativeReport() == null ? "" : crash.nativeReport());
        return signal.find() ? signal.group() + " in native code, " + crash.summary() : crash.summary();
    }

    /** What comes last in the first sentence says most: before it stand the task and what it was at. */
    private static String lastClause(String message) {
        String sentence = message.strip().split("\\R|\\. ", 2)[0];
        return sentence.substring(sentence.lastIndexOf(": ") + 1).strip();
    }

    @Override
    public String toString() {
        return reason.isEmpty() ? exception : exception + ": " + reason;
    }
}
