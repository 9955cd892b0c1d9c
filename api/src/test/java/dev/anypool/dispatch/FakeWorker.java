package dev.anypool.dispatch;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A worker that gets ready, starts, ends and dies when a test says so. */
final class FakeWorker implements WorkerHandle {
    private static final long BUSY_NANOS = 1_000;

    final Worker worker;
    final int capacity;

    /** The jobs that it holds, in the order in which they were assigned. */
    final List<Job> held = new CopyOnWriteArrayList<>();

    /** The tasks that it was told to stop. */
    final List<String> stopped = new CopyOnWriteArrayList<>();

    volatile boolean flushed;
    volatile boolean retired;
    volatile String killed;

    private final WorkerListener listener;
    private volatile Job started;
    private volatile int startedIndex = -1;

    FakeWorker(int id, String name, WorkerListener listener, int capacity) {
        this.worker = new Worker(id, name, 1000L + id, "fake");
        this.listener = listener;
        this.capacity = capacity;
    }

    // ---- what a test has it do ----

    FakeWorker ready() {
        listener.ready(worker);
        return this;
    }

    /** Says that the initializer failed, and ends. */
    void unfit(Outcome failure) {
        listener.unfit(failure);
        leave();
    }

    /** Asks to be replaced. */
    FakeWorker spent() {
        listener.spent();
        return this;
    }

    /** Starts a task of the first job that it holds. */
    FakeWorker start(int index) {
        started = held.get(0);
        startedIndex = index;
        return this;
    }

    /** Starts the only task of the first job that it holds. */
    FakeWorker start() {
        return start(0);
    }

    /** Ends a task that it started. */
    FakeWorker end(int index, Outcome outcome) {
        listener.ended(held.get(0), index, outcome);
        return this;
    }

    /** Runs the whole first job that it holds; each task gives this result. */
    FakeWorker run(Object result) {
        Job job = held.get(0);
        for (int index = 0; index < job.size(); index++) {
            start(index).end(index, Outcome.value(result));
        }
        return finish();
    }

    /** Says that the first job is done. */
    FakeWorker finish() {
        listener.finished(held.remove(0), BUSY_NANOS);
        return this;
    }

    /** Reports the end of a task of a job that it may not hold any more. */
    void endLate(Job job, int index, Outcome outcome) {
        listener.ended(job, index, outcome);
        listener.finished(job, BUSY_NANOS);
    }

    /** Dies; returns how. */
    WorkerCrash crash() {
        WorkerCrash crash = new WorkerCrash(worker, "was killed by SIGTEST", null, "SIGTEST", List.of(), null, null);
        listener.gone(end(crash));
        return crash;
    }

    /** Ends as it was told to. */
    void leave() {
        listener.gone(end(null));
    }

    private WorkerEnd end(@Nullable WorkerCrash crash) {
        Job last = started;
        int lastIndex = startedIndex;
        return new WorkerEnd(crash, (job, index) -> job == last && index <= lastIndex);
    }

    List<String> heldTasks() {
        List<String> names = new ArrayList<>();
        for (Job job : held) {
            for (int index = 0; index < job.size(); index++) {
                names.add(job.taskName(index));
            }
        }
        return names;
    }

    // ---- what the pool asks of it ----

    @Override
    public void assign(Job job) {
        held.add(job);
        flushed = false;
    }

    @Override
    public void flush() {
        flushed = true;
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public boolean hasStarted(Job job, int index) {
        return started == job && index <= startedIndex;
    }

    @Override
    public List<Job> takeBack() {
        List<Job> back = held.stream().filter(job -> job != started).toList();
        held.removeAll(back);
        return back;
    }

    @Override
    public void stop(Job job, int index, boolean interrupt) {
        if (interrupt) {
            stopped.add(job.taskName(index));
        }
    }

    @Override
    public void retire() {
        retired = true;
    }

    @Override
    public void kill(String reason) {
        killed = reason;
    }
}
