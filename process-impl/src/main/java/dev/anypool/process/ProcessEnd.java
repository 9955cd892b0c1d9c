package dev.anypool.process;

import dev.anypool.WorkerCrash;
import dev.anypool.WorkerCrashedException;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link WorkerProcess} ended.
 *
 * @param exitCode its exit code; {@code null} if a signal ended it, or it never was
 * @param signal the name of the signal that ended it; {@code null} if none did
 * @param failure what its target threw, or how it crashed; {@code null} if neither
 */
record ProcessEnd(
        @Nullable Integer exitCode,
        @Nullable String signal,
        @Nullable Throwable failure) {
    /** The end of one that was never started. */
    static final ProcessEnd UNBORN = new ProcessEnd(null, null, null);

    /**
     * Works out the end of a process.
     *
     * @param name its name
     * @param crash what happened to its worker; {@code null} if it ended with 0, as it was told to
     * @param thrown what the target threw; {@code null} if nothing is known of it
     */
    static ProcessEnd of(String name, @Nullable WorkerCrash crash, @Nullable Throwable thrown) {
        if (crash == null) {
            return new ProcessEnd(0, null, thrown);
        }
        Integer exitCode = crash.exitCode();
        boolean succeeded = exitCode != null && exitCode == 0; // by System.exit(0)
        Throwable failure = thrown != null || succeeded ? thrown : new WorkerCrashedException(name, crash);
        return new ProcessEnd(exitCode, crash.signal(), failure);
    }
}
