package dev.anypool.process;

import dev.anypool.process.wire.Page;
import dev.anypool.spi.Job;
import java.io.StreamCorruptedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The jobs that a worker was given and has not finished, and how far it has come with them. What has started is not noted here: the
 * worker's claim in the {@link Page} says so, at any moment and after its death. Safe for use by many threads.
 */
final class Assignments {
    /** Jobs are sent ahead for about this long. */
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private static final int MOST_AHEAD = 64;
    private static final double WEIGHT_OF_THE_LAST = 0.2;

    /** A job that the worker was given. */
    private static final class Assigned {
        private final Job job;
        private final int seq;
        private int reported;
        private long busyNanos;

        private Assigned(Job job, int seq) {
            this.job = job;
            this.seq = seq;
        }
    }

    /**
     * A task that the worker has reported.
     *
     * @param job its job
     * @param busyNanos how long the worker was busy with the job, if this was its last task; negative otherwise
     */
    record Reported(Job job, long busyNanos) {
        boolean isLast() {
            return busyNanos >= 0;
        }
    }

    private final Page page;

    /** In the order of their numbers. Guarded by this. */
    private final Deque<Assigned> jobs = new ArrayDeque<>();

    /** Guarded by this. */
    private int lastSeq;

    /** The usual length of a job, in nanoseconds; 0 while nothing is known. Written under the monitor. */
    private volatile double usualNanos;

    Assignments(Page page) {
        this.page = page;
    }

    /** Takes in a job and returns its number. */
    synchronized int add(Job job) {
        jobs.addLast(new Assigned(job, ++lastSeq));
        return lastSeq;
    }

    /** Returns the epoch that a job needs to be started now. */
    short epoch() {
        return page.claim().epoch();
    }

    /** Returns how many jobs the worker may hold, so that it has enough to do for a short while. */
    int capacity() {
        double usual = usualNanos;
        return usual == 0 ? 1 : (int) Math.max(1, Math.min(MOST_AHEAD, AHEAD_NANOS / usual));
    }

    /** Returns a job's number; {@code null} if the worker does not hold it. */
    synchronized @Nullable Integer seqOf(Job job) {
        for (Assigned assigned : jobs) {
            if (assigned.job == job) {
                return assigned.seq;
            }
        }
        return null;
    }

    boolean hasStarted(Job job, int index) {
        Integer seq = seqOf(job);
        return seq != null && page.claim().covers(seq, index);
    }

    synchronized List<Job> takeBack() {
        while (true) {
            Page.Claim claim = page.claim();
            if (jobs.isEmpty() || claim.covers(jobs.getLast().seq, 0)) {
                return List.of();
            }
            if (page.takeBack(claim)) {
                usualNanos = 0; // it is at something long: nothing more is sent ahead until it has reported
                return removeNotCoveredBy(claim);
            }
        }
    }

    private List<Job> removeNotCoveredBy(Page.Claim claim) {
        List<Job> taken = new ArrayList<>();
        for (Iterator<Assigned> all = jobs.iterator(); all.hasNext(); ) {
            Assigned assigned = all.next();
            if (!claim.covers(assigned.seq, 0)) {
                all.remove();
                taken.add(assigned.job);
            }
        }
        return taken;
    }

    /**
     * Notes that the worker has reported a task.
     *
     * @throws StreamCorruptedException if it is not that task's turn
     */
    synchronized Reported report(int seq, int index, long nanos) throws StreamCorruptedException {
        Assigned first = jobs.peekFirst();
        if (first == null || first.seq != seq || first.reported != index) {
            throw new StreamCorruptedException(
                    "a result came for task " + index + " of job " + seq + ", which is not the one that runs");
        }
        first.reported++;
        first.busyNanos += Math.max(0, nanos);
        if (first.reported < first.job.size()) {
            return new Reported(first.job, -1);
        }
        jobs.removeFirst();
        double last = first.busyNanos + 1.0;
        usualNanos = usualNanos == 0 ? last : (1 - WEIGHT_OF_THE_LAST) * usualNanos + WEIGHT_OF_THE_LAST * last;
        return new Reported(first.job, first.busyNanos);
    }

    /** Returns what tells of the jobs that the worker holds now which of their tasks it has started. */
    synchronized BiPredicate<Job, Integer> started() {
        Page.Claim claim = page.claim();
        Map<Job, Integer> numbers = new IdentityHashMap<>();
        jobs.forEach(assigned -> numbers.put(assigned.job, assigned.seq));
        return (job, index) -> {
            Integer seq = numbers.get(job);
            return seq != null && claim.covers(seq, index);
        };
    }
}
