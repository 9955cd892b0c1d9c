package dev.anypool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * The pool gave a task or a call up because it exceeded a limit of its {@link TaskOptions}; {@link #kind()} says which.
 *
 * <p>A plain {@link TimeoutException} as the cause of a failure was thrown by the task itself, or comes from
 * {@link java.util.concurrent.CompletableFuture#orTimeout orTimeout}.
 */
public final class TaskTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    /** Which limit was exceeded. */
    public enum Kind {
        /** {@link TaskOptions#runLimit(Duration)}: the task ran too long, and was stopped. */
        RUN,
        /** {@link TaskOptions#queueLimit(Duration)}: the task waited too long, and never ran. */
        QUEUE,
        /** {@link TaskOptions#callLimit(Duration)}: the whole call took too long, and what was left of it was cancelled. */
        CALL
    }

    private final Kind kind;
    private final String taskName;
    private final Duration limit;

    /**
     * Makes the exception.
     *
     * @param kind which limit was exceeded
     * @param taskName the name of the task, or that the tasks of the call have in common
     * @param limit the limit
     * @param message what happened, as a sentence
     */
    public TaskTimeoutException(Kind kind, String taskName, Duration limit, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind, "kind");
        this.taskName = Objects.requireNonNull(taskName, "taskName");
        this.limit = Objects.requireNonNull(limit, "limit");
    }

    /**
     * Tells which limit was exceeded.
     *
     * @return the kind of the limit
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns the name of the task.
     *
     * @return the name of the task, or that the tasks of the call have in common
     */
    public String taskName() {
        return taskName;
    }

    /**
     * Returns the limit that was exceeded.
     *
     * @return the limit
     */
    public Duration limit() {
        return limit;
    }
}
