package dev.anypool.dispatch;

import dev.anypool.WorkerCrash;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many workers may fail before the pool is given up rather than start more without end. The pool's lock guards it.
 *
 * <p>Two counts: starts that failed in a row, and workers lost in a row while no task ended. Any success sets its count back.
 */
final class RestartBudget {
    /** So many workers in a row may fail to start before no more are tried. */
    private static final int MOST_FAILED_STARTS = 3;

    private final int mostLost;
    private int failedStarts;
    private int lost;
    private boolean unfit;
    private @Nullable WorkerCrash last;

    RestartBudget(int mostLost) {
        this.mostLost = mostLost;
    }

    void failedToStart(@Nullable WorkerCrash crash) {
        failedStarts++;
        last = crash;
    }

    void started() {
        failedStarts = 0;
    }

    void lost(@Nullable WorkerCrash crash) {
        lost++;
        last = crash;
    }

    /** Notes that a task has ended on some worker: while one works, starting others is worth a try. */
    void taskEnded() {
        lost = 0;
        failedStarts = Math.min(failedStarts, MOST_FAILED_STARTS - 1);
    }

    /** Notes that the initializer failed, as it would on the next worker. */
    void unfit() {
        unfit = true;
    }

    boolean allowsAStart() {
        return !unfit && failedStarts < MOST_FAILED_STARTS && lost < mostLost;
    }

    /**
     * Says why no more workers are started and the pool is to be given up; {@code null} if it is not.
     *
     * @param anyWorks whether a worker is there that could start
     */
    @Nullable String exhausted(BooleanSupplier anyWorks) {
        if (lost >= mostLost) {
            return lost + " workers in a row were lost while no task ended (PoolOptions.restartBudget); the last one: "
                    + lastFailure();
        }
        if (failedStarts >= MOST_FAILED_STARTS && !anyWorks.getAsBoolean()) {
            return failedStarts + " workers in a row could not start; the last one: " + lastFailure();
        }
        return null;
    }

    private String lastFailure() {
        return last == null ? "nothing is known of the cause" : last.describe();
    }
}
