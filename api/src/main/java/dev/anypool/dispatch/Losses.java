package dev.anypool.dispatch;

import dev.anypool.WorkerCrash;
import dev.anypool.WorkerCrashedException;
import dev.anypool.spi.WorkerEnd;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the tasks that a worker held when it ended: over, lost with it, or to be run elsewhere. The pool's lock guards it.
 */
final class Losses {
    /** So many workers may die on receiving a task, without starting it, before it is taken for the cause. */
    private static final int MOST_FAILED_DELIVERIES = 3;

    private final Dispatcher dispatcher;
    private final Pairing pairing;
    private final Ledger ledger;

    Losses(Dispatcher dispatcher, Pairing pairing, Ledger ledger) {
        this.dispatcher = dispatcher;
        this.pairing = pairing;
        this.ledger = ledger;
    }

    void decide(Seat seat, WorkerEnd end) {
        List<PoolJob> held = new ArrayList<>(seat.jobs());
        seat.jobs().clear();
        WorkerCrash crash = end.crash();
        if (crash != null && !held.isEmpty() && !end.hadStarted(held.get(0), 0)) {
            failUndeliverable(held.get(0), crash);
        }
        for (int index = held.size() - 1; index >= 0; index--) { // the last first, for the queue's head
            release(held.get(index), end);
        }
    }

    /** A job that comes first and is not started may be what kills the workers that receive it: it is tried so often only. */
    private void failUndeliverable(PoolJob job, WorkerCrash crash) {
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (task.phase() != Phase.ENDED
                    && !task.isClaimed()
                    && task.countFailedDelivery() >= MOST_FAILED_DELIVERIES) {
                dispatcher.fail(task, lossOf(task, crash));
            }
        }
    }

    private void release(PoolJob job, WorkerEnd end) {
        List<PoolTask<?>> again = new ArrayList<>();
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (task.phase() == Phase.ENDED) {
                continue;
            }
            if (task.isClaimed()) {
                dispatcher.end(task);
            } else if (!end.hadStarted(job, index)) {
                again.add(task);
            } else {
                ledger.lost();
                if (task.countLoss() <= job.call().options().retries()) {
                    ledger.retried();
                    again.add(task);
                } else {
                    dispatcher.fail(task, lossOf(task, end.crash()));
                }
            }
        }
        pairing.replace(job, again);
    }

    private static Throwable lossOf(PoolTask<?> task, @Nullable WorkerCrash crash) {
        return crash != null
                ? new WorkerCrashedException(task.taskName(), crash)
                : new IllegalStateException("a worker ended with task " + task.taskName() + " unfinished");
    }
}
