package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The results and failures of {@code map}: order, chunks, and what one failure does to the rest. */
abstract class MapContract extends ContractPart {
    private static final TaskOptions ALL_FINISH = TaskOptions.defaults().failFast(false);

    MapContract(PoolContract backend) {
        super(backend);
    }

    private static List<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    private static List<Integer> squares(int end) {
        return IntStream.range(0, end).map(number -> number * number).boxed().toList();
    }

    // ---- results ----

    @Test
    @Tag("B9")
    void map_givesResultsInInputOrder_whateverOrderTheyFinishIn() {
        PoolExecutor pool = open(2).with(TaskOptions.defaults().chunkSize(1));
        Gate first = gate("first");
        MapFuture<String> future = pool.map(MapContract::passIfFirst, List.of(first.path(), "b", "c", "d"));

        assertThat(future.futures().get(3).join()).isEqualTo("d");
        assertThat(future.futures().get(0).isDone()).isFalse();
        assertThat(future.isDone()).isFalse();
        first.open();

        assertThat(future.join()).containsExactly(first.path(), "b", "c", "d");
    }

    private static String passIfFirst(String input) throws InterruptedException {
        if (input.endsWith(".gate")) {
            new Gate(input).pass();
        }
        return input;
    }

    @Test
    @Tag("B9")
    void map_ofSeveralInputs_zipsThemToTheShortest() {
        PoolExecutor pool = open(2);

        assertThat(pool.map(Math::addExact, List.of(1, 2, 3), List.of(10, 20)).join())
                .containsExactly(11, 22);
        assertThat(pool.map(Math::addExact, List.of(1, 2), endless(10)).join()).containsExactly(11, 13);
        assertThat(pool.map(Math::addExact, endless(10), List.of(1, 2)).join()).containsExactly(11, 13);
    }

    private static Iterable<Integer> endless(int start) {
        return () -> Stream.iterate(start, number -> number + 1).iterator();
    }

    @Test
    @Tag("B9")
    void map_passesNullsThrough() {
        PoolExecutor pool = open(1);

        assertThat(pool.map(Work::upperCase, Arrays.asList("a", null, "c")).join())
                .containsExactly("A", null, "C");
    }

