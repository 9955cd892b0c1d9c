package dev.anypool;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * The pool stopped a task because it ran longer than its {@linkplain TaskOptions#runLimit(Duration) run limit}.
 *
 * <p>A plain {@link TimeoutException} as the cause of a failure was thrown by the task itself, or comes from
 * {@link java.util.concurrent.CompletableFuture#orTimeout orTimeout}.
 */
public final class TaskTimeoutException extends TimeoutException {
    private static final long serialVersionUID = 1L;

    private final String taskName;
    private final Duration limit;

    /**
     * Makes the exception.
     *
     * @param taskName the name of the task that was stopped
     * @param limit the limit that it exceeded
     * @param worker the worker that ran it
     */
    public TaskTimeoutException(String taskName, Duration limit, String worker) {
        super("task " + taskName + " ran longer than its run limit of " + limit.toMillis() + " ms on " + worker
                + " and was stopped; raise TaskOptions.runLimit if that was too short");
        this.taskName = taskName;
        this.limit = limit;
    }

    /**
     * Returns the name of the task that was stopped.
     *
     * @return the task's name
     */
    public String taskName() {
        return taskName;
    }

    /**
     * Returns the limit that the task exceeded.
     *
     * @return the limit
     */
    public Duration limit() {
        return limit;
    }
}
