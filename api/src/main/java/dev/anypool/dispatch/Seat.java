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

    /** How many tasks the worker gets before it is replaced. */
    private final int mostTasks;

    private WorkerState state = WorkerState.STARTING;
    private @Nullable WorkerHandle handle;
    private @Nullable Worker worker;

    /** In the order in which they were assigned. */
    private final Deque<PoolJob> jobs = new ArrayDeque<>();

    /** How many tasks it was given, and did not have taken back. */
    private int given;

    /** Whether the worker itself asks to be replaced. */
    private boolean spent;

    private long restsSince;
    private long tasks;
    private long busyNanos;

    Seat(Dispatcher dispatcher, int id, int mostTasks) {
        this.dispatcher = dispatcher;
        this.id = id;
        this.mostTasks = mostTasks;
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
                && !isSpent()
                && jobs.size() < handle().capacity()
                && !jobs.getLast().isLimited();
    }

    /** Returns how many tasks more the worker may be given. */
    int tasksLeft() {
        return mostTasks - given;
    }

    /** Counts tasks that the worker is given, or, if negative, that are taken back. */
    void countGiven(int more) {
        given += more;
    }

    /** Tells whether the worker gets no more tasks, and is to end when it has none. */
    boolean isSpent() {
        return spent || given >= mostTasks;
    }

    /** Notes that the worker asks to be replaced. */
    void spend() {
        spent = true;
    }

    /** Notes that the worker has nothing to do. */
    void restsSince(long nanoTime) {
        restsSince = nanoTime;
    }

    /** Returns how much is left until the worker has rested for some time; zero or negative if it has. */
    Duration restLeft(Duration time) {
        return time.minusNanos(System.nanoTime() - restsSince);
    }

    boolean hasRestedFor(Duration time) {
        Duration left = restLeft(time);
        return left.isZero() || left.isNegative();
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
        dispatcher.reports().ready(this, known);
    }

    @Override
    public void unfit(Outcome failure) {
        dispatcher.reports().unfit(this, failure);
    }

    @Override
    public void spent() {
        dispatcher.reports().spent(this);
    }

    @Override
    public void ended(Job job, int index, Outcome outcome) {
        dispatcher.reports().taskEnded(this, (PoolJob) job, index, outcome);
    }

    @Override
    public void finished(Job job, long nanos) {
        dispatcher.reports().jobFinished(this, (PoolJob) job, nanos);
    }

    @Override
    public void gone(WorkerEnd end) {
        dispatcher.reports().workerGone(this, end);
    }
}
