package dev.anypool.spi;

import dev.anypool.WorkerCrash;
import org.jspecify.annotations.Nullable;

/**
 * How a worker ended, and how far it had come.
 *
 * @param crash what happened to it; {@code null} if it ended because it was told to {@linkplain WorkerHandle#retire() retire}
 * @param job the last job that it had started; {@code null} if it had started none
 * @param index the last task of that job that it had started
 */
public record WorkerEnd(
        @Nullable WorkerCrash crash, @Nullable Job job, int index) {

    /**
     * Tells whether the worker had started a task.
     *
     * @param job the task's job, which the worker held when it ended
     * @param index the task's place in it
     * @return whether it had started
     */
    public boolean hadStarted(Job job, int index) {
        return job == this.job && index <= this.index;
    }
}
