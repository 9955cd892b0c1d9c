package dev.anypool.guava;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A pool's executor service whose futures are Guava's. */
final class ListeningPool implements ListeningExecutorService, AutoCloseable {

    /** Its futures are {@link CompletableFuture}s, and it is {@link AutoCloseable} on every JDK. */
    private final ExecutorService pool;

    ListeningPool(ExecutorService pool) {
        this.pool = pool;
    }

    private static <T extends @Nullable Object> ListenableFuture<T> listenable(Future<T> future) {
        return ListenableTaskFuture.of((CompletableFuture<T>) future);
    }

    @Override
    public void execute(Runnable command) {
        pool.execute(command);
    }

    @Override
    public <T extends @Nullable Object> ListenableFuture<T> submit(Callable<T> task) {
        return listenable(pool.submit(task));
    }

    @Override
    public ListenableFuture<?> submit(Runnable task) {
        return listenable(pool.submit(task));
    }

    @Override
    public <T extends @Nullable Object> ListenableFuture<T> submit(Runnable task, T result) {
        return listenable(pool.submit(task, result));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(Collection<? extends Callable<T>> tasks)
            throws InterruptedException {
        return allListenable(pool.invokeAll(tasks));
    }

    @Override
    public <T extends @Nullable Object> List<Future<T>> invokeAll(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit) throws InterruptedException {
        return allListenable(pool.invokeAll(tasks, timeout, unit));
    }

    private static <T extends @Nullable Object> List<Future<T>> allListenable(List<Future<T>> futures) {
        List<Future<T>> listenables = new ArrayList<>(futures.size());
        for (Future<T> future : futures) {
            listenables.add(listenable(future));
        }
        return listenables;
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(Collection<? extends Callable<T>> tasks)
            throws InterruptedException, ExecutionException {
        return pool.invokeAny(tasks);
    }

    @Override
    public <T extends @Nullable Object> T invokeAny(
            Collection<? extends Callable<T>> tasks, long timeout, TimeUnit unit)
            throws InterruptedException, ExecutionException, TimeoutException {
        return pool.invokeAny(tasks, timeout, unit);
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
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
        return pool.awaitTermination(timeout, unit);
    }

    @Override
    public void close() {
        try {
            ((AutoCloseable) pool).close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("closing a pool threw what it does not declare", e);
        }
    }

    @Override
    public String toString() {
        return "listening " + pool;
    }
}
