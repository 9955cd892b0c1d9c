package dev.anypool.async;

import dev.anypool.Action;
import dev.anypool.PoolExecutor;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import dev.anypool.TaskOptions;
import dev.anypool.WhenFull;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Pools in asynchronous code, and waiting for several futures.
 *
 * <pre>{@code
 * Async.on(loop).runInExecutor(pool, Work::parse, page) // parsed by a worker
 *         .thenCompose(links -> Async.gather(fetchAll(links))) // continued on the loop
 *         .orTimeout(10, TimeUnit.SECONDS);
 *
 * Awaited<Quote> quotes = Async.await(Until.FIRST_COMPLETED, requests, Duration.ofSeconds(1)).join();
 * quotes.pending().forEach(slow -> slow.cancel(true));
 * }</pre>
 *
 * <p>{@link #runInExecutor(PoolExecutor, Task) runInExecutor} is {@link PoolExecutor#submit(Task) submit} for callers that must
 * neither wait nor be thrown at in the middle of a pipeline; {@link #on(Executor)} brings the continuations back to an event loop.
 *
 * <p>{@link #gather(Iterable) gather}, {@link #await(Until, Iterable) await} and {@link #asCompleted(Iterable) asCompleted} take
 * any {@link CompletionStage} whose {@code toCompletableFuture} gives a future. They refer to a future as often as it occurs, but
 * look at it once. None of the methods here blocks the caller; what blocks is {@code join}, and taking from the stream of {@code asCompleted}.
 */
public final class Async {
    private Async() {}

    // ---- tasks of a pool ----

    /**
     * Runs a task on a pool, for an asynchronous pipeline. It is as {@link PoolExecutor#submit(Task)}, but:
     *
     * <ul>
     *   <li>A pool that is shut down, broken or full fails the future with a {@link RejectedExecutionException}; none is thrown.
     *   <li>The caller, who may be an event loop, neither waits for room in the pool's queue nor runs the task: a full queue refuses,
     *       whatever {@link dev.anypool.PoolOptions#whenFull(WhenFull)} says.
     * </ul>
     *
     * <p>Settling the future from outside, {@code cancel} and {@code orTimeout} included, stops the task. Continuations run on threads that
     * the pool does not need. What cannot travel fails the future, too.
     *
     * @param pool the pool, or a view of it
     * @param task the task
     * @param <T> the type of its result
     * @return the future of its result
     */
    public static <T extends @Nullable Object> CompletableFuture<T> runInExecutor(PoolExecutor pool, Task<T> task) {
        Objects.requireNonNull(task, "task");
        return start(pool, neverWaiting -> neverWaiting.submit(task));
    }

    /**
     * Runs an action on a pool, as {@link #runInExecutor(PoolExecutor, Task)} does.
     *
     * @param pool the pool, or a view of it
     * @param action the action
     * @return a future that is completed with {@code null} when the action has ended
     */
    public static CompletableFuture<@Nullable Void> runInExecutor(PoolExecutor pool, Action action) {
        Objects.requireNonNull(action, "action");
        return start(pool, neverWaiting -> neverWaiting.submit(action));
    }

    /**
     * Runs a function of one argument on a pool, as {@link #runInExecutor(PoolExecutor, Task)} does.
     *
     * @param pool the pool, or a view of it
     * @param function the function
     * @param argument its argument
     * @param <A> the type of the argument
     * @param <R> the type of the result
     * @return the future of its result
     */
    public static <A extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> runInExecutor(
            PoolExecutor pool, TaskFunction<? super A, ? extends R> function, A argument) {
        Objects.requireNonNull(function, "function");
        return start(pool, neverWaiting -> neverWaiting.<A, R>submit(function, argument));
    }

    /**
     * Runs a function of two arguments on a pool, as {@link #runInExecutor(PoolExecutor, Task)} does.
     *
     * @param pool the pool, or a view of it
     * @param function the function
     * @param first its first argument
     * @param second its second argument
     * @param <A> the type of the first argument
     * @param <B> the type of the second argument
     * @param <R> the type of the result
     * @return the future of its result
     */
    public static <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
            CompletableFuture<R> runInExecutor(
                    PoolExecutor pool, TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
        Objects.requireNonNull(function, "function");
        return start(pool, neverWaiting -> neverWaiting.<A, B, R>submit(function, first, second));
    }

    private static <T extends @Nullable Object> CompletableFuture<T> start(
            PoolExecutor pool, Function<PoolExecutor, ? extends CompletableFuture<T>> submit) {
        TaskOptions options = Objects.requireNonNull(pool, "pool").options();
        boolean refuses = options.whenFull().filter(WhenFull.REJECT::equals).isPresent();
        PoolExecutor neverWaiting = refuses ? pool : pool.with(options.whenFull(WhenFull.REJECT));
        try {
            return submit.apply(neverWaiting);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * Returns these operations with continuations that come back to an executor: the event loop of Netty, Vert.x, JavaFX
     * ({@code Platform::runLater}) or Swing ({@code SwingUtilities::invokeLater}), an {@link EventLoop}, or whatever runs tasks.
     *
     * <p>The continuations of the futures that it returns, and of all futures derived from those, run on the executor: those of
     * the methods with {@code Async} and no executor of their own, and those of the methods without. They are given to it in the order in which
     * they were added, also if the future is done already, and run as it sees fit.
     *
     * <p>If the executor refuses, for it was closed, the continuation is not called, and the derived future fails with what the executor threw.
     * An executor that drops tasks without a word leaves derived futures undone. The futures themselves are settled without
     * the executor.
     *
     * @param executor the executor
     * @return the operations
     */
    public static AsyncOn on(Executor executor) {
        return new AsyncOn(Objects.requireNonNull(executor, "executor"));
    }

    // ---- several futures ----

    /**
     * Gathers the results of several futures, in the order of the input. The first failure in time fails the whole at once, under a
     * message that names its place, and leaves the others alone. A part that is cancelled has failed; the whole is not cancelled
     * by that.
     *
     * <p>Settling the whole from outside, {@code cancel} and {@code orTimeout} included, cancels the parts that are not done; those of a nested
     * {@code gather}, too. As with every {@link CompletableFuture} that is cancelled, continuations of the parts themselves then run on the cancelling
     * thread before the call returns, one part after the other, unless they have an executor.
     *
     * @param futures the futures, read to the end before the call returns; none gives an empty list at once
     * @param <T> the type of their results
     * @return the future of all results, an unmodifiable list that has as many elements as the input
     */
    public static <T extends @Nullable Object> CompletableFuture<List<T>> gather(
            Iterable<? extends CompletionStage<? extends T>> futures) {
        List<CompletableFuture<T>> parts = new ArrayList<>();
        for (CompletionStage<? extends T> future : Objects.requireNonNull(futures, "futures")) {
            parts.add(Async.<T>futureOf(future));
        }
        return Gathering.ofResults(parts);
    }

    /**
     * Gathers the results of several futures; see {@link #gather(Iterable)}.
     *
     * @param futures the futures
     * @param <T> the type of their results
     * @return the future of all results
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    public static <T extends @Nullable Object> CompletableFuture<List<T>> gather(
            CompletionStage<? extends T>... futures) {
        return gather(List.of(futures));
    }

    /**
     * Gathers the outcomes of several futures, failures included: it is done when all of them are, and does not fail. Settling
     * the whole from outside cancels the parts, as with {@link #gather(Iterable)}.
     *
     * @param futures the futures, read to the end before the call returns; none gives an empty list at once
     * @param <T> the type of their results
     * @return the future of an unmodifiable list of the futures, in the order of the input, all of them settled
     */
    public static <T extends @Nullable Object> CompletableFuture<List<CompletableFuture<T>>> gatherOutcomes(
            Iterable<? extends CompletionStage<T>> futures) {
        return Gathering.ofOutcomes(List.copyOf(futuresOf(futures)));
    }

    /**
     * Waits until some of several futures are settled. It settles none of them, and cancelling the wait leaves them alone.
     *
     * @param until what to wait for
     * @param futures the futures, read to the end before the call returns; for none the wait is over at once
     * @param <T> the type of their results
     * @return the future of which are done then; it does not fail
     */
    public static <T extends @Nullable Object> CompletableFuture<Awaited<T>> await(
            Until until, Iterable<? extends CompletionStage<T>> futures) {
        return Awaiting.begin(Objects.requireNonNull(until, "until"), futuresOf(futures), null);
    }

    /**
     * Waits until some of several futures are settled, for some time at most; otherwise as {@link #await(Until, Iterable)}.
     *
     * @param until what to wait for
     * @param futures the futures
     * @param limit how long to wait at most, zero to look once; when it is over the wait ends as it stands, and does not fail
     * @param <T> the type of their results
     * @return the future of which are done then
     * @throws IllegalArgumentException if the limit is negative
     */
    public static <T extends @Nullable Object> CompletableFuture<Awaited<T>> await(
            Until until, Iterable<? extends CompletionStage<T>> futures, Duration limit) {
        Objects.requireNonNull(limit, "limit");
        return Awaiting.begin(Objects.requireNonNull(until, "until"), futuresOf(futures), limit);
    }

    /**
     * Hands over futures as they are settled: first those that are settled already, in the order of the input, then the others in
     * the order in which they are settled. Each occurs once. Taking one from the stream waits until there is one; an interrupt does not
     * cut that short, and is left to the thread. On the thread of an {@link EventLoop} it throws {@link IllegalStateException} instead of
     * waiting. Closing the stream leaves the futures alone.
     *
     * @param futures the futures, read to the end before the call returns
     * @param <T> the type of their results
     * @return a sequential stream of settled futures
     */
    public static <T extends @Nullable Object> Stream<CompletableFuture<T>> asCompleted(
            Iterable<? extends CompletionStage<T>> futures) {
        return new InOrderOfCompletion<>(futuresOf(futures), null).stream();
    }

    /**
     * Hands over futures as they are settled, for some time at most; otherwise as {@link #asCompleted(Iterable)}.
     *
     * @param futures the futures
     * @param limit how long it may take from this call until the last is settled; the stream throws a
     *     {@link java.util.concurrent.CompletionException} with a {@link java.util.concurrent.TimeoutException} when it would have
     *     to wait longer
     * @param <T> the type of their results
     * @return a sequential stream of settled futures
     * @throws IllegalArgumentException if the limit is negative
     */
    public static <T extends @Nullable Object> Stream<CompletableFuture<T>> asCompleted(
            Iterable<? extends CompletionStage<T>> futures, Duration limit) {
        Objects.requireNonNull(limit, "limit");
        return new InOrderOfCompletion<>(futuresOf(futures), limit).stream();
    }

    private static <T extends @Nullable Object> List<CompletableFuture<T>> futuresOf(
            Iterable<? extends CompletionStage<T>> stages) {
        List<CompletableFuture<T>> futures = new ArrayList<>();
        for (CompletionStage<T> stage : Objects.requireNonNull(stages, "futures")) {
            futures.add(Async.<T>futureOf(stage));
        }
        return futures;
    }

    @SuppressWarnings("unchecked") // it is only read
    private static <T extends @Nullable Object> CompletableFuture<T> futureOf(CompletionStage<? extends T> stage) {
        return (CompletableFuture<T>)
                Objects.requireNonNull(stage, "a future in futures").toCompletableFuture();
    }
}
