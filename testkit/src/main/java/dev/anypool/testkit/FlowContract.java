package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.TaskTimeoutException;
import dev.anypool.WhenFull;
import dev.anypool.Worker;
import dev.anypool.flow.Flows;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a pool computes, as a flow. The rules of Reactive Streams one by one are tested with the interface itself. */
@NullUnmarked // a flow that has not failed has null for a failure
abstract class FlowContract extends ContractPart {
    FlowContract(PoolContract backend) {
        super(backend);
    }

    private static Iterable<Integer> endless(AtomicInteger read) {
        return () -> Stream.generate(read::getAndIncrement).iterator();
    }

    private static List<Integer> squares(int end) {
        return IntStream.range(0, end).map(number -> number * number).boxed().toList();
    }

    @Test
    @Tag("B9")
    void publish_givesTheResultsInInputOrder() throws InterruptedException {
        Listener<Integer> listener = new Listener<Integer>()
                .to(Flows.publish(open(2), Work::square, numbers(200)))
                .request(Long.MAX_VALUE);

        assertThat(listener.awaitEnd()).isNull();
        assertThat(listener.received()).isEqualTo(squares(200));
    }

    @Test
    @Tag("B13")
    void publish_ofAnEndlessSource_readsNoFurtherAheadThanItMay() {
        PoolExecutor pool = open(2);
        AtomicInteger read = new AtomicInteger();
        Listener<Integer> listener = new Listener<Integer>()
                .to(Flows.publish(pool.with(TaskOptions.defaults().lookAhead(5)), Work::square, endless(read)));
        assertThat(read).as("read before anyone asks").hasValue(0);

        for (int asked = 1; asked <= 20; asked++) {
            listener.request(1);
            listener.awaitReceived(asked);
            int ahead = asked + 5;
            Waiting.until("as much is done as may be", () -> pool.stats().done() == ahead);
            assertThat(read).hasValue(ahead);
        }

        assertThat(listener.received()).isEqualTo(squares(20));
        listener.cancel();
    }

    @Test
    @Tag("B14")
    void publish_unordered_givesThoseFirstThatAreDoneFirst() throws InterruptedException {
        PoolExecutor pool = open(2).with(TaskOptions.defaults().ordered(false));
        Gate gate = gate("gate");
        Listener<String> listener = new Listener<String>()
                .to(Flows.publish(pool, Work::passIfGate, List.of(gate.path(), "first", "second")))
                .request(Long.MAX_VALUE);

        listener.awaitReceived(2);
        gate.open();

        assertThat(listener.awaitEnd()).isNull();
        assertThat(listener.received()).containsExactly("first", "second", gate.path());
    }

    @Test
    @Tag("B10")
    void publish_aFailedElement_endsTheFlowAtItsTurn_andStopsTheRest() throws InterruptedException {
        PoolExecutor pool = open(2);
        Listener<Integer> listener = new Listener<Integer>()
                .to(Flows.publish(pool, number -> Work.failAt(number, 3), endless(new AtomicInteger())))
                .request(Long.MAX_VALUE);

        assertThat(listener.awaitEnd()).isInstanceOf(OrdinaryException.class).hasMessage("number 3");
        assertThat(listener.received()).containsExactly(0, 1, 2);
        awaitIdle(pool);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    private static void awaitIdle(PoolExecutor pool) {
        Waiting.until(
                "the pool is idle", () -> pool.stats().queued() + pool.stats().running() == 0);
    }

    @Test
    @Tag("B13")
    @Tag("B17")
    void cancel_stopsTheTasksThatAreAhead_evenIfTheSubscriberIsBusy() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        CountDownLatch busy = new CountDownLatch(1);
        Listener<Integer> listener = new Listener<Integer>(number -> awaitQuietly(busy))
                .to(Flows.publish(
                        pool,
                        number -> {
                            if (number > 0) {
                                Work.awaitInterrupt(started, interrupted, never);
                            }
                            return number;
                        },
                        endless(new AtomicInteger())))
                .request(1);
        listener.awaitReceived(1);
        started.await();

        listener.cancel();

        interrupted.await();
        awaitIdle(pool);
        busy.countDown();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(listener.received()).containsExactly(0);
    }

