package dev.anypool.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A subscriber that writes down what it is told, and notes it when two signals come at once. */
final class Probe<T> implements Flow.Subscriber<T> {
    private static final String DONE = "complete";
    private static final long GUARD_SECONDS = 30;

    final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final AtomicInteger overlaps = new AtomicInteger();
    private final AtomicInteger inside = new AtomicInteger();
    private final Consumer<Flow.Subscription> onSubscribe;
    private final BiConsumer<T, Flow.Subscription> onNext;
    volatile Flow.Subscription subscription;

    private Probe(Consumer<Flow.Subscription> onSubscribe, BiConsumer<T, Flow.Subscription> onNext) {
        this.onSubscribe = onSubscribe;
        this.onNext = onNext;
    }

    /** Asks for nothing by itself. */
    static <T> Probe<T> passive() {
        return new Probe<>(subscription -> {}, (element, subscription) -> {});
    }

    /** Asks for everything when it is subscribed. */
    static <T> Probe<T> greedy() {
        return new Probe<>(subscription -> subscription.request(Long.MAX_VALUE), (element, subscription) -> {});
    }

    /** Does something when it is subscribed, and with each element. */
    static <T> Probe<T> of(Consumer<Flow.Subscription> onSubscribe, BiConsumer<T, Flow.Subscription> onNext) {
        return new Probe<>(onSubscribe, onNext);
    }

    private void signal(Object signal, Runnable reaction) {
        if (inside.getAndIncrement() != 0) {
            overlaps.incrementAndGet();
        }
        threads.add(Thread.currentThread());
        signals.add(signal);
        try {
            reaction.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        signal("subscribed", () -> onSubscribe.accept(given));
    }

    @Override
    public void onNext(T element) {
        signal(element, () -> onNext.accept(element, subscription));
    }

    @Override
    public void onError(Throwable failure) {
        signal(failure, () -> {});
    }

    @Override
    public void onComplete() {
        signal(DONE, () -> {});
    }

    Probe<T> subscribedTo(Flow.Publisher<? extends T> publisher) {
        publisher.subscribe(this);
        expect("subscribed");
        return this;
    }

    Object next() {
        try {
            Object signal = signals.poll(GUARD_SECONDS, TimeUnit.SECONDS);
            assertThat(signal).as("a signal came").isNotNull();
            return signal;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Probe<T> expect(Object... expected) {
        for (Object one : expected) {
            assertThat(next()).isEqualTo(one);
        }
        return this;
    }

    void expectComplete() {
        expect(DONE);
    }

    <E extends Throwable> E expectFailure(Class<E> type) {
        Object signal = next();
        assertThat(signal).isInstanceOf(type);
        return type.cast(signal);
    }

    void expectNothingMore() {
        assertThat(signals).isEmpty();
        assertThat(overlaps).hasValue(0);
    }
}
