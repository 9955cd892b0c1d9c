package dev.anypool.spi;

import dev.anypool.Worker;

/**
 * Whom a worker reports to. The methods may be called on any thread; calls for one worker come in the order in which things
 * happened. They do not wait and run no user code.
 */
public interface WorkerListener {

    /**
     * The worker can take jobs: it has started, and run the pool's initializer if there is one.
     *
     * @param worker who it is
     */
    void ready(Worker worker);

    /**
     * The pool's initializer failed in the worker, which ends without having been ready; {@link #gone} follows.
     *
     * @param failure what the initializer threw
     */
    void unfit(Outcome failure);

    /**
     * The worker is to be replaced once it has ended the job that it runs, for a reason of the backend's own such as the memory that
     * it takes: it gets no more jobs, and is told to {@linkplain WorkerHandle#retire() retire} when it has none.
     */
    void spent();

    /**
     * A task has ended.
     *
     * @param job the task's job
     * @param index the task's place in it
     * @param outcome what became of it
     */
    void ended(Job job, int index, Outcome outcome);

    /**
     * All tasks of a job have ended, each having been reported.
     *
     * @param job the job
     * @param busyNanos how long the worker was busy with it, in nanoseconds
     */
    void finished(Job job, long busyNanos);

    /**
     * The worker is gone; its last report.
     *
     * @param end how
     */
    void gone(WorkerEnd end);
}
