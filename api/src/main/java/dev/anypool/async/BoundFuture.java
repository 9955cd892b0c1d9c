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
 * <p>OVERVIEW. The future itself may be completed by any thread. Each continuation is given to the home when it is its turn, also if the
 * future is done when it is added. If the home refuses, by whatever exception, the JDK fails the derived future with that exception:
 * nothing is called, nothing is lost, and who waits for the derived future is told.
 *
 * <p>One whose home is an {@link EventLoop} does not let that loop's thread wait for it.
 */
class BoundFuture<T extends @Nullable Object> extends StoppingFuture<T> {
    private final Executor home;

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

    // ---- continuations ----

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return thenApplyAsync(function, home);
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
        return thenAcceptAsync(action, home);
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return thenRunAsync(action, home);
    }

    @Override
    public <U extends @Nullable Object, V extends @Nullable Object> CompletableFuture<V> thenCombine(
            CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> function) {
        return thenCombineAsync(other, function, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBothAsync(other, action, home);
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return applyToEitherAsync(other, function, home);
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEitherAsync(other, action, home);
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return thenComposeAsync(function, home);
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        return whenCompleteAsync(action, home);
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handle(
            BiFunction<? super T, Throwable, ? extends U> function) {
        return handleAsync(function, home);
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return exceptionallyAsync(function, home);
    }

    @Override
    public CompletableFuture<T> exceptionallyCompose(Function<Throwable, ? extends CompletionStage<T>> function) {
        return exceptionallyComposeAsync(function, home);
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
