package dev.anypool.dispatch;

import dev.anypool.spi.Job;
import dev.anypool.spi.Origin;
import dev.anypool.spi.WorkerHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks of one call that go to a worker together. */
final class PoolJob implements Job {
    private final Call call;
    private final PoolTask<?>[] tasks;

    /** How many of the tasks have ended while they were in this job. Guarded by the pool's lock. */
    private int ended;

    /** The worker that holds the job. Guarded by the pool's lock. */
    @Nullable Seat seat;

    /** The links of {@link JobQueue}, which alone uses them. */
    @Nullable PoolJob previous;

    @Nullable PoolJob next;

    boolean queued;

    PoolJob(Call call, PoolTask<?>... tasks) {
        this.call = call;
        this.tasks = tasks;
    }

    Call call() {
        return call;
    }

    PoolTask<?> task(int index) {
        return tasks[index];
    }

    /** Puts the tasks into this job, which is to be queued; with the pool's lock held. */
    void place() {
        for (int index = 0; index < tasks.length; index++) {
            tasks[index].phase(Phase.QUEUED);
            tasks[index].place(this, index);
        }
    }

    /** Returns this job, or one of the tasks that have not ended if some have; with the pool's lock held. */
    PoolJob withoutEnded() {
        if (ended == 0) {
            return this;
        }
        List<PoolTask<?>> left = new ArrayList<>(tasks.length - ended);
        gatherLive(left);
        PoolJob rest = new PoolJob(call, left.toArray(PoolTask[]::new));
        for (int index = 0; index < rest.tasks.length; index++) {
            rest.tasks[index].place(rest, index);
        }
        return rest;
    }

    /** Lets the caller run the tasks that are not settled, instead of queueing this job; with the pool's lock held. */
    void runsInCaller() {
        for (PoolTask<?> task : tasks) {
            if (task.phase() == Phase.WAITING) {
                task.phase(Phase.IN_CALLER);
            }
        }
    }

    /** Returns a job of some of the tasks of this one, which is given up; with the pool's lock held. */
    PoolJob part(int from, int to) {
        PoolJob part = new PoolJob(call, Arrays.copyOfRange(tasks, from, to));
        for (int index = 0; index < part.tasks.length; index++) {
            part.tasks[index].place(part, index);
        }
        return part;
    }

    /** Notes that one of the tasks has ended; with the pool's lock held. */
    void countEnded() {
        ended++;
    }

    boolean allEnded() {
        return live() == 0;
    }

    /** Returns how many of the tasks have not ended. */
    int live() {
        return tasks.length - ended;
    }

    /** Adds the tasks that have not ended. */
    void gatherLive(List<PoolTask<?>> into) {
        for (PoolTask<?> task : tasks) {
            if (task.phase() != Phase.ENDED) {
                into.add(task);
            }
        }
    }

    /** Adds the tasks that have not ended and that the worker has not started. */
    void gatherNotStarted(WorkerHandle worker, List<PoolTask<?>> into) {
        for (int index = 0; index < tasks.length; index++) {
            if (tasks[index].phase() != Phase.ENDED && !worker.hasStarted(this, index)) {
                into.add(tasks[index]);
            }
        }
    }

    /** Tells whether it matters when each task starts: such a job runs alone. */
    boolean isLimited() {
        return call.startsCount();
    }

    @Override
    public int size() {
        return tasks.length;
    }

    @Override
    public Object function() {
        return call.function();
    }

    @Override
    public Object arguments(int index) {
        return tasks[index].arguments();
    }

    @Override
    public String callName() {
        return call.name();
    }

    @Override
    public int element(int index) {
        return tasks[index].element();
    }

    @Override
    public boolean isStopped(int index) {
        return tasks[index].isClaimed();
    }

    @Override
    public Origin origin() {
        return call.origin();
    }
}
