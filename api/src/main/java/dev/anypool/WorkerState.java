package dev.anypool;

/**
 * What a worker is doing, as its parent knows it.
 *
 * <pre>
 *   STARTING ──► IDLE ◄──► BUSY
 *      │          │          │
 *      └──────────┴──────────┴──► ENDING ──► ENDED      told to end, or being killed
 *      └──────────┴──────────┴─────────────► ENDED      lost
 * </pre>
 */
public enum WorkerState {
    /** Being started; takes no tasks yet. */
    STARTING,
    /** Ready, with nothing to do. */
    IDLE,
    /** Has been given tasks. */
    BUSY,
    /** Told to end or being killed; takes no more tasks. */
    ENDING,
    /** Gone. */
    ENDED;

    /**
     * Tells whether a worker in this state may go over to another.
     *
     * @param next the other state
     * @return whether the arrow is legal
     */
    public boolean canBecome(WorkerState next) {
        return switch (this) {
            case STARTING -> next == IDLE || next == ENDING || next == ENDED;
            case IDLE -> next == BUSY || next == ENDING || next == ENDED;
            case BUSY -> next == IDLE || next == ENDING || next == ENDED;
            case ENDING -> next == ENDED;
            case ENDED -> false;
        };
    }
}
