package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the failure of one element does to a {@code map}, and what its elements and its stream tell. */
abstract class MapFailureContract extends ContractPart {
    private static final TaskOptions ALL_FINISH = TaskOptions.defaults().failFast(false);

    MapFailureContract(PoolContract backend) {
        super(backend);
    }

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
        Waiting.until(
                "all elements are settled", () -> future.futures().stream().allMatch(TaskFuture::isDone));
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
        MapFuture<String> future = pool.map(Work::passIfGate, List.of("a", gate.path()));
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
        MapFuture<String> future = pool.map(Work::passIfGate, List.of(gate.path(), "b", "c"));

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
        MapFuture<String> future = pool.map(Work::passIfGate, List.of(gate.path(), "b", "c"));

        future.futures().get(1).cancel(true);
        gate.open();

        assertThat(causeOf(future)).isInstanceOf(CancellationException.class);
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.failedIndex()).hasValue(1);
        assertThat(future.futures().get(2).join()).isEqualTo("c");
    }
}
