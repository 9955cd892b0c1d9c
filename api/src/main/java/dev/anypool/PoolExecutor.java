package dev.anypool;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A pool of workers that run tasks: threads, or JVMs of their own.
 *
 * <pre>{@code
 * try (PoolExecutor pool = Pools.open(4)) {
 *     CompletableFuture<Integer> one = pool.submit(() -> fib(40));
 *     CompletableFuture<String> two = pool.submit(Titles::fetch, "a page");
 *     CompletableFuture<List<Integer>> all = pool.map(Work::fib, List.of(30, 31, 32));
 * }
 * }</pre>
 *
 * <p>Every future that a pool hands out is settled, exactly once, whatever becomes of the task, its worker or the pool.
 * {@code submit}, {@code map} and {@code stream} throw {@link RejectedExecutionException} after a shutdown,
 * {@link BrokenPoolException} when the pool could not start workers, and {@link NullPointerException} when a task or an input
 * is {@code null} (an argument or an element may be {@code null}). All that concerns one task, an argument that cannot travel
 * included, is told by its future.
 *
 * <p>On the process backend functions, captured variables and arguments are copied on the caller's thread before the call
 * returns; later changes are not seen by the task. On the thread backend they are passed as they are, unless its
 * <i>rehearsal</i> is on.
 *
 * <p>Instances are safe for use by many threads.
 */
public interface PoolExecutor extends AutoCloseable {

    /**
     * Runs a task on a worker.
     *
     * @param task the task
     * @param <T> the type of its result
     * @return the future of its result
     * @throws java.util.concurrent.RejectedExecutionException if the pool is shut down or broken; or its queue is full and is to
     *     refuse ({@link WhenFull}), or the thread is interrupted while it waits for room. The other methods that take work do the same
     */
    <T extends @Nullable Object> TaskFuture<T> submit(Task<T> task);

    /**
     * Runs an action on a worker. (A reference to an overloaded method that returns nothing must be written as a lambda,
     * {@code () -> out.println()}.)
     *
     * @param action the action
     * @return a future that is completed with {@code null} when the action has ended
     */
    TaskFuture<@Nullable Void> submit(Action action);

