package dev.anypool.dispatch;

/**
 * What a pool still does.
 *
 * <pre>
 *   OPEN ──► DRAINING ──► STOPPING ──► CLOSING ──► TERMINATED
 *     │        ▲   └─────────▲──────────▲            (DRAINING ──► CLOSING when all is done)
 *     ├────────┼─────────────┤
 *     └──► BROKEN ───────────┘
 * </pre>
 */
enum Lifecycle {
    /** Takes work. */
    OPEN,
    /** Cannot start workers; refuses work, and nothing is left in the queue. */
    BROKEN,
    /** Was shut down; finishes what it has. */
    DRAINING,
    /** Was told to stop; everything in it is being cancelled. */
    STOPPING,
    /** Has no worker any more and frees the rest. */
    CLOSING,
    /** Nothing of it is left. */
    TERMINATED;

    boolean canBecome(Lifecycle next) {
        return switch (this) {
            case OPEN -> next == BROKEN || next == DRAINING || next == STOPPING;
            case BROKEN -> next == DRAINING || next == STOPPING;
            case DRAINING -> next == STOPPING || next == CLOSING;
            case STOPPING -> next == CLOSING;
            case CLOSING -> next == TERMINATED;
            case TERMINATED -> false;
        };
    }

    boolean isShutdown() {
        return compareTo(DRAINING) >= 0;
    }
}
