package dev.anypool.thread;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.spi.CurrentWorker;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One worker thread and the pool's handle of it in one: the two share memory, so nothing lies between them.
 *
 * <p>The pool hands a job over in {@code next}, and the thread takes it from there; whoever swaps it out first has it. The
 * monitor guards which task runs, so that an interrupt meets that task or none.
 */
final class ThreadWorker implements WorkerHandle, Runnable {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final int NOTHING = -1;

    private final Worker worker;
    private final Passing passing;
    private final @Nullable Job initializer;
    private final WorkerListener listener;
    private final Consumer<Thread> givenUp;
    private final AtomicReference<@Nullable Job> next = new AtomicReference<>();

    /** Set once, before the thread starts. */
    private @Nullable Thread thread;

    /** The last job that was started; written by the thread. */
    private volatile @Nullable Job started;

    /** The last task of it that was started; written by the thread under the monitor. */
    private volatile int startedIndex;

    /** Whether the initializer runs. Guarded by the monitor. */
    private boolean initializing;

    /** The task that runs, or {@link #NOTHING}. Guarded by the monitor. */
    private int running = NOTHING;

    /** Whether the end is reported, or is about to be. Guarded by the monitor. */
    private boolean leaves;

    private volatile boolean retired;
    private volatile boolean abandoned;

    ThreadWorker(
            int id,
            String name,
            Passing passing,
            @Nullable Job initializer,
            WorkerListener listener,
            Consumer<Thread> givenUp) {
        this.worker = new Worker(id, name, ProcessHandle.current().pid(), ThreadPoolOptions.BACKEND);
        this.passing = passing;
        this.initializer = initializer;
        this.listener = listener;
        this.givenUp = givenUp;
    }

    void thread(Thread own) {
        this.thread = own;
    }

    // ---- the thread's side ----

    @Override
    public void run() {
        CurrentWorker.setForThread(worker);
        if (!initialize()) {
            return;
        }
        listener.ready(worker);
        while (!abandoned) {
            Job job = next.get();
            if (job != null) {
                if (next.compareAndSet(job, null)) {
                    run(job);
                }
            } else if (retired) {
                leave();
                return;
            } else {
                LockSupport.park(this);
                Thread.interrupted(); // meant for a task that has ended
            }
        }
    }

    /** Returns whether the worker is fit for work. */
    private boolean initialize() {
        if (initializer == null) {
            return true;
        }
        synchronized (this) {
            initializing = !retired;
        }
        Throwable failure = failureOf(passing.open(initializer).run(0));
        synchronized (this) {
            initializing = false;
            Thread.interrupted(); // meant for the initializer
            if (abandoned) {
                return false;
            }
        }
        if (failure == null) {
            return true;
        }
        if (!retired) { // else it may have failed because it was interrupted
            listener.unfit(Outcome.failure(failure));
        }
        leave();
        return false;
    }

    private void leave() {
        if (claimEnd()) {
            listener.gone(WorkerEnd.withNothingStarted(null));
        }
    }

    /** Returns whether the caller is the one who reports the end. */
    private synchronized boolean claimEnd() {
        boolean first = !leaves;
        leaves = true;
        return first;
    }

    private static @Nullable Throwable failureOf(Outcome outcome) {
        try {
            outcome.get();
            return null;
        } catch (Throwable e) { // whatever the user's code throws
            return e;
        }
    }

    private void run(Job job) {
        long start = System.nanoTime();
        Passing.Runner runner = passing.open(job);
        for (int index = 0; index < job.size(); index++) {
            if (begin(job, index)) {
                Outcome outcome = runner.run(index);
                if (!finish()) {
                    return;
                }
                listener.ended(job, index, outcome);
            } else {
                listener.ended(job, index, Outcome.value(null)); // the future is settled already
            }
        }
        listener.finished(job, System.nanoTime() - start);
    }

    /** Returns whether there is any need to run the task. */
    private synchronized boolean begin(Job job, int index) {
        startedIndex = index;
        started = job;
        if (abandoned || job.isStopped(index)) {
            return false;
        }
        Thread.interrupted(); // meant for a task that has ended
        running = index;
        return true;
    }

    /** Returns whether the pool still waits for this thread. */
    private synchronized boolean finish() {
        running = NOTHING;
        Thread.interrupted(); // meant for the task that has ended
        return !abandoned;
    }

    // ---- the pool's side ----

    @Override
    public void assign(Job job) {
        next.set(job);
    }

    @Override
    public void flush() {
        LockSupport.unpark(thread);
    }

    @Override
    public int capacity() {
        return 1;
    }

    @Override
    public boolean hasStarted(Job job, int index) {
        return started == job && index <= startedIndex;
    }

    @Override
    public List<Job> takeBack() {
        Job job = next.getAndSet(null);
        return job == null ? List.of() : List.of(job);
    }

    @Override
    public synchronized void stop(Job job, int index, boolean interrupt) {
        if (interrupt && started == job && running == index && thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public synchronized void retire() {
        retired = true;
        if (initializing && thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public void kill(String reason) {
        Job job;
        int index;
        synchronized (this) {
            if (!claimEnd()) {
                return;
            }
            abandoned = true;
            job = started;
            index = startedIndex;
        }
        Thread own = thread;
        if (own != null) {
            givenUp.accept(own);
            logAside("gave up " + worker.name() + " and put another thread in its place: " + reason
                    + ". A thread cannot be killed; it is stuck at\n" + stackOf(own));
        }
        WorkerCrash crash = new WorkerCrash(
                worker,
                "was given up: " + reason,
                null,
                null,
                List.of(),
                null,
                "A process backend would have killed it.");
        listener.gone(new WorkerEnd(crash, (held, place) -> held == job && place <= index));
    }

    /** Logs on a thread of its own: a handler of the user's may take its time, and the caller holds the pool's lock. */
    private static void logAside(String message) {
        Thread logging = new Thread(() -> LOGGER.log(Level.WARNING, message), "anypool-gave-up");
        logging.setDaemon(true);
        logging.start();
    }

    private static String stackOf(Thread stuck) {
        return Arrays.stream(stuck.getStackTrace())
                .map(frame -> "\tat " + frame)
                .collect(Collectors.joining("\n"));
    }
}
