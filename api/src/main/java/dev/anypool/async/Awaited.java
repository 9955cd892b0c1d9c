package dev.anypool.async;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Async#await(Until, Iterable) Async.await} found: the futures that are settled, and those that are not.
 *
 * @param done those that were settled when the wait was over, however they ended; unmodifiable, in the order of the input
 * @param pending the others; unmodifiable, in the order of the input
 * @param <T> the type of their results
 */
public record Awaited<T extends @Nullable Object>(Set<CompletableFuture<T>> done, Set<CompletableFuture<T>> pending) {

    /**
     * Makes a result of its own copies.
     *
     * @param done the futures that are settled
     * @param pending the others
     */
    public Awaited {
        done = Collections.unmodifiableSet(new LinkedHashSet<>(done));
        pending = Collections.unmodifiableSet(new LinkedHashSet<>(pending));
    }

    /** Sorts futures by what they are now. */
    static <T extends @Nullable Object> Awaited<T> of(Collection<CompletableFuture<T>> futures) {
        Set<CompletableFuture<T>> done = new LinkedHashSet<>();
        Set<CompletableFuture<T>> pending = new LinkedHashSet<>();
        for (CompletableFuture<T> future : futures) {
            (future.isDone() ? done : pending).add(future);
        }
        return new Awaited<>(done, pending);
    }
}
