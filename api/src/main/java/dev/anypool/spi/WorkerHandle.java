package dev.anypool.spi;

import java.util.List;

/**
 * The parent's view of one worker.
 *
 * <p>All methods but {@link #flush()} are called with the pool's lock held: they must not wait, and must not call the
 * {@link WorkerListener} before they return.
 */
public interface WorkerHandle {

    /**
     * Gives the worker a job, to be run after those that it has. The job need not leave before {@link #flush()}.
     *
     * @param job the job
     */
    void assign(Job job);

    /** Sends off what was assigned. Called without the pool's lock. */
    void flush();

    /**
     * Returns how many jobs the worker may hold at once: 1, or more when jobs are so short that it pays to send the next ones
     * ahead. Jobs beyond the first must be such that {@link #takeBack()} can still have them.
     *
     * @return the number, at least 1
     */
    int capacity();

    /**
     * Tells whether the worker has started a task.
     *
     * @param job the task's job
     * @param index the task's place in it
     * @return {@code true} from the moment the worker says that it runs the task
     */
    boolean hasStarted(Job job, int index);

    /**
     * Takes back the jobs that the worker holds and has not started. From the return on it cannot start them, whatever it
     * is doing, or not doing.
     *
     * @return the jobs, in the order in which they were assigned
     */
    List<Job> takeBack();

    /**
     * Asks for a task to end: passes over it if it has not started, and interrupts it if it runs and may be interrupted. The
     * worker reports the task's outcome in any case, and must not let the interrupt hit another task.
     *
     * @param job the task's job
     * @param index the task's place in it
     * @param interrupt whether it may be interrupted if it runs
     */
    void stop(Job job, int index, boolean interrupt);

    /** Lets the worker end after the jobs that it has; one that is not ready yet is to end at once. */
    void retire();

    /**
     * Ends the worker now, whatever it is doing. It may report {@link WorkerListener#gone} before this returns.
     *
     * @param reason why, as a clause such as {@code task x did not stop within 100 ms}
     */
    void kill(String reason);
}
