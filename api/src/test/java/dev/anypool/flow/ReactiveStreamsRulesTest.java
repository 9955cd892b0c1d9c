package dev.anypool.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.awaitility.Awaitility.await;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolStats;
import dev.anypool.TaskOptions;
import dev.anypool.dispatch.InlineBackend;
import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules of Reactive Streams, by their numbers: each test names those that it is about. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactiveStreamsRulesTest {
    private static final Duration GUARD = Duration.ofSeconds(30);

    private final PoolExecutor pool = InlineBackend.open();

    @AfterEach
    void close() {
        pool.close();
    }

    private static List<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static Iterable<Integer> endless(AtomicInteger read) {
        return () -> Stream.generate(read::getAndIncrement).iterator();
    }

    private Flow.Publisher<Integer> doubled(Iterable<Integer> inputs) {
        return Flows.publish(pool, number -> 2 * number, inputs);
    }

    private void awaitIdle() {
        await("the pool is idle").atMost(GUARD).until(() -> {
            PoolStats stats = pool.stats();
            return stats.queued() + stats.running() == 0;
        });
    }

    /** An upstream that does what its test says, and notes what is asked of it. */
    private static final class Upstream implements Flow.Publisher<Integer>, Flow.Subscription {
        final AtomicLong requested = new AtomicLong();
        final AtomicInteger cancels = new AtomicInteger();
        final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicInteger inside = new AtomicInteger();
        volatile Flow.Subscriber<? super Integer> subscriber;

        @Override
        public void subscribe(Flow.Subscriber<? super Integer> given) {
            subscriber = given;
            given.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            if (inside.getAndIncrement() != 0) {
                overlaps.incrementAndGet();
            }
            requested.addAndGet(count);
            inside.decrementAndGet();
        }

        @Override
        public void cancel() {
            cancels.incrementAndGet();
        }

        void awaitRequested(long count) {
            await(count + " are requested").atMost(GUARD).until(() -> requested.get() == count);
        }
    }

    // ---- 1: publishers ----

    @Test
    void rule101_noMoreElementsThanRequested() {
        AtomicInteger read = new AtomicInteger();
        PoolExecutor few = pool.with(TaskOptions.defaults().lookAhead(3));
        Probe<Integer> probe =
                Probe.<Integer>passive().subscribedTo(Flows.publish(few, number -> number, endless(read)));
        assertThat(read).as("read before the first request").hasValue(0);

        probe.subscription.request(2);

        probe.expect(0, 1);
        await().atMost(GUARD).until(() -> few.stats().done() == 5);
        awaitIdle();
        assertThat(read).as("handed over 2, and 3 ahead").hasValue(5);
        probe.expectNothingMore();
        probe.subscription.cancel();
    }

    @Test
    void rule102_fewerElementsThanRequested_andTheEnd() {
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(doubled(numbers(3)));

        probe.expect(0, 2, 4).expectComplete();
    }

    @Test
    void rule103_signalsAreSerial_evenIfRequestsComeFromManyThreads() throws InterruptedException {
        int count = 2_000;
        PoolExecutor unordered = pool.with(TaskOptions.defaults().ordered(false));
        Probe<Integer> probe =
                Probe.<Integer>passive().subscribedTo(Flows.publish(unordered, number -> number, numbers(count)));
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(index -> new Thread(() -> {
                    for (int request = 0; request < count / 4; request++) {
                        probe.subscription.request(1);
                    }
                }))
                .toList();

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        List<Object> received = new ArrayList<>();
        for (int element = 0; element < count; element++) {
            received.add(probe.next());
        }
        probe.expectComplete();
        probe.expectNothingMore();
        assertThat(received).containsExactlyInAnyOrderElementsOf(numbers(count));
    }

    @Test
    void rule103_nothingIsSignalledBeforeOnSubscribeHasReturned() {
        AtomicInteger before = new AtomicInteger();
        Probe<Integer> probe = Probe.of(
                subscription -> {
                    subscription.request(1);
                    Thread requester = new Thread(() -> subscription.request(1));
                    requester.start();
                    join(requester);
                    before.set(1);
                },
                (element, subscription) -> before.compareAndSet(1, 2));

        probe.subscribedTo(doubled(numbers(1)));

        probe.expect(0).expectComplete();
        assertThat(before).hasValue(2);
        probe.expectNothingMore();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rule104_aFailureIsSignalled_atItsTurn_asTheTaskThrewIt() {
        Probe<Integer> probe = Probe.<Integer>passive()
                .subscribedTo(Flows.publish(
                        pool,
                        number -> {
                            if (number == 1) {
                                throw new IllegalStateException("thrown by the task");
                            }
                            return number;
                        },
                        numbers(5)));

        probe.subscription.request(1);

        probe.expect(0);
        assertThat(probe.expectFailure(IllegalStateException.class)).hasMessage("thrown by the task");
        awaitIdle();
        probe.expectNothingMore();
    }

    @Test
    void rule104_whatTheSourceThrows_comesAfterTheElementsBefore() {
        Iterable<Integer> failing = () -> IntStream.range(0, 5)
                .peek(number -> {
                    if (number == 2) {
                        throw new IllegalStateException("thrown by the source");
                    }
                })
                .iterator();
        Iterable<Integer> withoutIterator = () -> {
            throw new IllegalStateException("no iterator");
        };

        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(doubled(failing));
        probe.expect(0, 2);
        assertThat(probe.expectFailure(IllegalStateException.class)).hasMessage("thrown by the source");
        assertThat(Probe.<Integer>greedy()
                        .subscribedTo(doubled(withoutIterator))
                        .expectFailure(IllegalStateException.class))
                .hasMessage("no iterator");
    }

    @Test
    void rule104_aPoolThatIsShutDown_isToldByOnError() {
        pool.shutdown();

        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(doubled(numbers(2)));

        probe.expectFailure(RejectedExecutionException.class);
        probe.expectNothingMore();
    }

    @Test
    void rule105_theEndIsSignalled_andNeedsNoFurtherRequest() {
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(numbers(2)));

        probe.subscription.request(2);

        probe.expect(0, 2).expectComplete();
        Probe.<Integer>greedy().subscribedTo(doubled(List.of())).expectComplete();
    }

    @Test
    void rule106and107_afterTheEnd_theSubscriptionIsOver() {
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(doubled(numbers(1)));
        probe.expect(0).expectComplete();

        probe.subscription.request(1);
        probe.subscription.request(-1);
        probe.subscription.cancel();

        Probe.<Integer>greedy().subscribedTo(doubled(numbers(1))).expect(0).expectComplete();
        probe.expectNothingMore();
    }

    @Test
    void rule108_cancelledFromOnNext_nothingMoreIsSignalled() {
        AtomicInteger read = new AtomicInteger();
        Probe<Integer> probe = Probe.of(
                subscription -> subscription.request(Long.MAX_VALUE), (element, subscription) -> subscription.cancel());

        probe.subscribedTo(doubled(endless(read)));

        probe.expect(0);
        awaitIdle();
        probe.expectNothingMore();
    }

    @Test
    void rule109_onSubscribeComesFirst_andNullIsRefused() {
        assertThatNullPointerException().isThrownBy(() -> doubled(numbers(1)).subscribe(null));
        assertThatNullPointerException()
                .isThrownBy(
                        () -> Flows.map(pool, number -> number, new Upstream()).subscribe(null));

        Flow.Publisher<Integer> failing = subscriber -> {
            throw new IllegalStateException("thrown by subscribe");
        };
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(Flows.map(pool, number -> number, failing));
        assertThat(probe.expectFailure(IllegalStateException.class)).hasMessage("thrown by subscribe");
    }

    @Test
    void rule110and111_eachSubscriberGetsARunOfItsOwn() {
        Flow.Publisher<Integer> publisher = doubled(numbers(2));
        Probe<Integer> first = Probe.<Integer>passive().subscribedTo(publisher);
        Probe<Integer> second = Probe.<Integer>greedy().subscribedTo(publisher);

        second.expect(0, 2).expectComplete();
        first.subscription.request(2);
        first.expect(0, 2).expectComplete();
    }

    // ---- 2: subscribers, as which a flow meets its upstream ----

    @Test
    void rule201_theUpstreamIsAskedOnlyForWhatThereIsRoomFor() {
        Upstream upstream = new Upstream();
        PoolExecutor few = pool.with(TaskOptions.defaults().lookAhead(4));
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(Flows.map(few, number -> number, upstream));
        assertThat(upstream.requested).as("before the first request").hasValue(0);

        probe.subscription.request(1);

        upstream.awaitRequested(4);
        IntStream.range(0, 4).forEach(upstream.subscriber::onNext);
        probe.expect(0);
        upstream.awaitRequested(5);
        awaitIdle();
        assertThat(upstream.requested).hasValue(5);
        probe.subscription.request(1);
        probe.expect(1);
        upstream.awaitRequested(6);
        probe.expectNothingMore();
        probe.subscription.cancel();
    }

    @Test
    void rule201_anUpstreamThatSendsUnasked_failsTheFlow() {
        Upstream upstream = new Upstream();
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(Flows.map(pool, number -> number, upstream));

        upstream.subscriber.onNext(1);

        assertThat(probe.expectFailure(IllegalStateException.class)).hasMessageContaining("1.1");
        await().atMost(GUARD).until(() -> upstream.cancels.get() == 1);
    }

    @Test
    void rule203and204_afterTheUpstreamHasEnded_itsSubscriptionIsNotTouched() {
        Upstream upstream = new Upstream();
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> number, upstream));
        await().atMost(GUARD).until(() -> upstream.requested.get() > 0);
        long requested = upstream.requested.get();
        upstream.subscriber.onNext(1);
        upstream.subscriber.onComplete();

        probe.expect(1).expectComplete();
        probe.subscription.cancel();

        assertThat(upstream.cancels).hasValue(0);
        assertThat(upstream.requested).hasValue(requested);
    }

    @Test
    void rule205_aSecondUpstreamIsCancelled() {
        Upstream upstream = new Upstream();
        Upstream second = new Upstream();
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(Flows.map(pool, number -> number, upstream));

        upstream.subscriber.onSubscribe(second);

        assertThat(second.cancels).hasValue(1);
        assertThat(upstream.cancels).hasValue(0);
        probe.subscription.cancel();
    }

    @Test
    void rule206_theUpstreamIsCancelledOnce_ifTheFlowIs_orATaskFails() {
        Upstream cancelled = new Upstream();
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> number, cancelled));
        probe.subscription.cancel();
        probe.subscription.cancel();
        await().atMost(GUARD).until(() -> cancelled.cancels.get() == 1);

        Upstream failing = new Upstream();
        probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> Math.floorDiv(number, 0), failing));
        await().atMost(GUARD).until(() -> failing.requested.get() > 0);
        failing.subscriber.onNext(1);
        probe.expectFailure(ArithmeticException.class);
        assertThat(failing.cancels).hasValue(1);
        assertThat(cancelled.cancels).hasValue(1);
    }

    @Test
    void rule207_theUpstreamsSubscriptionIsCalledSerially() {
        int count = 500;
        Upstream upstream = new Upstream();
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> number, upstream));
        for (int element = 0; element < count; element++) {
            long needed = element + 1;
            await().atMost(GUARD).pollDelay(Duration.ZERO).until(() -> upstream.requested.get() >= needed);
            upstream.subscriber.onNext(element);
        }
        upstream.subscriber.onComplete();

        probe.expect(numbers(count).toArray()).expectComplete();
        assertThat(upstream.overlaps).hasValue(0);
    }

    @Test
    void rule208_elementsThatComeAfterACancel_areDropped() {
        Upstream upstream = new Upstream();
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> number, upstream));
        await().atMost(GUARD).until(() -> upstream.requested.get() > 0);
        probe.subscription.cancel();
        await().atMost(GUARD).until(() -> upstream.cancels.get() == 1);

        upstream.subscriber.onNext(1);
        upstream.subscriber.onComplete();

        assertThat(pool.stats().done() + pool.stats().queued()).isZero();
        probe.expectNothingMore();
    }

    @Test
    void rule209and210_anUpstreamThatEndsWithoutARequest_endsTheFlow() {
        Upstream complete = new Upstream();
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(Flows.map(pool, number -> number, complete));
        complete.subscriber.onComplete();
        probe.expectComplete();

        Upstream failed = new Upstream();
        probe = Probe.<Integer>passive().subscribedTo(Flows.map(pool, number -> number, failed));
        failed.subscriber.onError(new IllegalStateException("thrown by the upstream"));
        assertThat(probe.expectFailure(IllegalStateException.class)).hasMessage("thrown by the upstream");
    }

    @Test
    void rule210_anUpstreamsFailure_comesAfterTheElementsBefore() {
        Upstream upstream = new Upstream();
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> number, upstream));
        await().atMost(GUARD).until(() -> upstream.requested.get() > 0);

        upstream.subscriber.onNext(1);
        upstream.subscriber.onError(new IllegalStateException("thrown by the upstream"));

        probe.expect(1);
        probe.expectFailure(IllegalStateException.class);
    }

    @Test
    void rule213_nullFromTheUpstream_isRefused() {
        Upstream upstream = new Upstream();
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> number, upstream));

        assertThatNullPointerException().isThrownBy(() -> upstream.subscriber.onNext(null));
        assertThatNullPointerException().isThrownBy(() -> upstream.subscriber.onError(null));
        assertThatNullPointerException().isThrownBy(() -> upstream.subscriber.onSubscribe(null));
        probe.subscription.cancel();
    }

    @Test
    void rule213_aTaskThatReturnsNull_endsTheFlow() {
        Probe<Object> probe = Probe.greedy()
                .subscribedTo(
                        Flows.publish(pool.with(TaskOptions.defaults().name("reader")), number -> null, numbers(2)));

        assertThat(probe.expectFailure(NullPointerException.class)).hasMessageContaining("reader[0]");
    }

    @Test
    void rule213_aSubscriberThatThrows_isCancelled() {
        AtomicInteger read = new AtomicInteger();
        Probe<Integer> probe =
                Probe.of(subscription -> subscription.request(Long.MAX_VALUE), (element, subscription) -> {
                    throw new IllegalStateException("thrown by a subscriber, on purpose");
                });

        probe.subscribedTo(doubled(endless(read)));

        probe.expect(0);
        awaitIdle();
        probe.expectNothingMore();
    }

    // ---- 3: subscriptions ----

    @Test
    void rule302and303_requestsFromOnNext_doNotRecurse() {
        int count = 20_000;
        AtomicInteger deepest = new AtomicInteger();
        Probe<Integer> probe = Probe.of(subscription -> subscription.request(1), (element, subscription) -> {
            deepest.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
            subscription.request(1);
        });

        probe.subscribedTo(doubled(numbers(count)));

        for (int element = 0; element < count; element++) {
            probe.expect(2 * element);
        }
        probe.expectComplete();
        assertThat(deepest.get()).isLessThan(100);
    }

    @Test
    void rule304and305_requestAndCancelReturnAtOnce_evenIfTheSubscriberOrTheSourceBlocks() {
        CountDownLatch release = new CountDownLatch(1);
        Iterable<Integer> blocking = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                try {
                    return !release.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public Integer next() {
                return 1;
            }
        };
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(blocking));

        probe.subscription.request(1);
        probe.subscription.request(1);
        probe.subscription.cancel();

        assertThat(release.getCount()).as("nobody waited").isEqualTo(1);
        release.countDown();
    }

    @Test
    void rule306and307_afterACancel_requestsAndCancelsDoNothing() {
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(numbers(3)));

        probe.subscription.cancel();
        probe.subscription.cancel();
        probe.subscription.request(1);
        probe.subscription.request(-1);

        Probe.<Integer>greedy().subscribedTo(doubled(numbers(1))).expect(0).expectComplete();
        probe.expectNothingMore();
        assertThat(pool.stats().done()).as("only what the second one asked for").isEqualTo(1);
    }

    @Test
    void rule309_aRequestOfNothing_isAnError() {
        for (long count : new long[] {0, -1, Long.MIN_VALUE}) {
            Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(numbers(3)));

            probe.subscription.request(count);

            assertThat(probe.expectFailure(IllegalArgumentException.class)).hasMessageContainingAll("" + count, "3.9");
            probe.subscription.request(1);
            awaitIdle();
            probe.expectNothingMore();
        }
    }

    @Test
    void rule313_afterACancel_nothingHoldsTheSubscriber() {
        AtomicReference<Flow.Subscription> subscription = new AtomicReference<>();
        WeakReference<Probe<Integer>> dropped = subscribeAndCancel(subscription);

        await("the subscriber is collected").atMost(GUARD).until(() -> {
            System.gc();
            return dropped.get() == null;
        });
        assertThat(subscription.get()).as("held until here").isNotNull();
    }

    private WeakReference<Probe<Integer>> subscribeAndCancel(AtomicReference<Flow.Subscription> subscription) {
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(numbers(3)));
        subscription.set(probe.subscription);
        probe.subscription.request(1);
        probe.expect(0);
        probe.subscription.cancel();
        return new WeakReference<>(probe);
    }

    @Test
    void rule317_requestsAddUpToNoLimit() {
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(numbers(100)));

        probe.subscription.request(Long.MAX_VALUE - 1);
        probe.subscription.request(Long.MAX_VALUE - 1);

        for (int element = 0; element < 100; element++) {
            probe.expect(2 * element);
        }
        probe.expectComplete();
    }

    // ---- beyond the rules ----

    @Test
    void signals_comeOnNoThreadThatTasksRunOn_norOnTheOneThatRequests() {
        Probe<Integer> probe = Probe.<Integer>passive().subscribedTo(doubled(numbers(3)));

        probe.subscription.request(3);

        probe.expect(0, 2, 4).expectComplete();
        assertThat(probe.threads.subList(1, probe.threads.size()))
                .allMatch(thread -> thread.getName().contains("settler"));
    }

    @Test
    void map_goesTogetherWithAPublisherOfTheJdk() {
        Probe<Integer> probe;
        try (SubmissionPublisher<Integer> upstream = new SubmissionPublisher<>()) {
            probe = Probe.<Integer>greedy().subscribedTo(Flows.map(pool, number -> 2 * number, upstream));
            numbers(1_000).forEach(upstream::submit);
        }
        for (int element = 0; element < 1_000; element++) {
            probe.expect(2 * element);
        }
        probe.expectComplete();
    }

    @Test
    void map_ofAFlow_isAFlow() {
        Flow.Publisher<Integer> plusOne = Flows.map(pool, number -> number + 1, doubled(numbers(100)));
        Probe<Integer> probe = Probe.<Integer>greedy().subscribedTo(plusOne);

        for (int element = 0; element < 100; element++) {
            probe.expect(2 * element + 1);
        }
        probe.expectComplete();
    }

    @Test
    void nullsAndStrangePools_areRefusedAtOnce() {
        PoolExecutor wrapper = (PoolExecutor) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {PoolExecutor.class},
                (self, method, arguments) -> "wrapper");

        assertThatNullPointerException().isThrownBy(() -> Flows.publish(null, number -> number, numbers(1)));
        assertThatNullPointerException().isThrownBy(() -> Flows.publish(pool, null, numbers(1)));
        assertThatNullPointerException().isThrownBy(() -> Flows.publish(pool, number -> number, null));
        assertThatNullPointerException().isThrownBy(() -> Flows.map(pool, number -> number, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flows.publish(wrapper, number -> number, numbers(1)))
                .withMessageContaining("Pools.open");
    }
}
