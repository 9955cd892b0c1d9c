package dev.anypool.dispatch;

import dev.anypool.PoolOptions;
import dev.anypool.WhenFull;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * Who is let into a queue that is bounded: counts the tasks that wait for a worker, and has callers wait, be refused or do it
 * themselves. The pool's lock guards it.
 */
final class Admission {
    private final String poolName;
    private final int capacity;
    private final WhenFull whenFull;
    private final IntSupplier freeWorkers;
    private final Condition room;

    /** The tasks that no worker was given yet, or that were taken back. */
    private int waiting;

    /** The callers that wait for room. */
    private int blocked;

    Admission(PoolOptions options, Lock lock, IntSupplier freeWorkers) {
        this.poolName = options.name().orElse("anypool");
        this.capacity = options.queueCapacity().orElse(Integer.MAX_VALUE);
        this.whenFull = options.whenFull();
        this.freeWorkers = freeWorkers;
        this.room = lock.newCondition();
    }

    boolean isBounded() {
        return capacity != Integer.MAX_VALUE;
    }

    /** Tells whether the caller waits for room. */
    boolean waits(Call call) {
        return whenFull(call) == WhenFull.BLOCK;
    }

    private WhenFull whenFull(Call call) {
        return call.options().whenFull().orElse(whenFull);
    }

    /** Returns how many tasks may wait. */
    int capacity() {
        return capacity;
    }

    /** Returns how many tasks wait. */
    int waiting() {
        return waiting;
    }

    /** Counts tasks that begin to wait, or, if negative, that do so no more. */
    void count(int tasks) {
        waiting += tasks;
    }

    /** Has those who wait for room look again, at the end of a step after which there may be some. */
    void wake(boolean exempt) {
        if (blocked > 0 && (exempt || hasRoom(1))) {
            room.signalAll();
        }
    }

    /**
     * Decides about new tasks, and waits for room if need be, the lock released meanwhile.
     *
     * @param tasks how many there are; more than fit into an empty queue are let in when it is empty
     * @param call whose they are; when its limit is over they are let in, to fail of that
     * @param exempt whether they are to be let in at once in any case, looked at again after each wait
     * @return {@code true} if they are let in; {@code false} if the caller is to run them himself
     * @throws RejectedExecutionException if the queue is full and that is what was chosen, or the caller was interrupted
     */
    boolean admit(int tasks, Call call, BooleanSupplier exempt) {
        while (isBounded() && !hasRoom(tasks) && !exempt.getAsBoolean() && call.nanosLeft() > 0) {
            switch (whenFull(call)) {
                case RUN_IN_CALLER -> {
                    return false;
                }
                case REJECT ->
                    throw new RejectedExecutionException("the queue of pool " + poolName + " is full: " + waiting
                            + " tasks wait, " + freeWorkers.getAsInt()
                            + " workers may still take one, and PoolOptions.queueCapacity is " + capacity
                            + "; PoolOptions.whenFull could have the caller wait or run the task");
                case BLOCK -> awaitRoom(call);
            }
        }
        return true;
    }

    private boolean hasRoom(int tasks) {
        int needed = Math.min(tasks, Math.max(1, capacity));
        return (long) waiting + needed <= (long) capacity + freeWorkers.getAsInt();
    }

    private void awaitRoom(Call call) {
        blocked++;
        try {
            if (call.options().callLimit().isEmpty()) {
                room.await();
            } else {
                room.await(call.nanosLeft(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RejectedExecutionException(
                    "interrupted while the queue of pool " + poolName + " was full and the call waited for room", e);
        } finally {
            blocked--;
        }
    }
}
