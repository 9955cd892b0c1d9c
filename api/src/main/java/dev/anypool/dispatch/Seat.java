package dev.anypool.dispatch;

import dev.anypool.PoolStats.WorkerStats;
import dev.anypool.Worker;
import dev.anypool.WorkerState;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One worker's place in the pool: its state, and the jobs it holds. Passes the worker's reports on to the dispatcher.
 *
 * <p>All fields are guarded by the pool's lock.
 */
final class Seat implements WorkerListener {
    private final Dispatcher dispatcher;
    private final int id;

    private WorkerState state = WorkerState.STARTING;
    private @Nullable WorkerHandle handle;
    private @Nullable Worker worker;

    /** In the order in which they were assigned. */
    private final Deque<PoolJob> jobs = new ArrayDeque<>();

    private long tasks;
    private long busyNanos;

    Seat(Dispatcher dispatcher, int id) {
        this.dispatcher = dispatcher;
        this.id = id;
    }

    int id() {
        return id;
    }

    WorkerState state() {
        return state;
    }

    void state(WorkerState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("worker " + id + " cannot go from " + state + " to " + next);
        }
        state = next;
    }

    WorkerHandle handle() {
        return Objects.requireNonNull(handle, "the worker has not been started");
    }

    void handle(WorkerHandle started) {
        this.handle = started;
    }

    @Nullable Worker worker() {
        return worker;
    }

    void worker(Worker known) {
        this.worker = known;
    }

    Deque<PoolJob> jobs() {
        return jobs;
    }

    /** Tells whether the worker takes another job, behind those that it has. */
    boolean takesMore() {
        return state == WorkerState.BUSY
                && jobs.size() < handle().capacity()
                && !jobs.getLast().isLimited();
    }

    void countTask() {
        tasks++;
    }

    void countBusy(long nanos) {
        busyNanos += nanos;
    }

    WorkerStats stats() {
        return new WorkerStats(worker, state, tasks, Duration.ofNanos(busyNanos));
    }

    @Override
    public void ready(Worker known) {
        dispatcher.ready(this, known);
    }

    @Override
    public void ended(Job job, int index, Outcome outcome) {
        dispatcher.taskEnded(this, (PoolJob) job, index, outcome);
    }

    @Override
    public void finished(Job job, long nanos) {
        dispatcher.jobFinished(this, (PoolJob) job, nanos);
    }

    @Override
    public void gone(WorkerEnd end) {
        dispatcher.workerGone(this, end);
    }
}
