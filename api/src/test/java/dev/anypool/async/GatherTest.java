package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several futures as one. */
@Tag("B51")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GatherTest {
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();
    private final CompletableFuture<String> third = new CompletableFuture<>();

    @Test
    void results_comeInInputOrder_nullIncluded() {
        CompletableFuture<List<String>> all = Async.gather(List.of(first, second, third));

        third.complete("c");
        first.complete(null);
        assertThat(all).isNotDone();
        second.complete("b");

        assertThat(all.join()).containsExactly(null, "b", "c").isUnmodifiable();
    }

    @Test
    void noFutures_giveAnEmptyListAtOnce() {
        assertThat(Async.gather(List.<CompletableFuture<String>>of()).join()).isEmpty();
        assertThat(Async.gatherOutcomes(List.<CompletableFuture<String>>of()).join())
                .isEmpty();
    }

    @Test
    void duplicates_keepTheirPlaces() {
        CompletableFuture<List<String>> all = Async.gather(first, second, first);

        first.complete("a");
        second.complete("b");

        assertThat(all.join()).containsExactly("a", "b", "a");
    }

    @Test
    void nested_gathersGather() {
        CompletableFuture<List<List<String>>> all =
                Async.gather(Async.gather(first, second), Async.gather(List.of()), Async.gather(third));

        Stream.of(third, second, first).forEach(part -> part.complete("x"));

        assertThat(all.join()).containsExactly(List.of("x", "x"), List.of(), List.of("x"));
    }

    @Test
    void partsOfDifferentTypes_areGatheredAsWhatTheyShare() {
        CompletableFuture<List<Number>> all =
                Async.gather(CompletableFuture.completedFuture(1), CompletableFuture.completedFuture(2.5));

        assertThat(all.join()).containsExactly(1, 2.5);
    }

    @Test
    void stages_areTakenToo() {
        CompletionStage<String> minimal = first.minimalCompletionStage();
        CompletableFuture<List<String>> all = Async.gather(List.of(minimal, CompletableFuture.completedStage("b")));

        first.complete("a");

        assertThat(all.join()).containsExactly("a", "b");
    }

    @Test
    void firstFailure_isToldAtOnceWithItsPlace_andLeavesTheSiblingsAlone() {
        CompletableFuture<List<String>> all = Async.gather(first, second, third);

        second.completeExceptionally(new IOException("broken"));

        assertThat(all).isCompletedExceptionally();
        assertThatThrownBy(all::join)
                .isExactlyInstanceOf(CompletionException.class)
                .hasMessageContainingAll("future 1 of 3", "broken")
                .cause()
                .isExactlyInstanceOf(IOException.class);
        assertThat(first).isNotDone();
        assertThat(third).isNotDone();
        assertThat(first.getNumberOfDependents()).as("nothing waits there").isZero();
        third.completeExceptionally(new IllegalStateException("too late"));
        assertThatThrownBy(all::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void failureThatIsThereAlready_isTold() {
        second.completeExceptionally(new IOException("broken"));

        assertThat(Async.gather(first, second)).isCompletedExceptionally();
    }

    @Test
    void failureOfADerivedFuture_isToldAsItsCause() {
        CompletableFuture<List<Integer>> all = Async.gather(first.thenApply(Integer::parseInt));

        first.complete("no number");

        assertThatThrownBy(all::join).hasCauseExactlyInstanceOf(NumberFormatException.class);
    }

    @Test
    void outcomes_areAllCollected() {
        CompletableFuture<List<CompletableFuture<String>>> all = Async.gatherOutcomes(List.of(first, second, third));

        second.completeExceptionally(new IOException("broken"));
        third.cancel(true);
        assertThat(all).isNotDone();
        first.complete("a");

        assertThat(all.join()).containsExactly(first, second, third).isUnmodifiable();
        assertThat(all.join()).allMatch(CompletableFuture::isDone);
    }

    @Test
    void cancellingTheWhole_cancelsTheParts_nestedOnesToo() {
        CompletableFuture<String> done = CompletableFuture.completedFuture("done");
        CompletableFuture<List<Object>> all = Async.gather(done, first, Async.gather(second, third));

        assertThat(all.cancel(true)).isTrue();

        assertThat(all).isCancelled();
        assertThat(List.of(first, second, third)).allMatch(CompletableFuture::isCancelled);
        assertThat(done.join()).isEqualTo("done");
    }

    @Test
    void cancellingTheWhole_ofOutcomes_cancelsTheParts() {
        Async.gatherOutcomes(List.of(first, second)).cancel(true);

        assertThat(first).isCancelled();
        assertThat(second).isCancelled();
    }

    @Test
    void timeLimitOfTheWhole_cancelsTheParts() {
        CompletableFuture<List<String>> all = Async.gather(first, second).orTimeout(10, TimeUnit.MILLISECONDS);

        assertThatThrownBy(all::join).hasCauseExactlyInstanceOf(TimeoutException.class);
        assertThat(first).isCancelled();
        assertThat(second).isCancelled();
    }

    @Test
    void defaultAfterATimeLimit_cancelsTheParts() {
        CompletableFuture<List<String>> all =
                Async.gather(first).completeOnTimeout(List.of("late"), 10, TimeUnit.MILLISECONDS);

        assertThat(all.join()).containsExactly("late");
        assertThat(first).isCancelled();
    }

    @Test
    void cancellingAPart_isThatPartsOutcomeOnly() {
        CompletableFuture<List<String>> all = Async.gather(first, second);

        first.cancel(true);

        assertThat(second).isNotDone();
        assertThat(all.isCancelled()).isFalse();
        assertThatThrownBy(all::join)
                .isExactlyInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void nullFutures_areRefusedAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> Async.gather((Iterable<CompletableFuture<String>>) null));
        assertThatNullPointerException().isThrownBy(() -> Async.gather(Arrays.asList(first, null)));
        assertThatNullPointerException().isThrownBy(() -> Async.gatherOutcomes(Arrays.asList(first, null)));
    }

    @Test
    void manyFutures_areGatheredInTheirOrder() {
        List<CompletableFuture<Integer>> parts =
                Stream.generate(CompletableFuture<Integer>::new).limit(50_000).toList();
        CompletableFuture<List<Integer>> all = Async.gather(parts);

        for (int index = parts.size() - 1; index >= 0; index--) {
            parts.get(index).complete(index);
        }

        assertThat(all.join()).hasSize(parts.size()).isSorted();
    }
}
