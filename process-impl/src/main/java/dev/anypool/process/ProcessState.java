package dev.anypool.process;

/**
 * How far a {@link WorkerProcess} has come.
 *
 * <pre>
 *   NEW ──► STARTED ──► ENDED
 *    └────────────────────▲      (closed without having been started)
 * </pre>
 */
enum ProcessState {
    /** Has not been started. */
    NEW,
    /** Was started; its JVM begins, runs or ends, or what was made for it is being removed. */
    STARTED,
    /** Nothing of it is left, and what became of it is known. */
    ENDED;

    boolean canBecome(ProcessState next) {
        return switch (this) {
            case NEW -> next == STARTED || next == ENDED;
            case STARTED -> next == ENDED;
            case ENDED -> false;
        };
    }
}
