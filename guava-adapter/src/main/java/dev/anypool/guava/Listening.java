package dev.anypool.guava;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.ListeningExecutorService;
import dev.anypool.PoolExecutor;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Pools and futures of Anypool for code that speaks Guava.
 *
 * <pre>{@code
 * ListeningExecutorService service = Listening.executorService(pool);
 * ListenableFuture<Integer> answer = Listening.future(pool.submit(Work::fib, 40));
 * }</pre>
 */
public final class Listening {
    private Listening() {}

    /**
     * Returns a future as Guava's. The two are one: cancelling either cancels the other, so that cancelling what is returned stops the
     * work. Its listeners run on the executor that they are added with; with a {@code directExecutor} they run where the continuations
     * of the given future do, on a thread that no pool needs. What the given future failed with is the cause of its {@code ExecutionException}.
     *
     * @param future a future of a pool, or another one
     * @param <T> the type of the result
     * @return the listenable future
     */
    public static <T extends @Nullable Object> ListenableFuture<T> future(CompletableFuture<T> future) {
        return ListenableTaskFuture.of(Objects.requireNonNull(future, "future"));
    }

    /**
     * Returns a pool as Guava's executor service. It is {@link PoolExecutor#asExecutorService()}, with the same life and the same rules for tasks
     * that cannot travel, and all its futures are {@link ListenableFuture}s, those of {@code invokeAll} as well. It does what
     * {@code MoreExecutors.listeningDecorator} does, whose wrapped tasks could not travel to another process.
     *
     * @param pool the pool, or a view of it with options
     * @return the executor service
     */
    public static ListeningExecutorService executorService(PoolExecutor pool) {
        return new ListeningPool(pool.asExecutorService());
    }
}