    /**
     * Runs a function of one argument on a worker.
     *
     * @param function the function
     * @param argument its argument
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @return the future of its result
     */
    <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            TaskFunction<? super A, ? extends R> function, A argument);

    /**
     * Runs a function of two arguments on a worker.
     *
     * @param function the function
     * @param first its first argument
     * @param second its second argument
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @return the future of its result
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second);

    /**
     * Runs a function on each element of an input, many at once, and gathers the results in input order. The input is read
     * to its end on the caller's thread before the call returns; an empty one gives a completed future and needs no worker.
     *
     * @param function the function
     * @param inputs the elements; an exception thrown by its iterator is thrown here, and what was begun is cancelled
     * @param <A> the type of an element
     * @param <R> the type of a result
     * @return the future of all results
     */
    <A extends @Nullable Object, R extends @Nullable Object> MapFuture<R> map(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs);

    /**
     * Runs a function on each pair of elements of two inputs, as far as the shorter one goes; otherwise as
     * {@link #map(TaskFunction, Iterable)}.
     *
     * @param function the function
     * @param firsts the first elements
     * @param seconds the second elements
     * @param <A> the type of a first element
     * @param <B> the type of a second element
     * @param <R> the type of a result
     * @return the future of all results
     */
    <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> MapFuture<R> map(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends A> firsts,
            Iterable<? extends B> seconds);

    /**
     * Runs a function on each element of an input that may be endless, and hands over the results as they are asked for: in input
     * order, or, with {@link TaskOptions#ordered(boolean) ordered(false)}, those that are done first. The source is read on the consumer's thread, no further ahead than
     * {@link TaskOptions#lookAhead(int)} says. A failed element throws a {@link java.util.concurrent.CompletionException} at its
     * turn; an exception thrown by the source is thrown as it is once the elements before it are handed over. Close the stream
     * (it works in a try-with-resources statement) to cancel what has not been consumed.
     *
     * @param function the function
     * @param inputs the source of elements
     * @param <A> the type of an element
     * @param <R> the type of a result
     * @return a sequential stream of the results
     */
    <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs);

    /**
     * As {@link #stream(TaskFunction, Iterable)}, but hands over outcomes, failures included: each future in the stream is
     * settled.
     *
     * @param function the function
     * @param inputs the source of elements
     * @param <A> the type of an element
     * @param <R> the type of a result
     * @return a sequential stream of settled futures
     */
    <A extends @Nullable Object, R extends @Nullable Object> Stream<TaskFuture<R>> outcomes(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs);

    /**
     * Returns a view of this pool whose tasks have these options. The view shares workers, queue and life cycle: shutting
     * it down shuts the pool down. It costs one small object.
     *
     * @param options the options; what they do not set comes from the pool's defaults, not from this view
     * @return the view
     */
    PoolExecutor with(TaskOptions options);

    /**
     * Returns this pool as an {@link ExecutorService}, for code that asks for one. It shares workers, queue, options and life cycle
     * with this view: shutting it down shuts the pool down. It costs one small object.
     *
     * <ul>
     *   <li>Its {@code submit} returns a {@link TaskFuture}, which may be cast to one; cancelling it stops the work.
     *   <li>Where tasks are copied, on processes and in a rehearsal, a task must be {@link java.io.Serializable}. A lambda that is
     *       passed as a {@code Runnable} or {@code Callable} is not unless it is cast,
     *       {@code (Callable<Integer> & Serializable) () -> 42}. A task that cannot travel never runs: {@code execute} throws a
     *       {@link TaskSerializationException}; {@code submit}, {@code invokeAll} and {@code invokeAny}
     *       tell it by the task's future. So {@code CompletableFuture.supplyAsync} and {@code ExecutorCompletionService}, which wrap
     *       tasks in classes of their own, can only use the executor service of a pool that passes tasks as they are.
     *   <li>{@code submit(task, result)} hands the result over with the task and back: where tasks are copied, the future has the copy
     *       that the task saw.
     *   <li>What a task of {@code execute} throws is logged, once, by the {@link System.Logger} {@code dev.anypool}.
     *   <li>{@code shutdownNow} returns the runnables that never began; those of a {@code Callable} call it. It stops
     *       the tasks that were given to the pool itself as well, but does not return them.
     *   <li>A limit of {@code invokeAll} or {@code invokeAny} does not cut short the wait for room in a full queue ({@link WhenFull}).
     *   <li>Its {@code close}, which {@code ExecutorService} has from Java 19 on, is {@link #close()}.
     * </ul>
     *
     * @return the executor service
     */
    ExecutorService asExecutorService();

    /**
     * Returns the options that tasks submitted through this view have, the pool's defaults included; to change some and keep the
     * others: {@code pool.with(pool.options().retries(1))}.
     *
     * @return the options
     */
    TaskOptions options();

    /**
     * Returns what the pool is doing now.
     *
     * @return a snapshot
     */
    PoolStats stats();

    /**
     * Refuses new work and lets what was submitted finish. Returns at once; a second call does nothing.
     */
    void shutdown();

    /**
     * Refuses new work, cancels what is queued and stops what runs, as {@link TaskFuture} describes. Every future is settled,
     * those of stopped tasks with a {@link java.util.concurrent.CancellationException}. Returns without waiting for the
     * workers.
     *
     * @return the futures of the tasks that had not started
     */
    List<TaskFuture<?>> shutdownNow();

    /**
     * Waits after a shutdown until every task has ended and all that belongs to the pool is gone: workers, threads, sockets
     * and files.
     *
     * @param limit how long to wait at most
     * @return {@code true} if the pool has terminated, {@code false} if the time ran out first
     * @throws InterruptedException if the calling thread is interrupted while it waits
     * @throws IllegalStateException if called by a task of this pool, which would wait for itself
     */
    boolean awaitTermination(Duration limit) throws InterruptedException;

    /**
     * Tells whether {@link #shutdown()}, {@link #shutdownNow()} or {@link #close()} has been called.
     *
     * @return {@code true} from then on
     */
    boolean isShutdown();

    /**
     * Tells whether the pool has been shut down and nothing of it is left.
     *
     * @return {@code true} once {@link #awaitTermination} would return {@code true} at once
     */
    boolean isTerminated();

    /**
     * Shuts down and waits until all submitted work has finished and the pool has terminated, as
     * {@code ExecutorService.close()} does. If the calling thread is interrupted, before or while it waits, the pool stops
     * everything as {@link #shutdownNow()} does, goes on waiting and leaves the thread interrupted.
     *
     * @throws IllegalStateException if called by a task of this pool, which would wait for itself
     */
    @Override
    void close();
}
