package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber of a flow that keeps what it gets. */
final class Listener<T> implements Flow.Subscriber<T> {
    private final Consumer<T> reaction;
    private final List<T> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Written by the thread that subscribes; read by the test, which is that thread. */
    private Flow.@Nullable Subscription subscription;

    /** Written by the thread that ends the flow, before the latch opens. */
    private volatile @Nullable Throwable failure;

    Listener() {
        this(element -> {});
    }

    Listener(Consumer<T> reaction) {
        this.reaction = reaction;
    }

    Listener<T> to(Flow.Publisher<? extends T> publisher) {
        publisher.subscribe(this);
        return this;
    }

    Listener<T> request(long count) {
        Objects.requireNonNull(subscription).request(count);
        return this;
    }

    void cancel() {
        Objects.requireNonNull(subscription).cancel();
    }

    List<T> received() {
        return received;
    }

    void awaitReceived(int count) {
        Waiting.until(count + " elements were received", () -> received.size() >= count);
    }

    /** Waits for the end; returns what the flow failed with, or null. */
    @Nullable Throwable awaitEnd() throws InterruptedException {
        assertThat(ended.await(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS))
                .as("the flow has ended")
                .isTrue();
        return failure;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
    }

    @Override
    public void onNext(T element) {
        received.add(element);
        reaction.accept(element);
    }

    @Override
    public void onError(Throwable thrown) {
        failure = thrown;
        ended.countDown();
    }

    @Override
    public void onComplete() {
        ended.countDown();
    }
}
