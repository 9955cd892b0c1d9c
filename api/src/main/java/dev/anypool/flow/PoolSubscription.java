package dev.anypool.flow;

import dev.anypool.TaskFunction;
import dev.anypool.TaskFuture;
import dev.anypool.spi.ElementCall;
import dev.anypool.spi.ElementCalls;
import java.lang.System.Logger.Level;
import java.util.Deque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of a pool's results.
 *
 * <p>OVERVIEW. Whatever happens, be it a request, an element that came, a task that ended or a cancel, is noted and counted in
 * {@code events}. Who counts the first has passes made until all that was counted is dealt with: so there is one pass at a time, no
 * recursion, and all signals are serial. Passes run where continuations run, since they call the subscriber and the source. A pass keeps the
 * tasks that are ahead up to their number, and hands over what is settled and asked for.
 *
 * <p>{@code cancel} stops the tasks at once, on its caller's thread, since the pass may be held up by the subscriber. A pass puts a task
 * into {@code ahead} before it looks whether the subscription is cancelled, while {@code cancel} notes it and then goes through {@code ahead}: one of
 * the two sees the other.
 */
final class PoolSubscription<A extends @Nullable Object, R> implements Flow.Subscription {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    private final ElementCall<A, R> call;
    private final Source<A> source;

    /** What has happened and is not dealt with; 1 from the beginning, until the subscriber knows its subscription. */
    private final AtomicInteger events = new AtomicInteger(1);

    /** How much the subscriber asked for and was not given; {@code Long.MAX_VALUE} is for ever. */
    private final AtomicLong demand = new AtomicLong();

    /** Whether anything was ever asked for. Written by the subscriber's threads. */
    private volatile boolean begun;

    /** A request that was none. Written by the subscriber's threads. */
    private volatile @Nullable IllegalArgumentException badRequest;

    /** Set by {@code cancel} and at the end, for good. */
    private volatile boolean over;

    /** The tasks whose results were not handed over, oldest first. Changed in passes. */
    private final Deque<TaskFuture<R>> ahead = new ConcurrentLinkedDeque<>();

    /** The tasks that are settled, first one first; unused if the order is that of the input. */
    private final Queue<TaskFuture<R>> settled = new ConcurrentLinkedQueue<>();

    // The rest is used in passes only.

    /** Null from the end on, so that nobody holds the subscriber. */
    private Flow.@Nullable Subscriber<? super R> subscriber;

    private int aheadCount;
    private boolean exhausted;
    private @Nullable Throwable sourceFailure;

    private PoolSubscription(
            ElementCall<A, R> call, Flow.Subscriber<? super R> subscriber, Function<Runnable, Source<A>> source) {
        this.call = call;
        this.subscriber = subscriber;
        this.source = source.apply(this::wake);
    }

    /**
     * Serves a subscriber.
     *
     * @param calls the pool
     * @param function the function
     * @param subscriber the subscriber
     * @param source makes the source; it gets what wakes the subscription
     */
    static <A extends @Nullable Object, R> void start(
            ElementCalls calls,
            TaskFunction<? super A, ? extends R> function,
            Flow.Subscriber<? super R> subscriber,
            Function<Runnable, Source<A>> source) {
        Objects.requireNonNull(subscriber, "subscriber");
        new PoolSubscription<A, R>(calls.begin(function), subscriber, source).open(subscriber);
    }

    private void open(Flow.Subscriber<? super R> known) {
        try {
            known.onSubscribe(this);
        } catch (Throwable e) {
            thrownBy("onSubscribe", e);
        }
        if (!over) {
            try {
                source.open();
            } catch (Throwable e) {
                fail(e);
            }
        }
        call.continueWith(this::pass); // the event that was there from the beginning
    }

    // ---- the subscriber's side ----

    @Override
    public void request(long count) {
        if (count <= 0) {
            badRequest = new IllegalArgumentException(
                    "a subscriber requested " + count + " elements; it must be at least 1 (rule 3.9)");
        } else {
            demand.accumulateAndGet(count, (old, more) -> old + more < 0 ? Long.MAX_VALUE : old + more);
            begun = true;
        }
        wake();
    }

