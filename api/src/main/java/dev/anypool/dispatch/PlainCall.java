package dev.anypool.dispatch;

import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import java.io.Serializable;
import java.lang.System.Logger.Level;
import java.util.concurrent.CancellationException;

/** One call of a pool's {@code ExecutorService}: knows what was given, for names, errors and {@code shutdownNow}. */
final class PlainCall extends Call {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    private final PlainTask<?> task;

    PlainCall(PlainTask<?> task, TaskOptions options) {
        super(task.given().getClass(), options);
        this.task = task;
    }

    PlainTask<?> task() {
        return task;
    }

    /** Returns an error that tells how a plain lambda is made to travel, if that is what is missing; else the one that is given. */
    TaskSerializationException explain(TaskSerializationException failure) {
        if (task.given() instanceof Serializable) {
            return failure;
        }
        String path = failure.path().orElseGet(() -> task.given().getClass().getName());
        return new TaskSerializationException(
                "task " + name() + ": the " + task.kind() + " cannot travel to a worker: " + path
                        + " is not Serializable. Cast the lambda, (" + task.kind()
                        + " & Serializable), make the class Serializable, or give the task to PoolExecutor.submit, which makes"
                        + " lambdas Serializable by itself.",
                path,
                failure);
    }

    /** Logs what a task threw that no future tells of. */
    void log(Throwable failure, String poolName) {
        if (!(failure instanceof CancellationException)) { // which the pool's end brings about, and no task
            LOGGER.log(Level.ERROR, "task " + name() + ", given to pool " + poolName + " by execute, failed", failure);
        }
    }
}
