package dev.anypool.async;

import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop has to do: tasks, first in first out, and delays, which become tasks when they are due. Any thread adds to it,
 * the loop's own takes from it.
 */
final class Agenda {
    private static final System.Logger LOGGER = System.getLogger(Agenda.class.getName());

    private final String loopName;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Guarded by the lock. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    /** Guarded by the lock. */
    private final PriorityQueue<LoopDelay> delays = new PriorityQueue<>();

    /** Guarded by the lock. */
    private LoopState state = LoopState.OPEN;

    /** Guarded by the lock. */
    private long numbers;

    Agenda(String loopName) {
        this.loopName = loopName;
    }

    /**
     * Adds a task.
     *
     * @throws RejectedExecutionException if the loop has been shut down
     */
    void add(Runnable task) {
        lock.lock();
        try {
            requireOpen();
            tasks.add(task);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a delay.
     *
     * @throws RejectedExecutionException if the loop has been shut down
     */
    void add(LoopDelay delay) {
        lock.lock();
        try {
            requireOpen();
            delay.number(numbers++);
            delays.add(delay);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() {
        if (state != LoopState.OPEN) {
            throw new RejectedExecutionException(
                    "event loop " + loopName + " has been shut down and takes no more tasks");
        }
    }

    /** Takes a delay back, if it is not due yet. */
    void remove(LoopDelay delay) {
        lock.lock();
        try {
            delays.remove(delay);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the next task, and waits until there is one; returns {@code null} when the loop has come to its end. */
    @Nullable Runnable take() {
        lock.lock();
        try {
            while (true) {
                long nanosLeft = moveDue();
                Runnable next = tasks.poll();
                if (next != null) {
                    return next;
                }
                if (state == LoopState.DRAINING) {
                    move(LoopState.CLOSED);
                    return null;
                }
                await(nanosLeft);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes tasks of the delays that are due; returns how long it is until the next one, negative if there is none. */
    private long moveDue() {
        long now = delays.isEmpty() ? 0 : System.nanoTime();
        for (LoopDelay next = delays.peek(); next != null; next = delays.peek()) {
            long left = next.nanosLeft(now);
            if (left > 0) {
                return left;
            }
            tasks.add(delays.remove());
        }
        return -1;
    }

    private void await(long nanos) {
        if (nanos < 0) {
            changed.awaitUninterruptibly();
            return;
        }
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            LOGGER.log(
                    Level.DEBUG, "the thread of event loop {0} was interrupted while it had nothing to do", loopName);
        }
    }

    /** Takes no more from now on; returns the delays, which will not come to their turn. */
    List<LoopDelay> drain() {
        List<LoopDelay> dropped = new ArrayList<>();
        lock.lock();
        try {
            if (state == LoopState.OPEN) {
                move(LoopState.DRAINING);
                dropped.addAll(delays);
                delays.clear();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        return dropped;
    }

    LoopState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    private void move(LoopState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("event loop " + loopName + " cannot go from " + state + " to " + next);
        }
        state = next;
    }
}
