package dev.anypool;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A task, an argument or a result cannot travel between parent and worker.
 *
 * <p>The message names the task, what could not travel, where it is, and how to mend it; the cause is the error of the serialization.
 * Only the task concerned fails.
 */
public final class TaskSerializationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String path;

    /**
     * Makes the exception.
     *
     * @param message what could not travel, and how to mend it
     * @param cause the error of the serialization; {@code null} when there was none
     */
    public TaskSerializationException(String message, @Nullable Throwable cause) {
        this(message, null, cause);
    }

    /**
     * Makes the exception, where it is known what could not travel.
     *
     * @param message what could not travel, and how to mend it
     * @param path the way to it, as {@link #path()} tells it; {@code null} when it is not known
     * @param cause the error of the serialization; {@code null} when there was none
     */
    public TaskSerializationException(String message, @Nullable String path, @Nullable Throwable cause) {
        super(message, cause);
        this.path = path;
    }

    /**
     * Returns the way from the function, argument or result to the object in it that could not travel, with the class of each
     * object on the way, such as {@code captured 'this' (com.acme.Report) → field 'connection' (java.sql.Connection)}. It is the
     * class alone if that object was the argument or the result itself.
     *
     * @return the path, which is also in the message; empty when it is not known
     */
    public Optional<String> path() {
        return Optional.ofNullable(path);
    }
}