    @Test
    @Tag("B13")
    void map_asksItsPublisherForNoMoreThanItMay() throws InterruptedException {
        PoolExecutor pool = open(2).with(TaskOptions.defaults().lookAhead(4));
        List<Integer> sent = new CopyOnWriteArrayList<>();
        Flow.Publisher<Integer> upstream = subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {
                for (long one = 0; one < count; one++) {
                    sent.add(sent.size());
                    subscriber.onNext(sent.size() - 1);
                }
            }

            @Override
            public void cancel() {}
        });
        Listener<Integer> listener = new Listener<Integer>().to(Flows.map(pool, Work::square, upstream));

        for (int asked = 1; asked <= 20; asked++) {
            listener.request(1);
            listener.awaitReceived(asked);
            assertThat(sent).hasSizeLessThanOrEqualTo(asked + 4);
        }

        assertThat(listener.received()).isEqualTo(squares(20));
        listener.cancel();
    }

    @Test
    @Tag("B9")
    void map_takesAnyPublisher() throws InterruptedException {
        PoolExecutor pool = open(2);
        Listener<Integer> listener;
        try (SubmissionPublisher<Integer> upstream = new SubmissionPublisher<>()) {
            listener = new Listener<Integer>()
                    .to(Flows.map(pool, Work::square, Flows.map(pool, number -> number + 1, upstream)))
                    .request(Long.MAX_VALUE);
            numbers(100).forEach(upstream::submit);
        }

        assertThat(listener.awaitEnd()).isNull();
        assertThat(listener.received()).isEqualTo(squares(101).subList(1, 101));
    }

    @Test
    @Tag("B7")
    @Tag("B29")
    void blockedSubscribers_moreThanProcessors_delayNoOtherFlowAndNotThePool() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors() * 2 + 6;
        PoolExecutor pool = open(2);
        CountDownLatch release = new CountDownLatch(1);
        List<Worker> places = new CopyOnWriteArrayList<>();
        List<Listener<Integer>> blocked = IntStream.range(0, count)
                .mapToObj(number -> new Listener<Integer>(element -> {
                            places.add(Worker.current());
                            awaitQuietly(release);
                        })
                        .to(Flows.publish(pool, Work::square, numbers(2)))
                        .request(Long.MAX_VALUE))
                .toList();
        blocked.forEach(listener -> listener.awaitReceived(1));

        Listener<Integer> other = new Listener<Integer>()
                .to(Flows.publish(pool, Work::square, numbers(50)))
                .request(Long.MAX_VALUE);

        assertThat(other.awaitEnd()).isNull();
        assertThat(pool.map(Work::square, List.of(1, 2)).join()).containsExactly(1, 4);
        assertThat(places).noneMatch(Worker::isWorker);
        release.countDown();
        for (Listener<Integer> listener : blocked) {
            assertThat(listener.awaitEnd()).isNull();
        }
    }

    @Test
    @Tag("B20")
    void limits_holdForEachElement_andForTheWhole() throws InterruptedException {
        Gate never = gate("never");
        PoolExecutor pool = open(1);
        for (TaskOptions limited : List.of(
                TaskOptions.defaults().runLimit(Duration.ofMillis(50)),
                TaskOptions.defaults().callLimit(Duration.ofMillis(50)))) {
            Listener<String> listener = new Listener<String>()
                    .to(Flows.publish(pool.with(limited.name("reader")), Work::passIfGate, List.of(never.path())))
                    .request(1);

            assertThat(listener.awaitEnd())
                    .isInstanceOf(TaskTimeoutException.class)
                    .hasMessageContaining("reader[0]");
        }
    }

    @Test
    @Tag("B22")
    void aFullQueue_holdsTheFlowUp_andNobodyWhoRequests() throws InterruptedException {
        PoolExecutor pool =
                open(PoolOptions.defaults().workers(1).queueCapacity(1).whenFull(WhenFull.BLOCK));

        Listener<Integer> listener = new Listener<Integer>()
                .to(Flows.publish(pool, Work::square, numbers(100)))
                .request(Long.MAX_VALUE);

        assertThat(listener.awaitEnd()).isNull();
        assertThat(listener.received()).isEqualTo(squares(100));
    }

    @Test
    @Tag("B43")
    @Tag("B44")
    void theEndOfThePool_endsItsFlows() throws InterruptedException {
        PoolExecutor orderly = open(1);
        Listener<Integer> listener = new Listener<Integer>()
                .to(Flows.publish(orderly, Work::square, endless(new AtomicInteger())))
                .request(Long.MAX_VALUE);
        listener.awaitReceived(1);
        orderly.shutdown();
        assertThat(listener.awaitEnd()).isInstanceOf(RejectedExecutionException.class);

        PoolExecutor now = open(1);
        Mark started = mark("started");
        Gate never = gate("never");
        Listener<String> held = new Listener<String>()
                .to(Flows.publish(now, number -> Work.hold(started, never), numbers(3)))
                .request(Long.MAX_VALUE);
        started.await();
        now.shutdownNow();
        assertThat(held.awaitEnd()).isNotNull();
        assertThat(held.received()).isEmpty();
    }

    @Test
    @Tag("B35")
    void whatCannotTravel_endsTheFlow_andNamesTheElement() throws InterruptedException {
        assumeTrue(isolatesTasks(), "the backend passes tasks as they are");
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("reader"));
        NotSerializable captured = new NotSerializable();

        Listener<String> ofAnElement = new Listener<String>()
                .to(Flows.publish(pool, Work::describe, List.of("fine", captured)))
                .request(Long.MAX_VALUE);
        Listener<Integer> ofTheFunction = new Listener<Integer>()
                .to(Flows.publish(pool, number -> captured.hashCode(), numbers(1)))
                .request(Long.MAX_VALUE);

        assertThat(ofAnElement.awaitEnd())
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("reader[1]");
        assertThat(ofAnElement.received()).containsExactly("String fine");
        assertThat(ofTheFunction.awaitEnd()).isInstanceOf(TaskSerializationException.class);
    }
}