    @Test
    @Tag("B9")
    void map_resultIsUnmodifiable() {
        List<Integer> results = open(1).map(Work::square, List.of(1, 2)).join();

        assertThatThrownBy(() -> results.set(0, 3)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    @Tag("B15")
    void map_ofAnEmptyInput_isCompleteAtOnceAndStartsNoWorker() {
        PoolExecutor pool = open(2);

        MapFuture<Integer> future = pool.map(Work::square, List.of());

        assertThat(future.isDone()).isTrue();
        assertThat(future.join()).isEmpty();
        assertThat(future.futures()).isEmpty();
        assertThat(future.stream()).isEmpty();
        assertThat(pool.map(Math::addExact, List.of(1), List.<Integer>of()).join())
                .isEmpty();
        assertThat(pool.stats().workers()).isEmpty();
    }

    // ---- chunks ----

    @Test
    @Tag("B11")
    void map_withAnyChunkSize_givesTheSameResults() {
        PoolExecutor pool = open(2);

        for (int chunkSize : new int[] {1, 6, 20, 40, 41, 65_535}) {
            assertThat(pool.with(TaskOptions.defaults().chunkSize(chunkSize))
                            .map(Work::square, numbers(40))
                            .join())
                    .as("chunk size %s over 40", chunkSize)
                    .isEqualTo(squares(40));
        }
        assertThat(pool.map(Work::square, numbers(40)).join()).isEqualTo(squares(40));
        assertThat(pool.map(Work::square, numbers(20_000)).join()).isEqualTo(squares(20_000));
    }

    @Test
    @Tag("B11")
    void map_withAnyChunkSize_failsInAChunkWithTheFailureOfItsElement() {
        PoolExecutor pool = open(2);
        List<TaskOptions> sizes = new ArrayList<>(List.of(ALL_FINISH));
        for (int chunkSize : new int[] {1, 6, 20, 40, 41}) {
            sizes.add(ALL_FINISH.chunkSize(chunkSize));
        }

        for (TaskOptions size : sizes) {
            MapFuture<Integer> future =
                    pool.with(size).map(Work::failAt, numbers(40), java.util.Collections.nCopies(40, 16));

            assertThat(causeOf(future))
                    .as(size.toString())
                    .isInstanceOf(OrdinaryException.class)
                    .hasMessage("number 16");
            assertThat(future.failedIndex()).hasValue(16);
            for (int index = 0; index < 40; index++) {
                TaskFuture<Integer> element = future.futures().get(index);
                assertThat(element.taskState())
                        .as("element %s", index)
                        .isEqualTo(index == 16 ? TaskState.FAILED : TaskState.DONE);
            }
        }
    }

    // ---- failures ----

    @Test
    @Tag("B10")
    void map_byDefault_failsAtTheFirstFailureNamingTheIndex_andStopsTheRest() {
        PoolExecutor pool = open(2).with(TaskOptions.defaults().chunkSize(1));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        String waiting = never.path();
        MapFuture<String> future = pool.map(
                input -> failOrAwaitInterrupt(input, started, interrupted), List.of(waiting, "bad", "c", "d", "e"));

        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContainingAll("element 1", "5")
                .hasCauseInstanceOf(OrdinaryException.class);
        assertThat(future.failedIndex()).hasValue(1);
        interrupted.await();
        Waiting.until("all elements are settled", () -> future.futures().stream().allMatch(TaskFuture::isDone));
        assertThat(future.futures().get(0).isCancelled()).isTrue();
    }

    private static String failOrAwaitInterrupt(String input, Mark started, Mark interrupted) throws Exception {
        if (input.endsWith(".gate")) {
            return Work.awaitInterrupt(started, interrupted, new Gate(input));
        }
        if (input.equals("bad")) {
            while (!started.isSet()) {
                Thread.onSpinWait();
            }
            throw new OrdinaryException("bad", 1);
        }
        return input;
    }

    @Test
    @Tag("B10")
    void map_whenTold_letsAllFinish_andTellsTheFirstFailureWithTheOthersSuppressed() {
        PoolExecutor pool = open(2).with(ALL_FINISH);

        MapFuture<Integer> future = pool.map(Work::failIfOdd, numbers(6));

        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("element 1 of 6")
                .satisfies(failure -> assertThat(failure.getCause()).hasMessage("number 1"))
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .containsExactly("number 3", "number 5"));
        assertThat(future.failedIndex()).hasValue(1);
        assertThat(future.futures().stream().map(TaskFuture::taskState))
                .containsExactly(
                        TaskState.DONE,
                        TaskState.FAILED,
                        TaskState.DONE,
                        TaskState.FAILED,
                        TaskState.DONE,
                        TaskState.FAILED);
        assertThat(future.futures().get(4).join()).isEqualTo(4);
        assertThat(causeOf(future.futures().get(5))).hasMessage("number 5");
    }

    @Test
    @Tag("B10")
    void map_tellsTheSameByGetAsByJoin() {
        MapFuture<Integer> future = open(1).with(ALL_FINISH).map(Work::failIfOdd, numbers(4));

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("element 1 of 4")
                .hasCauseInstanceOf(OrdinaryException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThatThrownBy(() -> future.get(1, TimeUnit.HOURS))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("element 1 of 4");
    }

    @Test
    @Tag("B10")
    void mapFutureStream_givesResultsInOrder_andThrowsAFailureAtItsTurn() {
        MapFuture<Integer> future = open(2).with(ALL_FINISH).map(Work::failAt, numbers(5), List.of(3, 3, 3, 3, 3));
        Iterator<Integer> results = future.stream().iterator();

        assertThat(List.of(results.next(), results.next(), results.next())).containsExactly(0, 1, 2);
        assertThatThrownBy(results::hasNext)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("[3]")
                .hasCauseInstanceOf(OrdinaryException.class);
        assertThat(future.stream().limit(2)).containsExactly(0, 1);
    }

    @Test
    @Tag("B10")
    void mapFutureStream_givesAnElementBeforeTheLaterOnesAreDone() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().chunkSize(1));
        Gate gate = gate("gate");
        MapFuture<String> future = pool.map(MapContract::passIfFirst, List.of("a", gate.path()));
        Iterator<String> results = future.stream().iterator();

        assertThat(results.next()).isEqualTo("a");
        assertThat(future.isDone()).isFalse();
        gate.open();
        assertThat(results.next()).isEqualTo(gate.path());
    }

