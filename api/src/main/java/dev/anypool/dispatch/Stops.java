package dev.anypool.dispatch;

import dev.anypool.WorkerState;
import java.time.Duration;

/**
 * Stops the work on tasks whose futures were settled from outside: what is queued is dropped, what runs is interrupted, and what has
 * not ended within the kill grace loses its worker. The pool's lock guards it.
 */
final class Stops {
    private final Dispatcher dispatcher;
    private final JobQueue queue;
    private final Roster roster;
    private final Pairing pairing;
    private final Alarms alarms;
    private final Duration killGrace;

    Stops(Dispatcher dispatcher, JobQueue queue, Roster roster, Pairing pairing, Alarms alarms, Duration killGrace) {
        this.dispatcher = dispatcher;
        this.queue = queue;
        this.roster = roster;
        this.pairing = pairing;
        this.alarms = alarms;
        this.killGrace = killGrace;
    }

    void stop(PoolTask<?> task, boolean interrupt) {
        PoolJob job = task.job();
        Seat seat = job == null ? null : job.seat;
        if (task.phase() == Phase.WAITING) {
            dispatcher.end(task);
        } else if (job != null && task.phase() == Phase.QUEUED) {
            dispatcher.end(task);
            if (job.allEnded()) {
                queue.remove(job);
                job.call().finished(job, -1);
            }
        } else if (job != null && seat != null && task.phase() == Phase.ASSIGNED) {
            seat.handle().stop(job, task.place(), interrupt);
            pairing.flushLater(seat);
            if (interrupt) {
                task.alarm(alarms.set(killGrace, () -> dispatcher.step(() -> killIfNotStopped(task, job, seat))));
            }
        }
    }

    /**
     * Kills a worker that still runs a task some time after it was told to stop it; or that has not even started the job that comes
     * first, and so does not listen.
     */
    private void killIfNotStopped(PoolTask<?> task, PoolJob job, Seat seat) {
        boolean held = task.phase() == Phase.ASSIGNED && task.job() == job && seat.state() == WorkerState.BUSY;
        if (!held) {
            return;
        }
        boolean running = seat.handle().hasStarted(job, task.place())
                && !seat.handle().hasStarted(job, task.place() + 1); // else it has ended, and its report is under way
        boolean deaf = seat.jobs().peekFirst() == job && !seat.handle().hasStarted(job, 0);
        if (running || deaf) {
            pairing.takeBack(seat);
            if (seat.state() == WorkerState.IDLE) {
                roster.leave(seat);
            }
            if (seat.state() != WorkerState.ENDING) { // as one is that has done enough
                seat.state(WorkerState.ENDING);
            }
            seat.handle()
                    .kill("task " + task.taskName() + " did not stop within the kill grace of " + killGrace.toMillis()
                            + " ms");
        }
    }

    /** Kills a worker that was told to end before it was ready, if it does not: its initializer may never return. */
    void killIfItDoesNotEnd(Seat seat) {
        alarms.set(
                killGrace,
                () -> dispatcher.step(() -> {
                    if (seat.state() != WorkerState.ENDED) {
                        seat.handle()
                                .kill("its initializer did not end within the kill grace of " + killGrace.toMillis()
                                        + " ms");
                    }
                }));
    }
}
