package dev.anypool;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pool was doing at one moment, and has done since it was opened.
 *
 * <p>Immutable. The numbers belong to one moment each; a task that moves while the snapshot is taken may be counted at
 * its old place or its new one.
 *
 * @param queued how many tasks wait to be started, those sent ahead to a worker included
 * @param running how many tasks run
 * @param done how many tasks ended with a result
 * @param failed how many tasks ended with an exception, those lost with a worker included
 * @param cancelled how many tasks were cancelled
 * @param lost how many times a task was lost with its worker, whether it was run again or not
 * @param retried how many times a lost task was run again
 * @param workers the workers there are, in order of their numbers
 * @param crashes the workers that were lost, oldest first; the last hundred
 */
public record PoolStats(
        long queued,
        long running,
        long done,
        long failed,
        long cancelled,
        long lost,
        long retried,
        List<WorkerStats> workers,
        List<WorkerCrash> crashes) {

    /**
     * One worker.
     *
     * @param worker which; {@code null} while it starts and is not known yet
     * @param state what it is doing
     * @param tasks how many tasks it has ended
     * @param busy how long it has run tasks
     */
    public record WorkerStats(@Nullable Worker worker, WorkerState state, long tasks, Duration busy) {}
}
