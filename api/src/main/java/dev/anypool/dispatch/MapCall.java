package dev.anypool.dispatch;

import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One {@code map}: cuts its elements into jobs while they come in and while workers finish, so that a job takes about
 * {@link #TARGET_NANOS} and all workers stay busy to the end.
 *
 * <p>The size of a job starts at one, follows the measured time per element, and grows fourfold at most from job to job. Two
 * jobs for each worker are in the pool at a time: one to run, and one ready to follow it.
 */
final class MapCall<R extends @Nullable Object> extends Call {
    private static final long TARGET_NANOS = 2_000_000;
    private static final int GROWTH = 4;
    private static final int MOST_TASKS = 65_535;

    /** Jobs of more bytes than this get no further task. */
    static final long MOST_BYTES = 4L << 20;

    private static final int JOBS_PER_WORKER = 2;

    private final Dispatcher dispatcher;
    private final PoolMapFuture<R> future;
    private final int workers;

    // All below is guarded by the pool's lock.

    private final List<PoolTask<R>> tasks = new ArrayList<>();

    /** The tasks before this index have been put into jobs. */
    private int cut;

    private boolean complete;
    private int jobs;
    private int lastSize = 1;
    private double nanosPerTask;

    MapCall(Dispatcher dispatcher, Serializable function, TaskOptions options, int workers) {
        super(function, options);
        this.dispatcher = dispatcher;
        this.workers = workers;
        this.future = new PoolMapFuture<>(dispatcher, options);
    }

    PoolMapFuture<R> future() {
        return future;
    }

    /** Takes in more elements, with the pool's lock held. */
    void add(List<PoolTask<R>> more) {
        tasks.addAll(more);
        cut();
    }

    /** Says that all elements have come in, with the pool's lock held. */
    List<PoolTask<R>> complete() {
        complete = true;
        cut();
        return List.copyOf(tasks);
    }

    /** The limit is that of the map's future, and not of each element. */
    @Override
    Optional<Duration> limitLeft() {
        return Optional.empty();
    }

    /** Cancels the elements that have come in, with the pool's lock held. */
    void cancelWhatIsIn(Settler settler) {
        tasks.forEach(task -> task.cancelSoon(settler));
    }

    /** With the pool's lock held. */
    @Override
    String progress() {
        return future.done() + " of " + tasks.size() + " elements" + (complete ? "" : " that were read so far")
                + " were done";
    }

    @Override
    void finished(PoolJob job, long busyNanos) {
        jobs--;
        if (busyNanos >= 0) {
            double measured = (double) busyNanos / job.size();
            nanosPerTask = nanosPerTask == 0 ? measured : 0.7 * nanosPerTask + 0.3 * measured;
        }
        cut();
    }

    @Override
    void requeued() {
        jobs++;
    }

    @Override
    @SuppressWarnings("unchecked") // the call has no tasks of other types
    void settled(PoolTask<?> task, TaskState state) {
        future.elementSettled((PoolTask<R>) task, state);
    }

    /** Adds the tasks that are not part of a job yet, with the pool's lock held. */
    void gatherWaiting(List<PoolTask<?>> into) {
        for (int index = cut; index < tasks.size(); index++) {
            if (tasks.get(index).phase() == Phase.WAITING) {
                into.add(tasks.get(index));
            }
        }
    }

    private void cut() {
        while (jobs < workers * JOBS_PER_WORKER && cut < tasks.size()) {
            int size = nextSize(tasks.size() - cut);
            if (size == 0) {
                break;
            }
            List<PoolTask<R>> chosen = new ArrayList<>(size);
            long bytes = 0;
            while (cut < tasks.size() && chosen.size() < size && bytes < MOST_BYTES) {
                PoolTask<R> task = tasks.get(cut++);
                if (task.phase() == Phase.WAITING) { // and not settled from outside meanwhile
                    chosen.add(task);
                    bytes += dispatcher.sizeOf(task.arguments());
                }
            }
            if (!chosen.isEmpty()) {
                lastSize = chosen.size();
                jobs++;
                dispatcher.queue(new PoolJob(this, chosen.toArray(PoolTask[]::new)));
            }
        }
        if (complete && cut == tasks.size()) {
            dispatcher.allCut(this);
        }
    }

    /** How many tasks the next job gets; 0 to wait for more to come in. */
    private int nextSize(int left) {
        if (startsCount()) {
            return 1; // a limit counts from the start of each task, which the parent knows for single tasks only
        }
        if (options().chunkSize().isPresent()) {
            int size = options().chunkSize().getAsInt();
            boolean mayWait = !complete && !dispatcher.isQueueBounded(); // else the elements to come may wait for these
            return left >= size || !mayWait ? size : 0;
        }
        double wanted = nanosPerTask == 0 ? 1 : Math.max(1, TARGET_NANOS / nanosPerTask);
        int size = (int) Math.min(Math.min(wanted, (double) lastSize * GROWTH), MOST_TASKS);
        if (complete) {
            int share = Math.max(1, left / (workers * JOBS_PER_WORKER));
            size = Math.min(size, share);
        }
        return Math.max(1, size);
    }
}
