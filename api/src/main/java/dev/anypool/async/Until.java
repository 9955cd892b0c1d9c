package dev.anypool.async;

import java.util.concurrent.CompletableFuture;

/** What {@link Async#await(Until, Iterable) Async.await} waits for. */
public enum Until {
    /** One of the futures is settled, however. */
    FIRST_COMPLETED,

    /** One of them has failed or was cancelled; or all are settled, if none does. */
    FIRST_FAILED,

    /** All of them are settled. */
    ALL;

    /** Tells whether a settled future is enough, whatever the others do. */
    boolean isMetBy(CompletableFuture<?> settled) {
        return this == FIRST_COMPLETED || (this == FIRST_FAILED && settled.isCompletedExceptionally());
    }
}
