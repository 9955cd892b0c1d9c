package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskFunction;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Lazy streams: how far they read ahead, and what closing and failing do. */
@NullUnmarked // it passes null where users might
abstract class StreamContract extends ContractPart {
    StreamContract(PoolContract backend) {
        super(backend);
    }

    /** All whole numbers from 0, and how many were taken; fails at a number if told to. */
    private static final class Numbers implements Iterable<Integer> {
        private final AtomicInteger taken = new AtomicInteger();
        private final int failAt;

        private Numbers(int failAt) {
            this.failAt = failAt;
        }

        static Numbers endless() {
            return new Numbers(-1);
        }

        static Numbers failingAt(int number) {
            return new Numbers(number);
        }

        int taken() {
            return taken.get();
        }

        @Override
        public Iterator<Integer> iterator() {
            return Stream.generate(this::next).iterator();
        }

        private int next() {
            int number = taken.getAndIncrement();
            if (number == failAt) {
                throw new IllegalStateException("the source failed");
            }
            return number;
        }
    }

    @Test
    @Tag("B13")
    void stream_overAnEndlessSource_readsNoFurtherAheadThanItMay() {
        PoolExecutor pool = open(2).with(TaskOptions.defaults().lookAhead(5));
        Numbers numbers = Numbers.endless();

        try (Stream<Integer> results = pool.stream(Work::square, numbers)) {
            assertThat(numbers.taken()).as("taken before anyone asks").isZero();
            Iterator<Integer> iterator = results.iterator();
            for (int consumed = 0; consumed < 100; consumed++) {
                assertThat(iterator.next()).isEqualTo(consumed * consumed);
                assertThat(numbers.taken())
                        .as("taken when %s were consumed", consumed + 1)
                        .isGreaterThan(consumed)
                        .isLessThanOrEqualTo(consumed + 5);
            }
        }
    }

    @Test
    @Tag("B13")
    void stream_withChunks_readsNoFurtherAheadThanItMay() {
        PoolExecutor pool = open(2);
        for (int chunkSize : new int[] {1, 2, 5, 6}) {
            Numbers numbers = Numbers.endless();
            TaskOptions options = TaskOptions.defaults().lookAhead(5).chunkSize(chunkSize);

            try (Stream<Integer> results = pool.with(options).stream(Work::square, numbers)) {
                Iterator<Integer> iterator = results.iterator();
                for (int consumed = 0; consumed < 20; consumed++) {
                    assertThat(iterator.next()).isEqualTo(consumed * consumed);
                    assertThat(numbers.taken()).isLessThanOrEqualTo(consumed + 5);
                }
            }
        }
    }

    @Test
    @Tag("B13")
    void stream_byDefault_keepsAllWorkersBusy() {
        PoolExecutor pool = open(2);
        Journal journal = journal("started");
        Gate gate = gate("gate");
        List<String> received = new CopyOnWriteArrayList<>();

        try (Stream<String> results = pool.stream(number -> enterAndHold(journal, gate), Numbers.endless())) {
            Thread consumer = new Thread(() -> results.limit(1).forEach(received::add), "consumer");
            consumer.start();
            journal.awaitLines(2);
            gate.open();
            Waiting.until("the consumer has its result", () -> received.equals(List.of("held")));
        }
    }

    private static String enterAndHold(Journal journal, Gate gate) throws InterruptedException {
        journal.add("started");
        gate.pass();
        return "held";
    }

    @Test
    @Tag("B13")
    void stream_closedEarly_cancelsTheRest() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().lookAhead(4));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        Numbers numbers = Numbers.endless();

        try (Stream<Integer> results =
                pool.stream(number -> waitUnlessZero(number, started, interrupted, never), numbers)) {
            assertThat(results.iterator().next()).isZero();
            started.await();
        }

        interrupted.await();
        Waiting.untilAsserted(
                "nothing is left of the stream",
                () -> assertThat(pool.stats().queued() + pool.stats().running()).isZero());
        assertThat(pool.stats().cancelled()).isEqualTo(numbers.taken() - 1);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    private static int waitUnlessZero(int number, Mark started, Mark interrupted, Gate never)
            throws InterruptedException {
        if (number > 0) {
            Work.awaitInterrupt(started, interrupted, never);
        }
        return number;
    }

    @Test
    @Tag("B13")
    void stream_whenTheSourceThrows_throwsItAfterTheElementsBefore_andThePoolStaysUsable() {
        PoolExecutor pool = open(2);
        List<Integer> received = new ArrayList<>();

        try (Stream<Integer> results = pool.stream(Work::square, Numbers.failingAt(3))) {
            assertThatThrownBy(() -> results.forEach(received::add))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("the source failed");
        }

        assertThat(received).containsExactly(0, 1, 4);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B10")
    void stream_throwsAFailureAtItsTurn() {
        PoolExecutor pool = open(2);

        try (Stream<Integer> results = pool.stream(number -> Work.failAt(number, 2), Numbers.endless())) {
            Iterator<Integer> iterator = results.iterator();
            assertThat(iterator.next()).isZero();
            assertThat(iterator.next()).isEqualTo(1);
            assertThatThrownBy(iterator::next)
                    .isInstanceOf(CompletionException.class)
                    .hasMessageContaining("[2]")
                    .hasCauseInstanceOf(OrdinaryException.class);
        }
    }

    @Test
    @Tag("B10")
    void outcomes_handOverFailuresAsOutcomesAndGoOn() {
        PoolExecutor pool = open(2);
        List<TaskState> states;

        try (Stream<TaskFuture<Integer>> outcomes = pool.outcomes(Work::failIfOdd, Numbers.endless())) {
            states = outcomes.limit(4).map(TaskFuture::taskState).toList();
        }

        assertThat(states).containsExactly(TaskState.DONE, TaskState.FAILED, TaskState.DONE, TaskState.FAILED);
    }

    @Test
    @Tag("B9")
    void stream_givesResultsInInputOrder_whateverTheChunkSize() {
        PoolExecutor pool = open(2);
        List<Integer> inputs = IntStream.range(0, 100).boxed().toList();
        List<Integer> expected = inputs.stream().map(Work::square).toList();

        for (int chunkSize : new int[] {1, 7, 50, 200}) {
            TaskOptions options = TaskOptions.defaults().chunkSize(chunkSize);
            assertThat(pool.with(options).stream(Work::square, inputs)).containsExactlyElementsOf(expected);
        }
        assertThat(pool.stream(Work::square, inputs)).containsExactlyElementsOf(expected);
    }

    @Test
    @Tag("B15")
    void stream_ofAnEmptyInput_isEmptyAndStartsNoWorker() {
        PoolExecutor pool = open(1);

        assertThat(pool.stream(Work::square, List.of())).isEmpty();
        assertThat(pool.outcomes(Work::square, List.of())).isEmpty();
        assertThat(pool.stats().workers()).isEmpty();
    }

    @Test
    @Tag("B5")
    void stream_ofNull_isRefusedAtOnceNamingWhatIsMissing() {
        PoolExecutor pool = open(1);

        assertThatNullPointerException()
                .isThrownBy(() -> pool.stream((TaskFunction<Object, Object>) null, List.of()))
                .withMessage("function");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.stream(Work::square, null))
                .withMessage("inputs");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.outcomes(Work::square, null))
                .withMessage("inputs");
    }
}
