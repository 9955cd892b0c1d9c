package dev.anypool.dispatch;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the JVM from ending while a pool has work, closed or not: with a thread that is no daemon, unlike all others of a pool.
 *
 * <p>The thread starts with the first task. When the pool has nothing to do it waits a short while for more, so that single tasks do
 * not each pay for a thread, then for the settlements that are under way, and ends.
 */
final class KeepAlive {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final long LINGER_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long END_MILLIS = 1_000;

    private final String poolName;
    private final ReentrantLock lock;
    private final Settler settler;
    private final Condition changed;

    // All below is guarded by the pool's lock.

    private @Nullable Thread thread;
    private boolean working;

    /** Counts the times that work began. */
    private long beginnings;

    /** Whether the thread waits to be told that the work has ended. */
    private boolean waitsForTheEnd;

    private boolean closed;

    KeepAlive(String poolName, ReentrantLock lock, Settler settler) {
        this.poolName = poolName;
        this.lock = lock;
        this.settler = settler;
        this.changed = lock.newCondition();
    }

    /** Notes, with the lock held, that there is work after there was none. */
    void workBegan() {
        working = true;
        beginnings++;
        if (thread == null && !closed) {
            Thread keeper = new Thread(null, this::keep, poolName + "-keeper", 128 << 10);
            keeper.setDaemon(false);
            try {
                keeper.start();
                thread = keeper;
            } catch (OutOfMemoryError e) {
                LOGGER.log(
                        Level.WARNING,
                        "no thread could be had that keeps the JVM from ending before pool " + poolName,
                        e);
            }
        }
    }

    /** Notes, with the lock held, that there is none any more. */
    void workEnded() {
        working = false;
        if (waitsForTheEnd) {
            changed.signal();
        }
    }

    /** Waits for the thread to end; called without the lock. */
    void close() {
        Thread last;
        lock.lock();
        try {
            closed = true;
            changed.signal();
            last = thread;
        } finally {
            lock.unlock();
        }
        if (last != null) {
            Uninterruptibly.join(last, END_MILLIS);
        }
    }

    private void keep() {
        lock.lock();
        try {
            while (!closed) {
                if (working) {
                    waitsForTheEnd = true;
                    changed.awaitUninterruptibly();
                    waitsForTheEnd = false;
                } else if (isStillIdleAfterAMoment()) {
                    break;
                }
            }
            thread = null;
        } finally {
            lock.unlock();
        }
    }

    private boolean isStillIdleAfterAMoment() {
        long before = beginnings;
        long left = LINGER_NANOS;
        while (left > 0 && !closed) {
            try {
                left = changed.awaitNanos(left);
            } catch (InterruptedException e) {
                LOGGER.log(Level.DEBUG, "nobody interrupts this thread, and if somebody does it goes on waiting", e);
            }
        }
        if (beginnings == before && !closed) {
            awaitSettlements();
        }
        return beginnings == before;
    }

    private void awaitSettlements() {
        CompletableFuture<Void> last = new CompletableFuture<>();
        lock.unlock();
        try {
            settler.settle(last, () -> last.complete(null));
            last.join();
        } finally {
            lock.lock();
        }
    }
}
