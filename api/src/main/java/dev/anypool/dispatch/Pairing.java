package dev.anypool.dispatch;

import dev.anypool.WorkerState;
import dev.anypool.spi.Job;
import dev.anypool.spi.WorkerHandle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which worker gets which job. The pool's lock guards it.
 *
 * <p>An idle worker comes first, then a new one, and only then are jobs sent ahead to a busy one, if they are so short that its
 * handle takes more. When a worker becomes idle and nothing waits in the queue, what was sent ahead to others and has not
 * started is taken back: no task waits behind a long one while a worker is idle.
 */
final class Pairing {
    private final JobQueue queue;
    private final Roster roster;
    private final Dispatcher dispatcher;

    /** The handles that have something to send off. */
    private final Set<WorkerHandle> unflushed = new LinkedHashSet<>();

    Pairing(JobQueue queue, Roster roster, Dispatcher dispatcher) {
        this.queue = queue;
        this.roster = roster;
        this.dispatcher = dispatcher;
    }

    void flushLater(Seat seat) {
        unflushed.add(seat.handle());
    }

    /** Returns the handles that are to be flushed once the lock is released. */
    List<WorkerHandle> takeUnflushed() {
        if (unflushed.isEmpty()) {
            return List.of();
        }
        List<WorkerHandle> taken = List.copyOf(unflushed);
        unflushed.clear();
        return taken;
    }

    void pair() {
        assignWhatWaits();
        while (roster.hasIdle() && takeBackFromOne()) {
            assignWhatWaits();
        }
    }

    private void assignWhatWaits() {
        for (PoolJob job = queue.peek(); job != null; job = queue.peek()) {
            Seat seat = roster.pollIdle();
            if (seat == null) {
                roster.startFor(queue.size());
                seat = job.isLimited() ? null : seatThatTakesMore();
            }
            if (seat == null) {
                return;
            }
            queue.remove(job);
            assign(seat, partFor(seat, job.withoutEnded()));
        }
    }

    /** Cuts a job that has more tasks than the worker may still be given. */
    private PoolJob partFor(Seat seat, PoolJob job) {
        int left = seat.tasksLeft();
        if (job.size() <= left) {
            return job;
        }
        queue.addFirst(job.part(left, job.size()));
        job.call().requeued();
        return job.part(0, left);
    }

    private @Nullable Seat seatThatTakesMore() {
        Seat best = null;
        for (Seat seat : roster.seats()) {
            if (seat.takesMore()
                    && (best == null || seat.jobs().size() < best.jobs().size())) {
                best = seat;
            }
        }
        return best;
    }

    private void assign(Seat seat, PoolJob job) {
        if (seat.state() == WorkerState.IDLE) {
            seat.state(WorkerState.BUSY);
        }
        seat.jobs().addLast(job);
        seat.countGiven(job.size());
        job.seat = seat;
        for (int index = 0; index < job.size(); index++) {
            job.task(index).phase(Phase.ASSIGNED);
        }
        dispatcher.assigned(seat, job);
        seat.handle().assign(job);
        flushLater(seat);
    }

    private boolean takeBackFromOne() {
        for (Seat seat : roster.seats()) {
            if (seat.jobs().size() > 1 && takeBack(seat)) {
                return true;
            }
        }
        return false;
    }

    /** Puts the jobs that a worker has not started back at the head of the queue; returns whether there were any. */
    boolean takeBack(Seat seat) {
        List<Job> taken = seat.handle().takeBack();
        for (int index = taken.size() - 1; index >= 0; index--) { // the last first, for the queue's head
            PoolJob job = (PoolJob) taken.get(index);
            seat.jobs().remove(job);
            seat.countGiven(-job.size());
            List<PoolTask<?>> again = new ArrayList<>(job.size());
            for (int place = 0; place < job.size(); place++) {
                PoolTask<?> task = job.task(place);
                if (task.phase() != Phase.ENDED && task.isClaimed()) {
                    dispatcher.end(task);
                } else if (task.phase() != Phase.ENDED) {
                    again.add(task);
                }
            }
            replace(job, again);
        }
        roster.restIfDone(seat);
        return !taken.isEmpty();
    }

    /** Puts what is left of a job that no worker holds any more at the head of the queue, as a job of its own. */
    void replace(PoolJob job, List<PoolTask<?>> left) {
        job.seat = null;
        job.call().finished(job, -1);
        if (!left.isEmpty()) {
            PoolJob again = new PoolJob(job.call(), left.toArray(PoolTask[]::new));
            again.place();
            queue.addFirst(again);
            job.call().requeued();
        }
    }
}
