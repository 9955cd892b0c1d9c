package dev.anypool.dispatch;

import dev.anypool.TaskFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pool as an {@link ExecutorService}. Its futures are the pool's own, so that cancelling them stops the work.
 *
 * <p>It is no {@code AbstractExecutorService}: that one would wrap each task in a {@code FutureTask}, which cannot travel.
 */
final class PoolExecutorService implements ExecutorService, AutoCloseable {
    private static final long FOR_EVER = Long.MAX_VALUE;

    private final DispatchedPool pool;

    PoolExecutorService(DispatchedPool pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable command) {
        pool.execute(PlainTask.<@Nullable Object>of(Objects.requireNonNull(command, "command"), null));
    }

    @Override
    public <T extends @Nullable Object> TaskFuture<T> submit(Callable<T> task) {
        return pool.submitPlain(PlainTask.of(Objects.requireNonNull(task, "task")));
    }

    @Override
    public <T extends @Nullable Object> TaskFuture<T> submit(Runnable task, T result) {
        return pool.submitPlain(PlainTask.of(Objects.requireNonNull(task, "task"), result));
    }

    @Override
    public TaskFuture<?> submit(Runnable task) {
        return this.<@Nullable Object>submit(task, null);
    }

    // ---- several at once ----

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return all(tasks, FOR_EVER);
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return all(tasks, unit.toNanos(timeout));
    }

    private <T extends @Nullable Object> List<Future<T>> all(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException {
        List<Callable<T>> whole = List.copyOf(tasks); // refuses null before anything is submitted
        long began = System.nanoTime();
        List<Future<T>> futures = new ArrayList<>(whole.size());
        boolean settled = false;
        try {
            for (Callable<T> task : whole) {
                boolean late = !futures.isEmpty() && left(began, nanos) <= 0;
                futures.add(late ? cancelled() : submitOrBeInterrupted(task));
            }
            settled = awaitAll(futures, began, nanos);
        } finally {
            if (!settled) {
                cancel(futures);
            }
        }
        return futures;
    }

    /** Waits until all are settled; returns {@code false} if the time runs out first. */
    private static <T extends @Nullable Object> boolean awaitAll(List<Future<T>> futures, long began, long nanos)
            throws InterruptedException {
        for (Future<T> future : futures) {
            try {
                if (!future.isDone()) {
                    future.get(left(began, nanos), TimeUnit.NANOSECONDS);
                }
            } catch (TimeoutException e) {
                return false;
            } catch (CancellationException | ExecutionException e) {
                continue; // it is for the future to tell
            }
        }
        return true;
    }

    private static <T extends @Nullable Object> Future<T> cancelled() {
        CompletableFuture<T> future = new CompletableFuture<>();
        future.cancel(false);
        return future;
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        try {
            return any(tasks, FOR_EVER);
        } catch (TimeoutException e) {
            throw new IllegalStateException("a wait without a limit timed out", e);
        }
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return any(tasks, unit.toNanos(timeout));
    }

    private <T extends @Nullable Object> T any(Collection<? extends Callable<T>> tasks, long nanos)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<Callable<T>> whole = List.copyOf(tasks); // refuses null before anything is submitted
        if (whole.isEmpty()) {
            throw new IllegalArgumentException("invokeAny needs at least one task, and the collection is empty");
        }
        long began = System.nanoTime();
        CompletableFuture<T> first = new CompletableFuture<>();
        AtomicInteger unsettled = new AtomicInteger(whole.size());
        List<TaskFuture<T>> futures = new ArrayList<>(whole.size());
        try {
            for (Callable<T> task : whole) {
                if (!first.isDone() && (futures.isEmpty() || left(began, nanos) > 0)) {
                    TaskFuture<T> future = submitOrBeInterrupted(task);
                    futures.add(future);
                    future.whenComplete((value, failure) -> {
                        if (failure == null) {
                            complete(first, future);
                        } else if (unsettled.decrementAndGet() == 0) { // the last failure is the one to tell
                            first.completeExceptionally(
                                    failure instanceof CancellationException
                                            ? new CompletionException(failure)
                                            : failure);
                        }
                    });
                }
            }
            return first.get(left(began, nanos), TimeUnit.NANOSECONDS);
        } finally {
            cancel(futures);
        }
    }

    private static <T extends @Nullable Object> void complete(CompletableFuture<T> first, TaskFuture<T> done) {
        first.complete(done.join());
    }

    /** Cancels from the last to the first, so that none of them begins on a worker that another one leaves. */
    private static void cancel(List<? extends Future<?>> futures) {
        for (int index = futures.size() - 1; index >= 0; index--) {
            futures.get(index).cancel(true);
        }
    }

    private static long left(long began, long nanos) {
        return nanos == FOR_EVER ? FOR_EVER : nanos - (System.nanoTime() - began);
    }

    /** Submits a task; an interrupt while the queue is full is told as one. */
    private <T extends @Nullable Object> TaskFuture<T> submitOrBeInterrupted(Callable<T> task)
            throws InterruptedException {
        try {
            return submit(task);
        } catch (RejectedExecutionException e) {
            if (e.getCause() instanceof InterruptedException && Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException(e.getMessage()).initCause(e);
            }
            throw e;
        }
    }

    // ---- the end ----

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        List<Runnable> neverBegun = new ArrayList<>();
        for (TaskFuture<?> future : pool.shutdownNow()) {
            if (future instanceof PoolTask<?> task && task.call() instanceof PlainCall call) {
                neverBegun.add(call.task().asRunnable());
            }
        }
        return neverBegun;
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(Duration.ofNanos(unit.toNanos(timeout)));
    }

    /** What {@code ExecutorService} has from JDK 19 on, and in the pool's words. */
    @Override
    public void close() {
        pool.close();
    }

    @Override
    public String toString() {
        return "executor service of " + pool;
    }
}
