package dev.anypool.spi;

import dev.anypool.TaskFunction;
import org.jspecify.annotations.Nullable;

/** What every pool that {@code Pools} opens can do beside being a {@link dev.anypool.PoolExecutor}, for adapters. */
public interface ElementCalls {

    /**
     * Begins a call, under the options of this view of the pool. Limits of the whole call count from now.
     *
     * @param function the function
     * @param <A> the type of an element
     * @param <R> the type of a result
     * @return the call
     */
    <A extends @Nullable Object, R extends @Nullable Object> ElementCall<A, R> begin(
            TaskFunction<? super A, ? extends R> function);
}
