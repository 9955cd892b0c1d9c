package dev.anypool;

import dev.anypool.spi.CurrentWorker;
import java.io.Serializable;

/**
 * Where a task runs: one worker thread or one worker JVM.
 *
 * <p>Instances are immutable and may travel as arguments and results.
 *
 * @param id the worker's number, unique within its pool; a replacement gets a new one. 0 outside a task
 * @param name the worker's name, {@code <pool>-worker-<id>}; {@code not a worker} outside a task
 * @param pid the process id of the JVM that runs the code
 * @param backend the name of the backend, such as {@code thread} or {@code process}; {@code none} outside a task
 */
public record Worker(int id, String name, long pid, String backend) implements Serializable {

    private static final Worker OUTSIDE =
            new Worker(0, "not a worker", ProcessHandle.current().pid(), "none");

    /**
     * Returns the worker that runs the calling code.
     *
     * <p>On the thread backend that is known on the task's own thread; on the process backend, on every thread of the
     * worker JVM.
     *
     * @return the worker; outside a task one for which {@link #isWorker()} is {@code false}
     */
    public static Worker current() {
        Worker worker = CurrentWorker.get();
        return worker == null ? OUTSIDE : worker;
    }

    /**
     * Tells whether this is a worker, and not the answer given outside a task.
     *
     * @return {@code true} for a worker
     */
    public boolean isWorker() {
        return id > 0;
    }

    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }
}
