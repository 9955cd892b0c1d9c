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
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The results of {@code map}: order, chunks, its input and its names. */
@NullUnmarked // it passes null where users might
abstract class MapContract extends ContractPart {
    private static final TaskOptions ALL_FINISH = TaskOptions.defaults().failFast(false);

    MapContract(PoolContract backend) {
        super(backend);
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
        MapFuture<String> future = pool.map(Work::passIfGate, List.of(first.path(), "b", "c", "d"));

        assertThat(future.futures().get(3).join()).isEqualTo("d");
        assertThat(future.futures().get(0).isDone()).isFalse();
        assertThat(future.isDone()).isFalse();
        first.open();

        assertThat(future.join()).containsExactly(first.path(), "b", "c", "d");
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
                "nothing is left of the map",
                () -> assertThat(pool.stats().queued() + pool.stats().running()).isZero());
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
        PoolExecutor pool = open(1).with(
                        ALL_FINISH.runLimit(java.time.Duration.ofMinutes(1)).chunkSize(40));

        assertThat(pool.map(Work::square, numbers(40)).join()).isEqualTo(squares(40));
    }
}
