package dev.anypool.flow;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskFunction;
import dev.anypool.spi.ElementCalls;
import java.util.Objects;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Publishers of what a pool computes, for Reactor, RxJava, Mutiny, Akka and whatever else speaks {@link Flow}.
 *
 * <pre>{@code
 * Flow.Publisher<Thumbnail> thumbnails = Flows.map(pool, Thumbnail::of, images);
 * }</pre>
 *
 * <p>They keep the rules of Reactive Streams:
 *
 * <ul>
 *   <li>Each subscription is a run of its own. Nothing is read and no task is started before the subscriber's first {@code request}.
 *   <li>From then on at most {@link dev.anypool.TaskOptions#lookAhead(int)} elements, eight for each worker by default, are ahead of what the
 *       subscriber was given: they are read and submitted, and their results wait for its {@code request}. An upstream publisher is
 *       asked for as many, and no more.
 *   <li>Results come in the order of the input or, with {@link dev.anypool.TaskOptions#ordered(boolean) ordered(false)}, as they are
 *       completed. The other options of the pool's view hold for each element as in a {@code stream}, but elements go to workers one by
 *       one ({@code chunkSize} does nothing).
 *   <li>A failed element ends the flow, at its turn, with what the task threw; so does a result that is {@code null}, which a flow
 *       cannot carry. What the source throws comes after the elements before it, and so does the
 *       {@link java.util.concurrent.RejectedExecutionException} of a pool that takes no more work. The rest is cancelled.
 *   <li>{@code cancel} stops the tasks that are ahead, and the upstream publisher.
 * </ul>
 *
 * <p>{@code onSubscribe} is called by the thread that subscribes. All else, the other signals and the reading of the source, happens on
 * threads where the pool runs continuations: a subscriber that blocks delays nobody else. {@code request} and {@code cancel} return at
 * once. What a subscriber throws, against the rules, cancels its subscription and is logged.
 */
public final class Flows {
    private Flows() {}

    /**
     * Makes a publisher of the results of a function for each element of an input, which may be endless.
     *
     * @param pool the pool, as {@code Pools} opened it, or a view of it
     * @param function the function; it is encoded anew for each subscriber
     * @param inputs the elements; iterated anew for each subscriber
     * @param <A> the type of an element
     * @param <R> the type of a result
     * @return the publisher
     * @throws IllegalArgumentException if the pool was not opened by {@code Pools}
     */
    public static <A extends @Nullable Object, R> Flow.Publisher<R> publish(
            PoolExecutor pool, TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        ElementCalls calls = callsOf(pool);
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(inputs, "inputs");
        return subscriber ->
                PoolSubscription.<A, R>start(calls, function, subscriber, wake -> new IterableSource<A>(inputs));
    }

    /**
     * Makes a publisher of the results of a function for each element that another publisher sends.
     *
     * @param pool the pool, as {@code Pools} opened it, or a view of it
     * @param function the function; it is encoded anew for each subscriber
     * @param inputs the publisher of the elements; subscribed to anew for each subscriber
     * @param <A> the type of an element
     * @param <R> the type of a result
     * @return the publisher
     * @throws IllegalArgumentException if the pool was not opened by {@code Pools}
     */
    public static <A, R> Flow.Publisher<R> map(
            PoolExecutor pool, TaskFunction<? super A, ? extends R> function, Flow.Publisher<? extends A> inputs) {
        ElementCalls calls = callsOf(pool);
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(inputs, "inputs");
        return subscriber ->
                PoolSubscription.<A, R>start(calls, function, subscriber, wake -> new PublisherSource<A>(inputs, wake));
    }

    private static ElementCalls callsOf(PoolExecutor pool) {
        if (Objects.requireNonNull(pool, "pool") instanceof ElementCalls calls) {
            return calls;
        }
        throw new IllegalArgumentException(
                "pool " + pool + " is a " + pool.getClass().getName()
                        + "; a flow needs a pool that Pools.open returned, or a view of one, and no wrapper");
    }
}
