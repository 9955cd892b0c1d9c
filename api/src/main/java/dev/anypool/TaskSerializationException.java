package dev.anypool;

import org.jspecify.annotations.Nullable;

/**
 * A task, an argument or a result cannot travel between parent and worker.
 *
 * <p>The message names the task, what could not travel and how to mend it; the cause is the error of the serialization.
 * Only the task concerned fails.
 */
public final class TaskSerializationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message what could not travel, and how to mend it
     * @param cause the error of the serialization; {@code null} when there was none
     */
    public TaskSerializationException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