    @Override
    public void cancel() {
        stop();
        wake();
    }

    private void stop() {
        over = true;
        ahead.descendingIterator()
                .forEachRemaining(task -> task.cancel(true)); // so that none begins in the place of another
    }

    // ---- passes ----

    private void wake() {
        if (events.getAndIncrement() == 0) {
            call.continueWith(this::pass);
        }
    }

    private void pass() {
        int seen = events.get();
        do {
            try {
                deal();
            } catch (Throwable e) { // by the source's cancel, against the rules
                LOGGER.log(Level.ERROR, "a pool's subscription failed", e);
            }
            seen = events.addAndGet(-seen);
        } while (seen != 0);
    }

    private void deal() {
        IllegalArgumentException refused = badRequest;
        if (refused != null && !over) {
            end(refused);
        }
        boolean handedOver = true;
        while (!over && handedOver) {
            fill();
            handedOver = handOver();
        }
        if (over) {
            subscriber = null;
            settled.clear();
            stop(); // what came after the first stop
            ahead.clear();
            source.cancel();
        }
    }

    /** Submits what the source has, as far as there is room. */
    private void fill() {
        try {
            if (begun && !exhausted) {
                source.makeRoomFor(call.lookAhead() - aheadCount);
            }
            Source.Next last = Source.Next.TAKEN;
            while (last == Source.Next.TAKEN && mayRead()) {
                last = source.advance(this::submit);
            }
            exhausted |= last == Source.Next.OVER;
        } catch (Throwable e) { // whatever the user's code, or the pool, throws
            fail(e);
        }
    }

    private boolean mayRead() {
        return !over && !exhausted && aheadCount < call.lookAhead();
    }

    /** Notes that the source came to its end with a failure, which is told after what is ahead. */
    private void fail(Throwable failure) {
        sourceFailure = failure;
        exhausted = true;
        source.cancel();
    }

    private void submit(A input) {
        TaskFuture<R> task = call.submit(input);
        ahead.addLast(task);
        aheadCount++;
        if (over) {
            task.cancel(true);
        }
        task.whenComplete((value, failure) -> {
            if (!call.ordered()) {
                settled.add(task);
            }
            wake();
        });
    }

    /** Hands over a result, or the end, if it is its turn; returns whether there may be another. */
    private boolean handOver() {
        TaskFuture<R> next = call.ordered() ? ahead.peekFirst() : settled.peek();
        if (next == null || !next.isDone()) {
            if (exhausted && aheadCount == 0) {
                end(sourceFailure);
            }
            return false;
        }
        R result;
        try {
            result = next.join();
        } catch (CancellationException e) {
            end(e);
            return false;
        } catch (CompletionException e) {
            end(e.getCause() == null ? e : e.getCause());
            return false;
        }
        if (result == null) {
            end(new NullPointerException(
                    "task " + next.taskName() + " returned null, which a flow cannot carry (rule 2.13)"));
            return false;
        }
        return demand.get() > 0 && handOver(next, result);
    }

    private boolean handOver(TaskFuture<R> task, R result) {
        settled.remove(task);
        ahead.remove(task);
        aheadCount--;
        demand.updateAndGet(old -> old == Long.MAX_VALUE ? old : old - 1);
        Flow.Subscriber<? super R> known = subscriber;
        if (known != null) {
            try {
                known.onNext(result);
            } catch (Throwable e) {
                thrownBy("onNext", e);
            }
        }
        return true;
    }

    private void end(@Nullable Throwable failure) {
        Flow.Subscriber<? super R> known = subscriber;
        subscriber = null;
        stop();
        source.cancel();
        if (known == null) {
            return;
        }
        try {
            if (failure == null) {
                known.onComplete();
            } else {
                known.onError(failure);
            }
        } catch (Throwable e) {
            thrownBy(failure == null ? "onComplete" : "onError", e);
        }
    }

    private void thrownBy(String signal, Throwable thrown) {
        LOGGER.log(
                Level.ERROR,
                "a subscriber threw in " + signal
                        + ", which the rules of Reactive Streams forbid (rule 2.13); its subscription"
                        + " is cancelled",
                thrown);
        stop();
    }
}