    @Test
    @Tag("B10")
    void element_settledFromOutside_countsAsItsResult() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().chunkSize(1));
        Gate gate = gate("gate");
        MapFuture<String> future = pool.map(MapContract::passIfFirst, List.of(gate.path(), "b", "c"));

        future.futures().get(1).complete("given");
        gate.open();

        assertThat(future.join()).containsExactly(gate.path(), "given", "c");
        assertThat(future.failedIndex()).isEmpty();
    }

    @Test
    @Tag("B10")
    void element_cancelled_isThatElementsFailure() {
        PoolExecutor pool = open(1).with(ALL_FINISH.chunkSize(1));
        Gate gate = gate("gate");
        MapFuture<String> future = pool.map(MapContract::passIfFirst, List.of(gate.path(), "b", "c"));

        future.futures().get(1).cancel(true);
        gate.open();

        assertThat(causeOf(future)).isInstanceOf(CancellationException.class);
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.failedIndex()).hasValue(1);
        assertThat(future.futures().get(2).join()).isEqualTo("c");
    }

    // ---- stopping, the input, names ----

    @Test
    @Tag("B17")
    void map_cancelled_interruptsWhatRunsAndDropsTheRest() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().chunkSize(1));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        MapFuture<String> future =
                pool.map(mark -> Work.awaitInterrupt(started, mark, never), List.of(interrupted, interrupted));

        started.await();
        assertThat(future.cancel(true)).isTrue();

        interrupted.await();
        assertThat(future.futures()).allMatch(TaskFuture::isCancelled);
        assertThat(future.failedIndex()).isEmpty();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    void map_whenTheInputThrows_throwsItAndStopsWhatWasBegun() {
        PoolExecutor pool = open(1);
        Iterable<Integer> source = () -> Stream.iterate(0, number -> number + 1)
                .peek(number -> {
                    if (number == 100) {
                        throw new IllegalStateException("the source failed");
                    }
                })
                .iterator();

        assertThatThrownBy(() -> pool.map(Work::square, source))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("the source failed");
        Waiting.untilAsserted(
                "nothing is left of the map", () -> assertThat(pool.stats().queued() + pool.stats().running())
                        .isZero());
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B5")
    void map_ofNull_isRefusedAtOnceNamingWhatIsMissing() {
        PoolExecutor pool = open(1);

        assertThatNullPointerException()
                .isThrownBy(() -> pool.map((TaskFunction<Object, Object>) null, List.of()))
                .withMessage("function");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.map(Work::square, null))
                .withMessage("inputs");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.map((TaskBiFunction<Object, Object, Object>) null, List.of(), List.of()))
                .withMessage("function");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.map(Math::addExact, (List<Integer>) null, List.of(1)))
                .withMessage("firsts");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.map(Math::addExact, List.of(1), (List<Integer>) null))
                .withMessage("seconds");
    }

    @Test
    void elements_areNamedAfterTheMapAndTheirIndex() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("page"));

        assertThat(pool.map(Work::square, List.of(1, 2)).futures().stream().map(TaskFuture::taskName))
                .containsExactly("page[0]", "page[1]");
    }

    @Test
    void map_withARunLimit_limitsEachElementAndNotTheWhole() {
        PoolExecutor pool =
                open(1).with(ALL_FINISH.runLimit(java.time.Duration.ofMinutes(1)).chunkSize(40));

        assertThat(pool.map(Work::square, numbers(40)).join()).isEqualTo(squares(40));
    }
}
