package dev.anypool.dispatch;

import dev.anypool.TaskTimeoutException;
import dev.anypool.TaskTimeoutException.Kind;
import java.time.Duration;

/**
 * The limits that callers set: when they strike, and what a task that exceeds one fails with. The pool's lock guards it.
 */
final class Limits {
    private final Dispatcher dispatcher;
    private final Pairing pairing;
    private final Settler settler;
    private final Alarms alarms;

    Limits(Dispatcher dispatcher, Pairing pairing, Settler settler, Alarms alarms) {
        this.dispatcher = dispatcher;
        this.pairing = pairing;
        this.settler = settler;
        this.alarms = alarms;
    }

    /** Sets the alarms that count from the submission of a task. */
    void submitted(PoolTask<?> task) {
        task.call()
                .options()
                .queueLimit()
                .ifPresent(limit ->
                        task.limit(alarms.set(limit, () -> dispatcher.step(() -> waitedTooLong(task, limit)))));
        task.call()
                .limitLeft()
                .ifPresent(left -> task.limit(alarms.set(left, () -> dispatcher.step(() -> tookTooLong(task)))));
    }

    /** Sets the alarms that count from the start of a task, as it is given to a worker. */
    void assigned(Seat seat, PoolJob job) {
        job.call().options().runLimit().ifPresent(limit -> {
            for (int index = 0; index < job.size(); index++) {
                PoolTask<?> task = job.task(index);
                task.alarm(alarms.set(limit, () -> dispatcher.step(() -> ranTooLong(task, job, limit, seat))));
            }
        });
    }

    private void ranTooLong(PoolTask<?> task, PoolJob job, Duration limit, Seat seat) {
        if (task.phase() == Phase.ASSIGNED && task.job() == job) {
            if (task.isClaimed()) {
                dispatcher.abandon(task, true); // it was settled without being interrupted
                return;
            }
            fail(
                    task,
                    Kind.RUN,
                    limit,
                    "ran longer than its run limit of " + limit.toMillis() + " ms on " + seat.worker()
                            + " and was stopped; raise TaskOptions.runLimit if that was too short");
        }
    }

    private void waitedTooLong(PoolTask<?> task, Duration limit) {
        PoolJob job = task.job();
        Seat seat = job == null ? null : job.seat;
        if (seat != null && task.phase() == Phase.ASSIGNED && !task.wasLost()) {
            pairing.takeBack(seat); // it may have been sent, and not started
        }
        if (task.phase().waits() && !task.wasLost()) { // one that was lost has started once
            fail(
                    task,
                    Kind.QUEUE,
                    limit,
                    "did not start within its queue limit of " + limit.toMillis()
                            + " ms and never will; use more workers, or raise TaskOptions.queueLimit");
        }
    }

    private void tookTooLong(PoolTask<?> task) {
        if (task.phase() == Phase.IN_CALLER) {
            return; // nobody can stop it
        }
        Duration limit = task.call().options().callLimit().orElseThrow();
        String progress = task.call().progress();
        fail(
                task,
                Kind.CALL,
                limit,
                "was " + (task.phase() == Phase.ASSIGNED ? "stopped" : "dropped")
                        + " since its call was not done within the call limit of " + limit.toMillis() + " ms"
                        + (progress.isEmpty() ? "" : "; " + progress));
    }

    private void fail(PoolTask<?> task, Kind kind, Duration limit, String what) {
        task.failSoon(
                settler,
                new TaskTimeoutException(kind, task.taskName(), limit, "task " + task.taskName() + " " + what));
    }

    /** Has a map give up when its limit for the whole call is over. */
    void called(MapCall<?> call) {
        call.options()
                .callLimit()
                .ifPresent(limit -> dispatcher.settleLater(call.future(), limit, () -> giveUp(call, limit)));
    }

    private void giveUp(MapCall<?> call, Duration limit) {
        call.future()
                .completeExceptionally(new TaskTimeoutException(
                        Kind.CALL,
                        call.name(),
                        limit,
                        "map " + call.name() + ": " + dispatcher.look(call::progress) + " within its call limit of "
                                + limit.toMillis() + " ms; the others were cancelled"));
        dispatcher.step(() -> call.cancelWhatIsIn(settler)); // also if more are to come in
    }
}
