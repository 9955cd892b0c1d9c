package dev.anypool;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The future of one task: what {@link PoolExecutor#submit submit} returns.
 *
 * <p>It is a {@link CompletableFuture} with two things more. It tells what the task is doing ({@link #taskState()}), and
 * settling it from outside stops the work: after {@code cancel}, {@code complete}, {@code completeExceptionally}, or when
 * {@code orTimeout} or {@code completeOnTimeout} strikes, a queued task never runs, and a running one is interrupted. If it
 * has not ended within the pool's {@linkplain PoolOptions#killGrace(java.time.Duration) kill grace}, the process backend
 * kills its worker and replaces it; the thread backend, which cannot kill, replaces the thread and leaves the task to
 * itself.
 *
 * <p>{@code cancel} takes {@code mayInterruptIfRunning} as {@link java.util.concurrent.Future} has it: with {@code false} a
 * running task is left to end by itself and only its result is dropped.
 *
 * <p>Continuations ({@code thenApply} and the like) begin in the order in which they were added, each when the one before it has
 * ended. They run on threads that the pool does not need. One that throws stops nobody, and one that blocks, or is at it for
 * longer than a second, delays neither those added after it nor another task: they go on on another thread. Three cases are as with
 * every {@link CompletableFuture}: a continuation that is added when this future is done runs at once, on the thread that
 * adds it; if you settle this future yourself on a thread of your own, the continuations run there, one after the other, before
 * the call returns; and those added with an executor are given to it in their order, and run as it sees fit. What
 * {@link CompletableFuture#allOf allOf}, {@link CompletableFuture#anyOf anyOf} and plain futures combined with this one
 * wait for has no place in this order. Futures derived from this one are plain {@link CompletableFuture}s.
 *
 * <p>Instances are safe for use by many threads.
 *
 * @param <T> the type of the result
 */
public abstract class TaskFuture<T extends @Nullable Object> extends OrderedFuture<T> {

    /** Made by the pool. */
    protected TaskFuture() {}

    /**
     * Returns what the task is doing now. A task counts as running from the moment its worker says so, never because it
     * was sent ahead.
     *
     * @return the state at the time of the call
     */
    public abstract TaskState taskState();

    /**
     * Returns the task's name: the one given by {@link TaskOptions#name(String)}, else one made from the class of the
     * function and a number.
     *
     * @return the name
     */
    public abstract String taskName();
}
