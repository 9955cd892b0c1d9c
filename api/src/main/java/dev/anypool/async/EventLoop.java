package dev.anypool.async;

import dev.anypool.Action;
import dev.anypool.PoolExecutor;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A small event loop for programs that have none: one thread that runs what it is given, one after the other, and that never waits
 * for anything but the next of it.
 *
 * <pre>{@code
 * try (EventLoop loop = EventLoop.open();
 *         PoolExecutor pool = Pools.open(4)) {
 *     int sum = loop.run(() -> loop.runInExecutor(pool, Work::fib, 40) // computed by a worker,
 *             .thenCombine(loop.runInExecutor(pool, Work::fib, 41), Integer::sum)); // added up on the loop
 * }
 * }</pre>
 *
 * <p>All futures that a loop hands out, and all that are derived from them, run their continuations on the loop; so what only
 * the loop's tasks and continuations touch needs no lock. The loop's thread must not wait: {@code join} and {@code get} of such a future
 * throw {@link IllegalStateException} there if it is not done, and so do {@link #run} and {@link #close}.
 *
 * <p>Settling the future of a task or a delay from outside means that it does not run if it has not begun; one that runs is not
 * interrupted, since that is the loop's thread. An exception that a task of {@link #execute} throws is logged.
 *
 * <p>The loop's thread is a daemon. After {@link #shutdown} or {@link #close} nothing new is run: {@code execute}, {@code submit} and
 * {@code delay} throw {@link RejectedExecutionException}, and continuations whose turn comes later are not called; the futures that
 * they would complete fail with it.
 *
 * <p>Instances are safe for use by many threads.
 */
public final class EventLoop implements Executor, AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(EventLoop.class.getName());
    private static final AtomicInteger LOOPS = new AtomicInteger();

    /** What the thread of a loop is known by. */
    private static final class LoopThread extends Thread {
        private final EventLoop loop;

        private LoopThread(EventLoop loop) {
            super(loop::live, loop.name);
            this.loop = loop;
        }
    }

    private final String name;
    private final Agenda agenda;
    private final AsyncOn async = Async.on(this);
    private final LoopThread thread;

    /** Completed by the loop's thread when it has run all that it will ever run. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private EventLoop(String name) {
        this.name = name;
        this.agenda = new Agenda(name);
        this.thread = new LoopThread(this);
        thread.setDaemon(true);
    }

    /**
     * Opens a loop with a name of its own.
     *
     * @return the loop; close it after use
     */
    public static EventLoop open() {
        return open("event-loop-" + LOOPS.incrementAndGet());
    }

    /**
     * Opens a loop.
     *
     * @param name the name of the loop and its thread
     * @return the loop; close it after use
     */
    public static EventLoop open(String name) {
        EventLoop loop = new EventLoop(Objects.requireNonNull(name, "name"));
        loop.thread.start();
        return loop;
    }

    // ---- tasks ----

    /**
     * Runs a task on the loop when its turn has come.
     *
     * @param task the task; an exception that it throws is logged
     * @throws RejectedExecutionException if the loop has been shut down
     */
    @Override
    public void execute(Runnable task) {
        agenda.add(Objects.requireNonNull(task, "task"));
    }

    /**
     * Runs a task on the loop when its turn has come.
     *
     * @param task the task
     * @param <T> the type of its result
     * @return the future of its result
     * @throws RejectedExecutionException if the loop has been shut down
     */
    public <T extends @Nullable Object> CompletableFuture<T> submit(Callable<? extends T> task) {
        Objects.requireNonNull(task, "task");
        BoundFuture<T> future = new BoundFuture<>(this, StoppingFuture.NOTHING);
        agenda.add(new LoopTask<>(task, future));
        return future;
    }

    /**
     * Runs a task on the loop when its turn has come.
     *
     * @param task the task
     * @return a future that is completed with {@code null} when the task has ended
     * @throws RejectedExecutionException if the loop has been shut down
     */
    public CompletableFuture<@Nullable Void> submit(Runnable task) {
        Objects.requireNonNull(task, "task");
        return this.<@Nullable Void>submit(() -> {
            task.run();
            return null;
        });
    }

    /**
     * Returns a future that completes after a time. Cancelling it takes it back; if the loop is shut down first it is cancelled.
     *
     * @param time the time, zero for the next turn of the loop
     * @return a future that is completed with {@code null}
     * @throws IllegalArgumentException if the time is negative
     * @throws RejectedExecutionException if the loop has been shut down
     */
    public CompletableFuture<@Nullable Void> delay(Duration time) {
        LoopDelay delay = new LoopDelay(this, agenda, TimeLimit.nanos(time));
        agenda.add(delay);
        return delay.future();
    }

    // ---- tasks of a pool ----

    /**
     * Runs a task on a pool, and its continuations here; see {@link Async#runInExecutor(PoolExecutor, Task)}.
     *
     * @param pool the pool
     * @param task the task
     * @param <T> the type of its result
     * @return the future of its result; it has failed if the pool or this loop takes no work
     */
    public <T extends @Nullable Object> CompletableFuture<T> runInExecutor(PoolExecutor pool, Task<T> task) {
        return async.runInExecutor(pool, task);
    }

    /**
     * Runs an action on a pool, and its continuations here; see {@link Async#runInExecutor(PoolExecutor, Action)}.
     *
     * @param pool the pool
     * @param action the action
     * @return a future that is completed with {@code null} when the action has ended; it has failed if the pool or this loop takes no work
     */
    public CompletableFuture<@Nullable Void> runInExecutor(PoolExecutor pool, Action action) {
        return async.runInExecutor(pool, action);
    }

    /**
     * Runs a function of one argument on a pool, and its continuations here; see
     * {@link Async#runInExecutor(PoolExecutor, TaskFunction, Object)}.
     *
     * @param pool the pool
     * @param function the function
     * @param argument its argument
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @return the future of its result; it has failed if the pool or this loop takes no work
     */
    public <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> runInExecutor(
            PoolExecutor pool, TaskFunction<? super A, ? extends R> function, A argument) {
        return async.runInExecutor(pool, function, argument);
    }

    /**
     * Runs a function of two arguments on a pool, and its continuations here; see
     * {@link Async#runInExecutor(PoolExecutor, TaskBiFunction, Object, Object)}.
     *
     * @param pool the pool
     * @param function the function
     * @param first its first argument
     * @param second its second argument
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @return the future of its result; it has failed if the pool or this loop takes no work
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            CompletableFuture<R> runInExecutor(
                    PoolExecutor pool, TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
        return async.runInExecutor(pool, function, first, second);
    }

    // ---- running until something is done ----

    /**
     * Starts a program on the loop and waits until the future that it returns is done.
     *
     * @param program what to do first; what it throws is thrown here, in a {@link java.util.concurrent.CompletionException}
     * @param <T> the type of the result
     * @return the result
     * @throws java.util.concurrent.CompletionException if the future fails, as {@code join} throws it
     * @throws java.util.concurrent.CancellationException if it is cancelled
     * @throws RejectedExecutionException if the loop has been shut down, or is before the future is done
     * @throws IllegalStateException if called on the loop's own thread, which would wait for itself
     */
    public <T extends @Nullable Object> T run(Callable<? extends CompletionStage<T>> program) {
        refuseToWait("run another program to its end; chain it with thenCompose instead");
        return run(this.<CompletionStage<T>>submit(program).thenCompose(Function.identity()));
    }

    /**
     * Waits until a future is done, while the loop runs what it is given.
     *
     * @param future the future
     * @param <T> the type of the result
     * @return the result
     * @throws java.util.concurrent.CompletionException if the future fails, as {@code join} throws it
     * @throws java.util.concurrent.CancellationException if it is cancelled
     * @throws RejectedExecutionException if the loop has been shut down before the future is done
     * @throws IllegalStateException if called on the loop's own thread, which would wait for itself
     */
    public <T extends @Nullable Object> T run(CompletionStage<T> future) {
        refuseToWait("wait for a future; continue it with thenApply or whenComplete instead");
        CompletableFuture<T> awaited = future.toCompletableFuture();
        CompletableFuture.anyOf(awaited, ended)
                .handle((value, failure) -> value)
                .join();
        if (!awaited.isDone()) {
            throw new RejectedExecutionException("event loop " + name + " has ended before the future was done");
        }
        return awaited.join();
    }

    // ---- where ----

    /**
     * Tells whether the calling thread is the loop's.
     *
     * @return whether it is
     */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** Throws if the calling thread is the loop's, which must not wait. */
    void refuseToWait(String what) {
        if (isCurrent()) {
            throw new IllegalStateException("event loop " + name + " must not " + what);
        }
    }

    /** Throws if the calling thread is that of any loop. */
    static void refuseToWaitOnAnyLoop(String what) {
        if (Thread.currentThread() instanceof LoopThread current) {
            current.loop.refuseToWait(what);
        }
    }

    // ---- the end ----

    /**
     * Refuses new tasks, cancels the delays and lets the loop end when it has run what it was given. Returns at once; a second call
     * does nothing. Tasks that run on pools are left alone: their futures are settled, and nothing is called back.
     */
    public void shutdown() {
        agenda.drain().forEach(LoopDelay::drop);
    }

    /**
     * Tells whether {@link #shutdown()} or {@link #close()} has been called.
     *
     * @return {@code true} from then on
     */
    public boolean isShutdown() {
        return agenda.state() != LoopState.OPEN;
    }

    /**
     * Tells whether the loop was shut down and runs nothing any more.
     *
     * @return {@code true} from then on
     */
    public boolean isTerminated() {
        return agenda.state() == LoopState.CLOSED;
    }

    /**
     * Shuts down and waits until the loop's thread has ended. An interrupt does not cut that short: it is passed on to what the
     * loop runs, and left to the calling thread.
     *
     * @throws IllegalStateException if called on the loop's own thread, which would wait for itself; it may call {@link #shutdown()}
     */
    @Override
    public void close() {
        refuseToWait("wait for its own end; shutdown() does not wait");
        shutdown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
                thread.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The life of the loop's thread. */
    private void live() {
        for (Runnable next = agenda.take(); next != null; next = agenda.take()) {
            try {
                next.run();
            } catch (Throwable e) {
                LOGGER.log(Level.ERROR, "a task of event loop " + name + " failed", e);
            }
            Thread.interrupted(); // left behind by a task, and not meant for the next
        }
        ended.complete(null);
    }

    @Override
    public String toString() {
        return "event loop " + name;
    }
}
