package dev.anypool;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The future of all elements of a {@link PoolExecutor#map map}: their results in input order.
 *
 * <p>It fails with the failure of an element. {@code join} then throws a
 * {@link java.util.concurrent.CompletionException}, and {@code get} a {@link java.util.concurrent.ExecutionException}, whose
 * message names the element's index and whose cause is what the element threw. By default the first failure to be told fails this
 * future at once and stops what has not finished; with {@link TaskOptions#failFast(boolean) failFast(false)} all elements
 * finish first, then the first failure in input order is told with the others suppressed in that exception.
 *
 * <p>Settling this future from outside, {@code cancel} included, cancels the elements that are not settled yet. Settling one
 * element from outside is that element's outcome, and counts here as its result or failure.
 *
 * <p>Continuations begin in the order in which they were added, on the threads and by the rules that {@link TaskFuture} tells;
 * between those of this future and those of an element there is no order.
 *
 * <p>Instances are safe for use by many threads.
 *
 * @param <R> the type of an element's result
 */
public abstract class MapFuture<R extends @Nullable Object> extends OrderedFuture<List<R>> {

    /** Made by the pool. */
    protected MapFuture() {}

    /**
     * Returns each element's own future, in input order. Their outcomes are independent of this future's: an element
     * that succeeded stays so when another fails.
     *
     * @return an unmodifiable list
     */
    public abstract List<TaskFuture<R>> futures();

    /**
     * Returns the results in input order, each as soon as it and all before it are there; or, with
     * {@link TaskOptions#ordered(boolean) ordered(false)}, as they are completed. Taking an element blocks until it is settled; a
     * failed one throws a {@link java.util.concurrent.CompletionException} at its turn.
     *
     * @return a sequential stream; each call returns a new one
     */
    public abstract Stream<R> stream();

    /**
     * Returns the index of the element whose failure failed this future.
     *
     * @return the index, or empty when this future is not settled, succeeded or was settled from outside
     */
    public abstract OptionalInt failedIndex();
}
