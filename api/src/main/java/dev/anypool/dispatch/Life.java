package dev.anypool.dispatch;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * The life of a pool: its state, what keeps it from ending, and the thread that frees the rest. The pool's lock guards it.
 */
final class Life {
    private static final Duration LONGEST_WAIT = Duration.ofNanos(Long.MAX_VALUE);

    private final String poolName;
    private final Lock lock;
    private final KeepAlive keepAlive;
    private final Condition closing;
    private Lifecycle state = Lifecycle.OPEN;

    /** The tasks that have not ended, and the calls that may still add some. */
    private long open;

    /** The calls among them. */
    private long calls;

    private @Nullable Breakdown broken;
    private @Nullable Thread closer;

    Life(String poolName, Lock lock, KeepAlive keepAlive) {
        this.poolName = poolName;
        this.lock = lock;
        this.keepAlive = keepAlive;
        this.closing = lock.newCondition();
    }

    void requireOpen() {
        if (state == Lifecycle.BROKEN && broken != null) {
            throw broken.toException();
        }
        if (state != Lifecycle.OPEN) {
            throw new RejectedExecutionException("pool " + poolName + " has been shut down and takes no more work");
        }
    }

    void begin(int count) {
        if (open == 0 && count > 0) {
            keepAlive.workBegan();
        }
        open += count;
    }

    void end() {
        open--;
        if (open == 0) {
            keepAlive.workEnded();
        }
    }

    /** Notes a call that may add tasks, until {@link #endCall}. */
    void beginCall() {
        begin(1);
        calls++;
    }

    void endCall() {
        calls--;
        end();
    }

    /** Returns how many tasks have not ended. */
    long tasks() {
        return open - calls;
    }

    boolean isShutdown() {
        return state.isShutdown();
    }

    boolean isStopping() {
        return state.compareTo(Lifecycle.STOPPING) >= 0;
    }

    boolean isTerminated() {
        return state == Lifecycle.TERMINATED;
    }

    /** Tells whether nothing is left to do and nothing more can come. */
    boolean isDrained() {
        return state.isShutdown() && open == 0 && closer == null;
    }

    void drain() {
        if (!state.isShutdown()) {
            move(Lifecycle.DRAINING);
        }
    }

    void stop() {
        if (!isStopping()) {
            move(Lifecycle.STOPPING);
        }
    }

    /** Gives the pool up, unless it is ending anyway. */
    void breakDown(String reason, @Nullable Throwable cause) {
        if (broken == null && !isStopping()) {
            broken = new Breakdown("pool " + poolName + " is broken: " + reason, cause);
            if (state == Lifecycle.OPEN) {
                move(Lifecycle.BROKEN);
            }
        }
    }

    /** Returns why the pool was given up; {@code null} if it was not. */
    @Nullable Breakdown broken() {
        return broken;
    }

    boolean isOpen() {
        return state == Lifecycle.OPEN;
    }

    /** Has the rest freed, on a thread of its own, after which nothing of the pool is left. */
    void close(Runnable freeing) {
        move(Lifecycle.CLOSING);
        closer = new Thread(
                () -> {
                    try {
                        freeing.run();
                    } finally {
                        lock.lock();
                        try {
                            move(Lifecycle.TERMINATED);
                        } finally {
                            lock.unlock();
                        }
                    }
                },
                poolName + "-closer");
        closer.setDaemon(true);
        closer.start();
        closing.signalAll();
    }

    /** Waits for the end; called without the lock. */
    boolean awaitTermination(Duration limit) throws InterruptedException {
        long left = limit.compareTo(LONGEST_WAIT) > 0 ? Long.MAX_VALUE : limit.toNanos();
        Thread last;
        lock.lockInterruptibly();
        try {
            while (closer == null) {
                if (left <= 0) {
                    return false;
                }
                left = closing.awaitNanos(left);
            }
            last = closer;
        } finally {
            lock.unlock();
        }
        TimeUnit.NANOSECONDS.timedJoin(last, Math.max(1, left));
        return !last.isAlive();
    }

    private void move(Lifecycle next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("pool " + poolName + " cannot go from " + state + " to " + next);
        }
        state = next;
    }
}
