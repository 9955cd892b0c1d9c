package dev.anypool.spi;

import dev.anypool.WorkerCrash;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, and how far it had come.
 *
 * @param crash what happened to it; {@code null} if it ended because it was told to {@linkplain WorkerHandle#retire() retire}
 * @param started tells of a job that the worker held when it ended, and a task's place in it, whether the task had started
 */
public record WorkerEnd(@Nullable WorkerCrash crash, BiPredicate<Job, Integer> started) {

    /**
     * Makes the end of a worker that had started nothing which it had not reported.
     *
     * @param crash what happened to it; {@code null} if it ended because it was told to
     * @return the end
     */
    public static WorkerEnd withNothingStarted(@Nullable WorkerCrash crash) {
        return new WorkerEnd(crash, (job, index) -> false);
    }

    /**
     * Tells whether the worker had started a task.
     *
     * @param job the task's job, which the worker held when it ended
     * @param index the task's place in it
     * @return whether it had started
     */
    public boolean hadStarted(Job job, int index) {
        return started.test(job, index);
    }
}
