package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Continuations come back to their executor, whichever method adds them. */
@Tag("B52")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BoundFutureTest {
    private final Home home = new Home();
    private final CompletableFuture<String> source = new CompletableFuture<>();

    /** An executor that keeps what it is given until the test says so, or refuses it. */
    private static final class Home implements Executor {
        private final List<Runnable> tasks = new ArrayList<>();
        private boolean closed;
        private boolean running;

        @Override
        public void execute(Runnable task) {
            if (closed) {
                throw new RejectedExecutionException("closed");
            }
            tasks.add(task);
        }

        private void runAll() {
            running = true;
            while (!tasks.isEmpty()) {
                tasks.remove(0).run();
            }
            running = false;
        }
    }

    /** Notes where each continuation runs. */
    private final List<Boolean> ranAtHome = new ArrayList<>();

    private <T> T note(T value) {
        ranAtHome.add(home.running);
        return value;
    }

    private CompletableFuture<String> bound() {
        return BoundFuture.follow(source, home);
    }

    /** All methods that add a continuation, each with a continuation that notes where it runs. */
    private Map<String, Function<CompletionStage<String>, CompletionStage<?>>> continuations() {
        CompletableFuture<String> other = CompletableFuture.completedFuture("other");
        CompletableFuture<String> never = new CompletableFuture<>();
        Map<String, Function<CompletionStage<String>, CompletionStage<?>>> all = new LinkedHashMap<>();
        all.put("thenApply", f -> f.thenApply(this::note));
        all.put("thenApplyAsync", f -> f.thenApplyAsync(this::note));
        all.put("thenAccept", f -> f.thenAccept(this::note));
        all.put("thenAcceptAsync", f -> f.thenAcceptAsync(this::note));
        all.put("thenRun", f -> f.thenRun(() -> note("")));
        all.put("thenRunAsync", f -> f.thenRunAsync(() -> note("")));
        all.put("thenCombine", f -> f.thenCombine(other, (a, b) -> note(a)));
        all.put("thenCombineAsync", f -> f.thenCombineAsync(other, (a, b) -> note(a)));
        all.put("thenAcceptBoth", f -> f.thenAcceptBoth(other, (a, b) -> note(a)));
        all.put("thenAcceptBothAsync", f -> f.thenAcceptBothAsync(other, (a, b) -> note(a)));
        all.put("runAfterBoth", f -> f.runAfterBoth(other, () -> note("")));
        all.put("runAfterBothAsync", f -> f.runAfterBothAsync(other, () -> note("")));
        all.put("applyToEither", f -> f.applyToEither(never, this::note));
        all.put("applyToEitherAsync", f -> f.applyToEitherAsync(never, this::note));
        all.put("acceptEither", f -> f.acceptEither(never, this::note));
        all.put("acceptEitherAsync", f -> f.acceptEitherAsync(never, this::note));
        all.put("runAfterEither", f -> f.runAfterEither(never, () -> note("")));
        all.put("runAfterEitherAsync", f -> f.runAfterEitherAsync(never, () -> note("")));
        all.put("thenCompose", f -> f.thenCompose(value -> note(other)));
        all.put("thenComposeAsync", f -> f.thenComposeAsync(value -> note(other)));
        all.put("whenComplete", f -> f.whenComplete((value, failure) -> note("")));
        all.put("whenCompleteAsync", f -> f.whenCompleteAsync((value, failure) -> note("")));
        all.put("handle", f -> f.handle((value, failure) -> note("")));
        all.put("handleAsync", f -> f.handleAsync((value, failure) -> note("")));
        return all;
    }

    /** Those that run after a failure only. */
    private Map<String, Function<CompletionStage<String>, CompletionStage<?>>> recoveries() {
        CompletableFuture<String> other = CompletableFuture.completedFuture("other");
        Map<String, Function<CompletionStage<String>, CompletionStage<?>>> all = new LinkedHashMap<>();
        all.put("exceptionally", f -> f.exceptionally(failure -> note("")));
        all.put("exceptionallyAsync", f -> f.exceptionallyAsync(failure -> note("")));
        all.put("exceptionallyCompose", f -> f.exceptionallyCompose(failure -> note(other)));
        all.put("exceptionallyComposeAsync", f -> f.exceptionallyComposeAsync(failure -> note(other)));
        return all;
    }

    private Stream<DynamicTest> each(
            Map<String, Function<CompletionStage<String>, CompletionStage<?>>> methods,
            Consumer<Function<CompletionStage<String>, CompletionStage<?>>> check) {
        return methods.entrySet().stream()
                .map(method -> DynamicTest.dynamicTest(method.getKey(), () -> {
                    ranAtHome.clear();
                    home.closed = false;
                    check.accept(method.getValue());
                }));
    }

    private void assertRunsAtHome(CompletionStage<?> derived) {
        assertThat(ranAtHome).as("before its turn").isEmpty();
        home.runAll();
        assertThat(ranAtHome).containsExactly(true);
        ((CompletableFuture<?>) derived).join();
    }

    @TestFactory
    Stream<DynamicTest> continuationsAddedBefore_runAtHome() {
        return each(continuations(), method -> {
            CompletableFuture<String> fresh = new CompletableFuture<>();
            CompletionStage<?> derived = method.apply(BoundFuture.follow(fresh, home));
            fresh.complete("value");
            assertRunsAtHome(derived);
        });
    }

    @TestFactory
    Stream<DynamicTest> continuationsAddedAfterwards_runAtHome() {
        return each(continuations(), method -> {
            CompletionStage<?> derived =
                    method.apply(BoundFuture.follow(CompletableFuture.completedFuture("value"), home));
            assertRunsAtHome(derived);
        });
    }

    @TestFactory
    Stream<DynamicTest> recoveries_runAtHome() {
        return each(recoveries(), method -> {
            CompletableFuture<String> fresh = new CompletableFuture<>();
            CompletionStage<?> derived = method.apply(BoundFuture.follow(fresh, home));
            fresh.completeExceptionally(new IllegalStateException("thrown"));
            assertRunsAtHome(derived);
        });
    }

    @TestFactory
    Stream<DynamicTest> continuationsOfDerivedFutures_runAtHome() {
        return each(continuations(), method -> {
            CompletableFuture<String> fresh = new CompletableFuture<>();
            CompletionStage<?> derived = method.apply(
                    BoundFuture.follow(fresh, home).thenApply(value -> value).copy());
            fresh.complete("value");
            assertRunsAtHome(derived);
        });
    }

    @TestFactory
    Stream<DynamicTest> continuationsOfMinimalStages_runAtHome() {
        return each(continuations(), method -> {
            CompletableFuture<String> fresh = new CompletableFuture<>();
            CompletionStage<String> stage = BoundFuture.follow(fresh, home).minimalCompletionStage();
            CompletionStage<?> derived = method.apply(stage);
            fresh.complete("value");
            assertThat(ranAtHome).isEmpty();
            home.runAll();
            assertThat(ranAtHome).containsExactly(true);
            derived.toCompletableFuture().join();
        });
    }

    @TestFactory
    Stream<DynamicTest> closedHome_isNotCalledBack_andTheDerivedFutureFails() {
        return each(continuations(), method -> {
            CompletableFuture<String> fresh = new CompletableFuture<>();
            CompletableFuture<String> bound = BoundFuture.follow(fresh, home);
            CompletableFuture<?> before = method.apply(bound).toCompletableFuture();
            home.closed = true;
            fresh.complete("value");
            CompletableFuture<?> afterwards = method.apply(bound).toCompletableFuture();

            assertThat(bound.join()).isEqualTo("value");
            for (CompletableFuture<?> derived : List.of(before, afterwards)) {
                assertThatThrownBy(derived::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(RejectedExecutionException.class);
            }
            assertThat(ranAtHome).isEmpty();
        });
    }

    @TestFactory
    Stream<DynamicTest> closedHome_isNotCalledBackAfterAFailure() {
        Map<String, Function<CompletionStage<String>, CompletionStage<?>>> all = recoveries();
        all.putAll(continuations());
        return each(all, method -> {
            CompletableFuture<String> fresh = new CompletableFuture<>();
            CompletableFuture<?> derived =
                    method.apply(BoundFuture.follow(fresh, home)).toCompletableFuture();
            home.closed = true;
            fresh.completeExceptionally(new IllegalStateException("thrown"));

            assertThatThrownBy(derived::join).isInstanceOf(CompletionException.class);
            assertThat(ranAtHome).isEmpty();
        });
    }

    @Test
    @Tag("B7")
    void continuations_areGivenToTheHome_inTheOrderInWhichTheyWereAdded() {
        List<String> order = new ArrayList<>();
        CompletableFuture<String> bound = bound();
        CompletableFuture<String> derived = bound.thenApply(value -> value);
        bound.thenRun(() -> order.add("first"));
        bound.thenRunAsync(() -> order.add("second"));
        bound.thenRunAsync(() -> order.add("third"), home);
        bound.whenComplete((value, failure) -> order.add("fourth"));
        derived.thenRun(() -> order.add("derived first"));
        derived.thenRun(() -> order.add("derived second"));

        source.complete("value");
        bound.thenRun(() -> order.add("fifth"));
        home.runAll();

        assertThat(order)
                .containsExactly("first", "second", "third", "fourth", "fifth", "derived first", "derived second");
    }

    @Test
    void minimalStage_canOnlyBeContinued() {
        CompletableFuture<String> stage = (CompletableFuture<String>) bound().minimalCompletionStage();

        assertThatThrownBy(() -> stage.complete("")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> stage.cancel(true)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(stage::join).isInstanceOf(UnsupportedOperationException.class);
        CompletableFuture<String> future = stage.toCompletableFuture();
        source.complete("value");
        assertThat(future.join()).isEqualTo("value");
        assertThat(source).isNotCancelled();
    }

    @Test
    void settlingFromOutside_cancelsTheSource() {
        CompletableFuture<String> bound = bound();

        assertThat(bound.complete("mine")).isTrue();

        assertThat(source).isCancelled();
        assertThat(bound.join()).isEqualTo("mine");
    }

    @Test
    void cancelling_cancelsTheSource() {
        CompletableFuture<String> bound = bound();

        assertThat(bound.cancel(true)).isTrue();

        assertThat(bound).isCancelled();
        assertThat(source).isCancelled();
    }

    @Test
    void timeLimit_cancelsTheSource() {
        CompletableFuture<String> bound = bound().orTimeout(10, TimeUnit.MILLISECONDS);

        assertThatThrownBy(bound::join).hasCauseExactlyInstanceOf(TimeoutException.class);
        assertThat(source).isCancelled();
    }

    @Test
    void completingAsynchronously_cancelsTheSource() {
        CompletableFuture<String> bound = bound().completeAsync(() -> "mine");

        home.runAll();

        assertThat(bound.join()).isEqualTo("mine");
        assertThat(source).isCancelled();
    }

    @Test
    void theSource_settlesIt_andIsNotCancelledAfterwards() {
        CompletableFuture<String> bound = bound();

        source.complete("value");

        assertThat(bound.join()).isEqualTo("value");
        assertThat(bound.cancel(true)).isFalse();
        assertThat(bound.complete("late")).isFalse();
        assertThat(source.join()).isEqualTo("value");
    }

    @Test
    void cancelledSource_cancelsIt() {
        CompletableFuture<String> bound = bound();

        source.cancel(true);

        assertThat(bound).isCancelled();
        assertThatThrownBy(bound::join).isInstanceOf(CancellationException.class);
    }
}
