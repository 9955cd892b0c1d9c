package dev.anypool;

/**
 * What {@code submit} and {@code map} do when the pool's queue has no room; see {@link PoolOptions#queueCapacity(int)}.
 */
public enum WhenFull {
    /**
     * The caller waits until there is room, or the {@linkplain TaskOptions#callLimit(java.time.Duration) limit of the call} is over.
     * If it is interrupted meanwhile, or the pool is shut down, the call throws
     * {@link java.util.concurrent.RejectedExecutionException}, and an interrupted thread is left interrupted; a map that had begun
     * goes on waiting after {@link PoolExecutor#shutdown()}. A worker of the pool itself does not wait, since it might wait for
     * itself: what it submits is taken in.
     */
    BLOCK,

    /** The call throws {@link java.util.concurrent.RejectedExecutionException}; of a map, what was begun is cancelled. */
    REJECT,

    /**
     * The task runs on the caller's thread, with copies of its arguments where the backend makes copies. The pool does not protect
     * the caller from it: it cannot be stopped, has no limits, and what crashes a worker crashes the caller.
     */
    RUN_IN_CALLER
}
