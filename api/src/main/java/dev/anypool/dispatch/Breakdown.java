package dev.anypool.dispatch;

import dev.anypool.BrokenPoolException;
import org.jspecify.annotations.Nullable;

/**
 * Why a pool was given up.
 *
 * @param reason the reason
 * @param cause what was thrown; {@code null} if the reason says it all
 */
record Breakdown(String reason, @Nullable Throwable cause) {

    /** Makes the exception that tells it, with the caller's stack. */
    BrokenPoolException toException() {
        return new BrokenPoolException(reason, cause);
    }
}
