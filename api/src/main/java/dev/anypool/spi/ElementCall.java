package dev.anypool.spi;

import dev.anypool.TaskFuture;
import org.jspecify.annotations.Nullable;

/**
 * One call whose elements are submitted one by one, as they come, and whose function is encoded once. Its user keeps count of what is
 * ahead.
 *
 * @param <A> the type of an element
 * @param <R> the type of a result
 */
public interface ElementCall<A extends @Nullable Object, R extends @Nullable Object> {

    /**
     * Submits the next element.
     *
     * @param input the element
     * @return the future of its result; a failed one if the element or the function cannot travel
     * @throws java.util.concurrent.RejectedExecutionException as {@link dev.anypool.PoolExecutor} says
     */
    TaskFuture<R> submit(A input);

    /**
     * Returns how many elements are to be ahead at most of what was handed over.
     *
     * @return the number, at least 1
     */
    int lookAhead();

    /**
     * Tells whether results are to be handed over in the order of the input, not as they are completed.
     *
     * @return whether they are
     */
    boolean ordered();

    /**
     * Runs something where continuations run, on a thread that the pool does not need; it may take for ever.
     *
     * @param action what to run; must not throw
     */
    void continueWith(Runnable action);
}
