package dev.anypool.flow;

import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Elements that another publisher sends: its signals are put down here, on its threads, and taken up in a pass. All calls of its
 * subscription are made in passes, and so one after the other.
 */
final class PublisherSource<A> implements Source<A>, Flow.Subscriber<A> {
    /** How the publisher ended; without a failure it was complete. */
    private record End(@Nullable Throwable failure) {}

    private final Flow.Publisher<? extends A> publisher;
    private final Runnable wake;
    private final Queue<A> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();
    private final AtomicReference<@Nullable End> end = new AtomicReference<>();

    /** Set in a pass; read by the publisher's threads, which then put nothing down any more. */
    private volatile boolean cancelled;

    // The rest is used in passes only.

    private boolean subscriptionCancelled;

    /** How many elements were asked for and not taken yet. */
    private long due;

    PublisherSource(Flow.Publisher<? extends A> publisher, Runnable wake) {
        this.publisher = publisher;
        this.wake = wake;
    }

    // ---- the publisher's side ----

    @Override
    public void onSubscribe(Flow.Subscription next) {
        Objects.requireNonNull(next, "subscription");
        if (subscription.compareAndSet(null, next)) {
            wake.run();
        } else {
            next.cancel();
        }
    }

    @Override
    public void onNext(A element) {
        Objects.requireNonNull(element, "element");
        if (!cancelled) {
            inbox.add(element);
            wake.run();
        }
    }

    @Override
    public void onError(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        end.compareAndSet(null, new End(failure));
        wake.run();
    }

    @Override
    public void onComplete() {
        end.compareAndSet(null, new End(null));
        wake.run();
    }

    // ---- the passes' side ----

    @Override
    public void open() {
        publisher.subscribe(this);
    }

    @Override
    public Next advance(Consumer<? super A> taker) throws Throwable {
        End ended = end.get(); // before the look into the inbox, so that nothing can come in between
        A next = inbox.poll();
        if (next != null) {
            if (due == 0) {
                throw new IllegalStateException(
                        "publisher " + publisher + " sent more elements than were requested (rule 1.1)");
            }
            due--;
            taker.accept(next);
            return Next.TAKEN;
        } else if (ended == null) {
            return Next.NOT_YET;
        } else if (ended.failure() != null) {
            throw ended.failure();
        }
        return Next.OVER;
    }

    /** Asks for more when half of the room is empty, or when nothing is on its way. */
    @Override
    public void makeRoomFor(int room) {
        Flow.Subscription upstream = subscription.get();
        if (upstream != null && end.get() == null && room > due && due <= room / 2) {
            long more = room - due;
            due = room;
            upstream.request(more);
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        inbox.clear();
        Flow.Subscription upstream = subscription.get();
        if (upstream != null && !subscriptionCancelled) {
            subscriptionCancelled = true;
            if (end.get() == null) {
                upstream.cancel();
            }
        }
    }
}
