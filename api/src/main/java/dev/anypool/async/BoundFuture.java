package dev.anypool.async;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future whose continuations run on an executor, its <i>home</i>: those of the methods with {@code Async} and those without, and those of
 * all futures that are derived from it.
 *
 * <p>OVERVIEW. The future itself may be completed by any thread. Each continuation is given to the home, also if the future is done when
 * it is added, and in the order in which they were added. A {@code CompletableFuture} would serve them last-in first-out, so each is added to a future
 * of its own, its <i>turn</i>; the turns are completed one after the other. That waits for nobody, since the home runs what it is given later. If the home refuses, by whatever exception, the JDK fails the derived future with that exception:
 * nothing is called, nothing is lost, and who waits for the derived future is told.
 *
 * <p>One whose home is an {@link EventLoop} does not let that loop's thread wait for it.
 */
class BoundFuture<T extends @Nullable Object> extends StoppingFuture<T> {
    private final Executor home;

    private final Turns<Turn<T>> turns = new Turns<>();

    BoundFuture(Executor home, Work work) {
        super(work);
        this.home = home;
    }

    /** Brings a future home: one that is settled as the other is, and cancels the other when it is settled from outside. */
    static <T extends @Nullable Object> BoundFuture<T> follow(CompletableFuture<T> source, Executor home) {
        BoundFuture<T> bound = new BoundFuture<>(home, source::cancel);
        source.whenComplete((value, failure) -> {
            if (failure == null) {
                bound.succeed(value);
            } else {
                bound.fail(failure);
            }
        });
        return bound;
    }

    final Executor home() {
        return home;
    }

    /** Has another future settled as this one is, on the same thread; a failure is wrapped, as in every derived future. */
    final void relayTo(BoundFuture<T> derived) {
        relay((value, failure) -> {
            if (failure == null) {
                derived.succeed(value);
            } else {
                derived.fail(failure instanceof CompletionException ? failure : new CompletionException(failure));
            }
        });
    }

    private void relay(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        super.whenComplete(action);
    }

    @Override
    public Executor defaultExecutor() {
        return home;
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new BoundFuture<>(home, NOTHING);
    }

    // ---- waiting ----

    private void refuseToBlockTheLoop() {
        if (home instanceof EventLoop loop && !super.isDone()) {
            loop.refuseToWait("wait for one of its own futures that is not done; continue it with thenApply or"
                    + " whenComplete instead");
        }
    }

    @Override
    public T join() {
        refuseToBlockTheLoop();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseToBlockTheLoop();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseToBlockTheLoop();
        return super.get(timeout, unit);
    }

    // ---- turns ----

    /** What a continuation is added to: completed as this future is, when its turn has come. */
    private static final class Turn<T extends @Nullable Object> extends CompletableFuture<T> {
        private final Executor home;

        private Turn(Executor home) {
            this.home = home;
        }

        @Override
        public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
            return new BoundFuture<>(home, NOTHING);
        }
    }

    private <S> S add(Function<CompletableFuture<T>, S> continuation) {
        Turn<T> turn = new Turn<>(home);
        S added = continuation.apply(turn); // first, since it may refuse
        switch (turns.add(turn)) {
            case NONE -> relay((value, failure) -> release());
            case WAITING -> {}
            case OVER -> settle(turn);
        }
        return added;
    }

    /** Called once, when this future is done. */
    private void release() {
        for (Turn<T> next = turns.next(); next != null; next = turns.next()) {
            settle(next);
        }
    }

    private void settle(Turn<T> turn) {
        relay((value, failure) -> {
            if (failure == null) {
                turn.complete(value);
            } else {
                turn.completeExceptionally(failure);
            }
        });
    }

    // ---- continuations ----

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return thenApplyAsync(function, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(Function<? super T, ? extends U> function) {
        return thenApplyAsync(function, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApplyAsync(
            Function<? super T, ? extends U> function, Executor executor) {
        return add(relay -> relay.thenApplyAsync(function, executor));
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
        return thenAcceptAsync(action, home);
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action) {
        return thenAcceptAsync(action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> thenAcceptAsync(Consumer<? super T> action, Executor executor) {
        return add(relay -> relay.thenAcceptAsync(action, executor));
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return thenRunAsync(action, home);
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action) {
        return thenRunAsync(action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> thenRunAsync(Runnable action, Executor executor) {
        return add(relay -> relay.thenRunAsync(action, executor));
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return thenCombineAsync(other, function, home);
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return thenCombineAsync(other, function, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombineAsync(
            CompletionStage<? extends U> other,
            BiFunction<? super T, ? super U, ? extends V> function,
            Executor executor) {
        return add(relay -> relay.thenCombineAsync(other, function, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBothAsync(other, action, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBothAsync(other, action, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        return add(relay -> relay.thenAcceptBothAsync(other, action, executor));
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, home);
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return add(relay -> relay.runAfterBothAsync(other, action, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return applyToEitherAsync(other, function, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return applyToEitherAsync(other, function, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function, Executor executor) {
        return add(relay -> relay.applyToEitherAsync(other, function, executor));
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEitherAsync(other, action, home);
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        return add(relay -> relay.acceptEitherAsync(other, action, executor));
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, home);
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return add(relay -> relay.runAfterEitherAsync(other, action, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return thenComposeAsync(function, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return thenComposeAsync(function, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenComposeAsync(
            Function<? super T, ? extends CompletionStage<U>> function, Executor executor) {
        return add(relay -> relay.thenComposeAsync(function, executor));
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        return whenCompleteAsync(action, home);
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        return whenCompleteAsync(action, defaultExecutor());
    }

    @Override
    public CompletableFuture<T> whenCompleteAsync(
            BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action, Executor executor) {
        return add(relay -> relay.whenCompleteAsync(action, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handle(
            BiFunction<? super T, Throwable, ? extends U> function) {
        return handleAsync(function, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> function) {
        return handleAsync(function, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handleAsync(
            BiFunction<? super T, Throwable, ? extends U> function, Executor executor) {
        return add(relay -> relay.handleAsync(function, executor));
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return exceptionallyAsync(function, home);
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function) {
        return exceptionallyAsync(function, defaultExecutor());
    }

    @Override
    public CompletableFuture<T> exceptionallyAsync(Function<Throwable, ? extends T> function, Executor executor) {
        return add(relay -> relay.exceptionallyAsync(function, executor));
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> function) {
        return exceptionallyComposeAsync(function, home);
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(Function<Throwable, ? extends CompletionStage<T>> function) {
        return exceptionallyComposeAsync(function, defaultExecutor());
    }

    @Override
    public CompletableFuture<T> exceptionallyComposeAsync(
            Function<Throwable, ? extends CompletionStage<T>> function, Executor executor) {
        return add(relay -> relay.exceptionallyComposeAsync(function, executor));
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        BoundStage<T> stage = new BoundStage<>(home);
        relayTo(stage);
        return stage;
    }

    @Override
    public String toString() {
        return super.toString() + " on " + Objects.toString(home);
    }
}
