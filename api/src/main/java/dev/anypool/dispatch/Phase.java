package dev.anypool.dispatch;

/**
 * Where a task is in the pool, whether its future is settled or not.
 *
 * <pre>
 *   WAITING ──► QUEUED ──► ASSIGNED ──► ENDED
 *      │          │  ▲        │           ▲
 *      │          │  └────────┘           │     taken back, lost before it started, or retried
 *      ├──────────┴───────────────────────┤     settled from outside before it was assigned
 *      └──► IN_CALLER ────────────────────┘     the queue is full, and the caller runs it
 * </pre>
 */
enum Phase {
    /** Encoded, and not part of a job yet. */
    WAITING,
    /** In a job that waits in the queue. */
    QUEUED,
    /** Run by the thread that submitted it. */
    IN_CALLER,
    /** In a job that a worker holds. */
    ASSIGNED,
    /** Needs no worker any more. */
    ENDED;

    boolean canBecome(Phase next) {
        return switch (this) {
            case WAITING -> next == QUEUED || next == IN_CALLER || next == ENDED;
            case QUEUED -> next == ASSIGNED || next == ENDED;
            case ASSIGNED -> next == QUEUED || next == ENDED;
            case IN_CALLER -> next == ENDED;
            case ENDED -> false;
        };
    }

    /** Tells whether a task in this phase waits for a worker. */
    boolean waits() {
        return this == WAITING || this == QUEUED;
    }
}
