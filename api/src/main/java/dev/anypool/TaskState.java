package dev.anypool;

/**
 * What a task is doing, as its parent knows it.
 *
 * <pre>
 *   QUEUED ──► RUNNING ──► DONE | FAILED | CANCELLED
 *     ▲  │        │
 *     │  └────────┼──────► FAILED | CANCELLED        (settled before it started)
 *     └───────────┘                                  (its worker was lost and a retry was allowed)
 * </pre>
 */
public enum TaskState {
    /** Submitted, and not started by any worker: it may still wait in the parent or have been sent ahead to a worker. */
    QUEUED,
    /** A worker has said that it runs the task. */
    RUNNING,
    /** It ended with a result. */
    DONE,
    /** It ended with an exception. */
    FAILED,
    /** It was cancelled. */
    CANCELLED;

    /**
     * Tells whether the task has an outcome.
     *
     * @return {@code true} for {@link #DONE}, {@link #FAILED} and {@link #CANCELLED}
     */
    public boolean isSettled() {
        return compareTo(DONE) >= 0;
    }
}
