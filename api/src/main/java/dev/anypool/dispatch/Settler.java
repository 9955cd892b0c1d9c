package dev.anypool.dispatch;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs settlements: the decoding of a result, the completion of its future and with it the user's continuations.
 *
 * <p>OVERVIEW. Settlements are short, come in bursts and should run one after the other on one thread that is awake already; but
 * any of them may block for ever, since it runs user code, and must then delay nobody. So one thread, the <i>runner</i>, takes
 * settlements from the queue. While more wait behind the one it is at, a second thread, the <i>standby</i>, looks on: if
 * the runner finishes nothing for {@link #PATIENCE_NANOS}, the standby becomes the runner, a new standby looks on, and the old
 * runner, which is now <i>held up</i>, ends when it comes back. The standby waits with a time limit only while settlements wait
 * behind a busy runner; otherwise both sleep until they are woken.
 *
 * <p>The queue is lock-free and a runner's {@link Role} is written by the runner alone, so that a settlement costs no lock.
 * {@code lock} guards the roles. A runner that finds the queue empty sets {@code asleep} and looks at the queue once more
 * before it sleeps, while {@link #settle} adds to the queue and then looks at {@code asleep}: one of the two sees the
 * other. The standby does the same with {@code standbyAsleep}.
 */
final class Settler {
    private static final System.Logger LOGGER = System.getLogger(Settler.class.getName());
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** So long a continuation that runs holds up the next of its future, for the order's sake; other futures wait for none. */
    private static final long IN_ORDER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long END_MILLIS = 1_000;

    /** A future, and what completes it. */
    private record Settlement(CompletableFuture<?> future, Runnable completion) {}

    /** Stands for the settlement that a runner is about to take. */
    private static final Settlement NEXT = new Settlement(new CompletableFuture<>(), () -> {});

    /** The place of a thread of the settler, and how it gets on as the runner; written by that thread, read by others. */
    private static final class Role {
        private volatile @Nullable Settlement current;
        private volatile long finished;
    }

    /** What a thread of a settler is known by. */
    private static final class SettlerThread extends Thread {
        private final Settler settler;

        private SettlerThread(Settler settler, Runnable life, String name) {
            super(life, name);
            this.settler = settler;
        }
    }

    private final String name;

    /** Starts threads, or throws an {@link OutOfMemoryError} where the system has none left. */
    private final Consumer<Thread> starter;

    /** How much the settler's own threads have passed on to it. */
    private final AtomicLong passedOn = new AtomicLong();

    private final Queue<Settlement> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition backlog = lock.newCondition();

    /** Who takes from the queue. Written under the lock; the runner reads it to learn that it was replaced. */
    private volatile @Nullable Role runner;

    /** Whether the runner sleeps, or there is none. Written under the lock. */
    private volatile boolean asleep = true;

    /** Whether the standby sleeps, or there is none. Written under the lock. */
    private volatile boolean standbyAsleep = true;

    /** Guarded by the lock. */
    private @Nullable Role standby;

    /** The runners that user code holds up. Guarded by the lock. */
    private final Set<Role> heldUp = new HashSet<>();

    /** The threads that may be alive. Guarded by the lock. */
    private final Map<Role, Thread> alive = new HashMap<>();

    /** Guarded by the lock. */
    private int threads;

    /** Guarded by the lock. */
    private boolean closed;

    Settler(String name) {
        this(name, Thread::start);
    }

    Settler(String name, Consumer<Thread> starter) {
        this.name = name;
        this.starter = starter;
    }

    /**
     * Has a future completed. Never waits for longer than it takes to start a thread.
     *
     * @param future the future
     * @param completion completes it; an exception that it throws is logged
     */
    void settle(CompletableFuture<?> future, Runnable completion) {
        queue.add(new Settlement(future, completion));
        if (asleep || standbyAsleep) {
            wake();
        }
    }

    /**
     * Has futures that waited for another one completed in their order, if the calling thread is the settler's.
     *
     * @param waiting the futures, now the settler's own; at least one
     * @param completion completes one of them
     * @return {@code false} if the thread is another one, and nothing was done
     */
    <F extends CompletableFuture<?>> boolean passOn(Queue<F> waiting, Consumer<? super F> completion) {
        boolean own = Thread.currentThread() instanceof SettlerThread thread && thread.settler == this;
        if (own) {
            new Succession<>(waiting, completion, this::passOn, IN_ORDER_NANOS).begin();
        }
        return own;
    }

    private void passOn(CompletableFuture<?> future, Runnable completion) {
        passedOn.incrementAndGet(); // first, for close
        settle(future, completion);
    }

    /** Wakes the runner if it sleeps; otherwise there is something behind what it is at, and the standby has to look on. */
    private void wake() {
        lock.lock();
        try {
            if (asleep) {
                if (runner == null) {
                    runner = start(); // if it cannot be started, the next settlement tries again
                } else {
                    work.signal();
                }
                asleep = false;
            } else if (standbyAsleep && !queue.isEmpty()) {
                if (standby == null) {
                    startStandby();
                } else {
                    backlog.signal();
                    standbyAsleep = false;
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until every future given to {@link #settle} so far is settled, and what waited for those in its turn, and ends the
     * threads. One that a continuation holds up is left to it.
     */
    void close() {
        long before;
        do {
            before = passedOn.get();
            CompletableFuture<Void> last = new CompletableFuture<>();
            settle(last, () -> last.complete(null));
            awaitSettled(last);
            heldUp().forEach(Settler::awaitSettled);
        } while (passedOn.get() != before);
        Set<Role> unfinished;
        List<Thread> ending = new ArrayList<>();
        lock.lock();
        try {
            unfinished = Set.copyOf(heldUp);
            closed = true;
            work.signalAll();
            backlog.signalAll();
            alive.forEach((role, thread) -> {
                if (!unfinished.contains(role)) {
                    ending.add(thread);
                }
            });
        } finally {
            lock.unlock();
        }
        unfinished.forEach(Settler::awaitSettled);
        ending.forEach(thread -> Uninterruptibly.join(thread, END_MILLIS));
    }

    private Set<Role> heldUp() {
        lock.lock();
        try {
            return Set.copyOf(heldUp);
        } finally {
            lock.unlock();
        }
    }

    private static void awaitSettled(Role heldUp) {
        Settlement at = heldUp.current;
        while (at == NEXT) {
            Thread.onSpinWait(); // for the two steps between two settlements
            at = heldUp.current;
        }
        if (at != null) {
            awaitSettled(at.future());
        }
    }

    /**
     * Waits until a future is settled, however, and runs none of its continuations. It waits by {@code allOf}, which has no place
     * among the continuations and so waits for none of them.
     */
    static void awaitSettled(CompletableFuture<?> future) {
        CompletableFuture.allOf(future).handle((value, failure) -> null).join();
    }

    /** Starts a standby, with the lock held. If there is no thread for it, the next settlement tries again. */
    private void startStandby() {
        standby = null;
        standbyAsleep = true;
        try {
            standby = start();
            standbyAsleep = false;
        } catch (OutOfMemoryError e) {
            return; // the runner goes on alone meanwhile
        }
    }

    /** Starts a thread; with the lock held. */
    private Role start() {
        Role role = new Role();
        Thread thread = new SettlerThread(this, () -> live(role), name + "-settler-" + ++threads);
        thread.setDaemon(true);
        starter.accept(thread);
        alive.put(role, thread);
        return role;
    }

    /** The life of a thread: perhaps the standby first, then the runner, until it is replaced or the settler closes. */
    private void live(Role self) {
        standBy(self);
        while (runner == self) {
            self.current = NEXT;
            Settlement settlement = queue.poll();
            self.current = settlement;
            if (settlement != null) {
                run(settlement);
                self.finished++; // no other thread writes it
            } else if (!sleepUntilThereIsWork(self)) {
                break;
            }
        }
        self.current = null;
        lock.lock();
        try {
            heldUp.remove(self);
            alive.remove(self);
        } finally {
            lock.unlock();
        }
    }

    /** Looks on while another is the runner. */
    private void standBy(Role self) {
        lock.lock();
        try {
            while (runner != self && !(closed && (asleep || queue.isEmpty()))) {
                if (asleep || queue.isEmpty()) {
                    standbyAsleep = true;
                    if (asleep || queue.isEmpty()) {
                        backlog.awaitUninterruptibly();
                        continue;
                    }
                    standbyAsleep = false;
                }
                Role watched = runner;
                if (watched != null) {
                    watch(watched, self);
                }
            }
            if (standby == self) {
                standby = null;
                standbyAsleep = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Looks at the runner twice, and replaces it if it has not moved while others wait. */
    private void watch(Role watched, Role self) {
        long before = watched.finished;
        Settlement at = watched.current;
        pause();
        boolean stuck = at != null && at != NEXT && at == watched.current && before == watched.finished;
        if (stuck && runner == watched && !asleep && !queue.isEmpty()) {
            heldUp.add(watched);
            runner = self;
            startStandby();
        }
    }

    private void pause() {
        try {
            backlog.awaitNanos(PATIENCE_NANOS);
        } catch (InterruptedException e) {
            LOGGER.log(Level.DEBUG, "a continuation of pool {0} left its thread interrupted", name);
        }
    }

    /** Returns {@code false} when the settler is closed and there is nothing left to do. */
    private boolean sleepUntilThereIsWork(Role self) {
        lock.lock();
        try {
            if (runner != self) {
                return false;
            }
            asleep = true;
            if (!queue.isEmpty()) {
                asleep = false;
                return true;
            }
            while (asleep && !closed) {
                work.awaitUninterruptibly();
            }
            if (asleep) {
                runner = null;
            }
            return !asleep;
        } finally {
            lock.unlock();
        }
    }

    private void run(Settlement settlement) {
        try {
            settlement.completion().run();
        } catch (Throwable e) {
            settlement.future().completeExceptionally(e); // if it is still open, so that nobody waits for ever
            log(e);
        }
        Thread.interrupted(); // left behind by a continuation, and not meant for the next
    }

    private void log(Throwable failure) {
        try {
            LOGGER.log(Level.ERROR, "a settlement of pool " + name + " failed", failure);
        } catch (Throwable e) { // a log handler is the user's code, and this thread has to go on
            tellUncaught(e);
        }
    }

    /** Tells the handler of uncaught exceptions, the user's or the JVM's, though this thread goes on. */
    private static void tellUncaught(Throwable failure) {
        try {
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, failure);
        } catch (Throwable e) {
            return; // there is nobody left to tell
        }
    }
}
