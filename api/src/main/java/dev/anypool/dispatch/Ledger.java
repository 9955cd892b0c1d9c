package dev.anypool.dispatch;

import dev.anypool.PoolStats;
import dev.anypool.TaskState;
import dev.anypool.WorkerCrash;
import dev.anypool.spi.WorkerHandle;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What has become of tasks and workers, counted. The pool's lock guards all but the outcomes, which any thread counts. */
final class Ledger {
    private static final int MOST_CRASHES_KEPT = 100;

    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();
    private final Deque<WorkerCrash> crashes = new ArrayDeque<>();
    private long lost;
    private long retried;

    /** Counts a task that was settled just now; needs no lock. */
    void settled(TaskState state) {
        switch (state) {
            case DONE -> done.increment();
            case FAILED -> failed.increment();
            case CANCELLED -> cancelled.increment();
            default -> throw new IllegalArgumentException(state + " is not the state of a settled task");
        }
    }

    void lost() {
        lost++;
    }

    void retried() {
        retried++;
    }

    void crashed(WorkerCrash crash) {
        if (crashes.size() == MOST_CRASHES_KEPT) {
            crashes.removeFirst();
        }
        crashes.addLast(crash);
    }

    /**
     * Tells all, as it is now.
     *
     * @param open how many tasks have not ended
     * @param waiting how many of them no worker holds, and no caller runs
     * @param seats the workers
     */
    PoolStats stats(long open, long waiting, List<Seat> seats) {
        long running = seats.stream()
                .filter(seat -> seat.jobs().stream().anyMatch(job -> isRunning(seat.handle(), job)))
                .count();
        long held = seats.stream()
                .flatMap(seat -> seat.jobs().stream())
                .mapToLong(PoolJob::live)
                .sum();
        long inCaller = open - waiting - held;
        return new PoolStats(
                waiting + held - running,
                running + inCaller,
                done.sum(),
                failed.sum(),
                cancelled.sum(),
                lost,
                retried,
                seats.stream().map(Seat::stats).toList(),
                List.copyOf(crashes));
    }

    private static boolean isRunning(WorkerHandle handle, PoolJob job) {
        for (int index = 0; index < job.size(); index++) {
            if (job.task(index).phase() == Phase.ASSIGNED) {
                return handle.hasStarted(job, index);
            }
        }
        return false;
    }
}
