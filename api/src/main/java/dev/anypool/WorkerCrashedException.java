package dev.anypool;

/**
 * The worker was lost while it ran the task, so the task has no result.
 *
 * <p>The message names the task and the worker and says all that is known of the end: pid, exit code or signal, the last
 * lines of standard error, the head of the JVM's error report, and a hint when memory was the likely cause. Other tasks are
 * not affected, and the pool replaces the worker. The task is not run again, since it may have had effects, unless
 * {@link TaskOptions#retries(int)} allows it.
 */
public final class WorkerCrashedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String taskName;
    private final WorkerCrash crash;

    /**
     * Makes the exception.
     *
     * @param taskName the name of the task that was lost
     * @param crash how the worker was lost
     */
    public WorkerCrashedException(String taskName, WorkerCrash crash) {
        super("task " + taskName + " was lost: " + crash.describe());
        this.taskName = taskName;
        this.crash = crash;
    }

    /**
     * Returns the name of the task that was lost.
     *
     * @return the task's name
     */
    public String taskName() {
        return taskName;
    }

    /**
     * Returns how the worker was lost.
     *
     * @return the crash as data
     */
    public WorkerCrash crash() {
        return crash;
    }
}
