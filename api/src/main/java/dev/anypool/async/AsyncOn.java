package dev.anypool.async;

import dev.anypool.Action;
import dev.anypool.PoolExecutor;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations of {@link Async} with continuations that come back to an executor; made by {@link Async#on(Executor)}, which says
 * what that means.
 *
 * <p>Instances are safe for use by many threads. One may be kept for as long as its executor is.
 */
public final class AsyncOn {
    private final Executor executor;

    AsyncOn(Executor executor) {
        this.executor = executor;
    }

    /**
     * Runs a task on a pool; see {@link Async#runInExecutor(PoolExecutor, Task)}.
     *
     * @param pool the pool
     * @param task the task
     * @param <T> the type of its result
     * @return the future of its result, whose continuations run on the executor
     */
    public <T extends @Nullable Object> CompletableFuture<T> runInExecutor(PoolExecutor pool, Task<T> task) {
        return start(() -> Async.runInExecutor(pool, task));
    }

    /**
     * Runs an action on a pool; see {@link Async#runInExecutor(PoolExecutor, Action)}.
     *
     * @param pool the pool
     * @param action the action
     * @return a future that is completed with {@code null} when the action has ended, and whose continuations run on the executor
     */
    public CompletableFuture<@Nullable Void> runInExecutor(PoolExecutor pool, Action action) {
        return start(() -> Async.runInExecutor(pool, action));
    }

    /**
     * Runs a function of one argument on a pool; see {@link Async#runInExecutor(PoolExecutor, TaskFunction, Object)}.
     *
     * @param pool the pool
     * @param function the function
     * @param argument its argument
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @return the future of its result, whose continuations run on the executor
     */
    public <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> runInExecutor(
            PoolExecutor pool, TaskFunction<? super A, ? extends R> function, A argument) {
        return start(() -> Async.<A, R>runInExecutor(pool, function, argument));
    }

    /**
     * Runs a function of two arguments on a pool; see
     * {@link Async#runInExecutor(PoolExecutor, TaskBiFunction, Object, Object)}.
     *
     * @param pool the pool
     * @param function the function
     * @param first its first argument
     * @param second its second argument
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @return the future of its result, whose continuations run on the executor
     */
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            CompletableFuture<R> runInExecutor(
                    PoolExecutor pool, TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
        return start(() -> Async.<A, B, R>runInExecutor(pool, function, first, second));
    }

    /** Starts work whose result can be told; not if it is known that the executor would refuse to. */
    private <T extends @Nullable Object> CompletableFuture<T> start(Supplier<CompletableFuture<T>> work) {
        if (executor instanceof EventLoop loop && loop.isShutdown()) {
            return bind(CompletableFuture.failedFuture(
                    new RejectedExecutionException(loop + " has been shut down and could not be told the result")));
        }
        return bind(work.get());
    }

    /**
     * Gathers results; see {@link Async#gather(Iterable)}.
     *
     * @param futures the futures
     * @param <T> the type of their results
     * @return the future of all results, whose continuations run on the executor
     */
    public <T extends @Nullable Object> CompletableFuture<List<T>> gather(
            Iterable<? extends CompletionStage<? extends T>> futures) {
        return bind(Async.<T>gather(futures));
    }

    /**
     * Gathers outcomes; see {@link Async#gatherOutcomes(Iterable)}.
     *
     * @param futures the futures
     * @param <T> the type of their results
     * @return the future of all outcomes, whose continuations run on the executor
     */
    public <T extends @Nullable Object> CompletableFuture<List<CompletableFuture<T>>> gatherOutcomes(
            Iterable<? extends CompletionStage<T>> futures) {
        return bind(Async.gatherOutcomes(futures));
    }

    /**
     * Waits for some of several futures; see {@link Async#await(Until, Iterable)}.
     *
     * @param until what to wait for
     * @param futures the futures
     * @param <T> the type of their results
     * @return the future of which are done then, whose continuations run on the executor
     */
    public <T extends @Nullable Object> CompletableFuture<Awaited<T>> await(
            Until until, Iterable<? extends CompletionStage<T>> futures) {
        return bind(Async.await(until, futures));
    }

    /**
     * Waits for some of several futures, for some time at most; see {@link Async#await(Until, Iterable, Duration)}.
     *
     * @param until what to wait for
     * @param futures the futures
     * @param limit how long to wait at most, zero to look once
     * @param <T> the type of their results
     * @return the future of which are done then, whose continuations run on the executor
     */
    public <T extends @Nullable Object> CompletableFuture<Awaited<T>> await(
            Until until, Iterable<? extends CompletionStage<T>> futures, Duration limit) {
        return bind(Async.await(until, futures, limit));
    }

    private <T extends @Nullable Object> CompletableFuture<T> bind(CompletableFuture<T> future) {
        return BoundFuture.follow(future, executor);
    }

    @Override
    public String toString() {
        return "async on " + Objects.toString(executor);
    }
}
