package dev.anypool.async;

/**
 * What an event loop still does.
 *
 * <pre>
 *   OPEN ──► DRAINING ──► CLOSED
 * </pre>
 */
enum LoopState {
    /** Takes tasks, and runs them and what is due. */
    OPEN,
    /** Was shut down: refuses tasks, has dropped its delays, and runs what it had been given. */
    DRAINING,
    /** Runs nothing any more. */
    CLOSED;

    boolean canBecome(LoopState next) {
        return switch (this) {
            case OPEN -> next == DRAINING;
            case DRAINING -> next == CLOSED;
            case CLOSED -> false;
        };
    }
}
