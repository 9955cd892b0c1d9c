package dev.anypool;

import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The pool cannot start workers, its initializer failed, or its workers kept dying; it has given up, and the message says why.
 *
 * <p>Tasks that were waiting fail with it, and {@code submit}, {@code map} and {@code stream} throw it from then on. Close the
 * pool, mend the cause and open another.
 */
public final class BrokenPoolException extends RejectedExecutionException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message which pool broke and why
     * @param cause what kept the workers from starting; {@code null} when the message says it all
     */
    public BrokenPoolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
