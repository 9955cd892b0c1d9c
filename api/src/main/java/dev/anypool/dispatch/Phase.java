package dev.anypool.dispatch;

/**
 * Where a task is in the pool, whether its future is settled or not.
 *
 * <pre>
 *   WAITING ──► QUEUED ──► ASSIGNED ──► ENDED
 *      │          │  ▲        │           ▲
 *      │          │  └────────┘           │     taken back, lost before it started, or retried
 *      └──────────┴───────────────────────┘     settled from outside before it was assigned
 * </pre>
 */
enum Phase {
    /** Encoded, and not part of a job yet. */
    WAITING,
    /** In a job that waits in the queue. */
    QUEUED,
    /** In a job that a worker holds. */
    ASSIGNED,
    /** Needs no worker any more. */
    ENDED;

    boolean canBecome(Phase next) {
        return switch (this) {
            case WAITING -> next == QUEUED || next == ENDED;
            case QUEUED -> next == ASSIGNED || next == ENDED;
            case ASSIGNED -> next == QUEUED || next == ENDED;
            case ENDED -> false;
        };
    }
}
