package dev.anypool.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The jobs that wait for a worker: first in, first out, and any can be removed at no cost. Not thread-safe; the pool's lock
 * guards it.
 */
final class JobQueue {
    private @Nullable PoolJob first;
    private @Nullable PoolJob last;
    private int size;

    int size() {
        return size;
    }

    @Nullable PoolJob peek() {
        return first;
    }

    void addLast(PoolJob job) {
        link(job, last, null);
    }

    void addFirst(PoolJob job) {
        link(job, null, first);
    }

    private void link(PoolJob job, @Nullable PoolJob previous, @Nullable PoolJob next) {
        if (job.queued) {
            throw new IllegalStateException("the job is in the queue already");
        }
        job.queued = true;
        job.previous = previous;
        job.next = next;
        if (previous == null) {
            first = job;
        } else {
            previous.next = job;
        }
        if (next == null) {
            last = job;
        } else {
            next.previous = job;
        }
        size++;
    }

    /** Removes a job; returns {@code false} if it is not in the queue. */
    boolean remove(PoolJob job) {
        if (!job.queued) {
            return false;
        }
        if (job.previous == null) {
            first = job.next;
        } else {
            job.previous.next = job.next;
        }
        if (job.next == null) {
            last = job.previous;
        } else {
            job.next.previous = job.previous;
        }
        job.previous = null;
        job.next = null;
        job.queued = false;
        size--;
        return true;
    }

    /** Removes and returns the job that waited longest. */
    @Nullable PoolJob poll() {
        PoolJob job = first;
        if (job != null) {
            remove(job);
        }
        return job;
    }
}
