package dev.anypool;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A {@link CompletableFuture} whose continuations begin in the order in which they were added.
 *
 * <p>OVERVIEW. A {@code CompletableFuture} keeps what depends on it on a stack of its own, runs it last-in first-out on the
 * thread that completes it, and cannot be told otherwise. So nothing is put there: each method that adds a continuation adds it to
 * a <i>relay</i>, a plain future that stands in a line while this one is open. Once this future is complete the relays are
 * completed with its outcome, first-in first-out, on the thread that completed it or, by {@link #passOn}, on others.
 *
 * <p>What the JDK itself puts on the stack stays there: threads that wait in {@code get} and {@code join}, {@code allOf},
 * {@code anyOf}, and futures of other kinds that were combined with this one. The stack is served before the line; so that one
 * that blocks there does not hold up the line, the line is passed on first if both have something.
 *
 * <p>Adding and completing race as follows. A relay is put into the line before its adder looks whether this future is done, and this
 * future is done before its completer looks for a line: one of the two sees the other, and the line gives each relay away
 * once.
 */
abstract class OrderedFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /** What waits for this future; null until something does. Set once, under this future's monitor. */
    private volatile @Nullable Line<CompletableFuture<T>> line;

    OrderedFuture() {}

    /**
     * Has futures that waited for this one completed in their order on other threads, where a continuation that blocks holds up none
     * of its siblings. Called by the thread that completes this future; not if there is one and it may be completed right there.
     *
     * @param waiting the futures, now the callee's own; at least one
     * @param completion completes one of them and so runs its continuations, which may take for ever
     * @return {@code false}, as here, to have them completed in their order on the calling thread
     */
    protected boolean passOn(Queue<CompletableFuture<T>> waiting, Consumer<CompletableFuture<T>> completion) {
        return false;
    }

    // ---- adding ----

    /** Adds a continuation to a relay that stands in the line, or that is complete if this future is. */
    private <S> S add(Function<CompletableFuture<T>, S> continuation) {
        CompletableFuture<T> relay = new CompletableFuture<>();
        if (isDone()) {
            relayTo(relay);
            return continuation.apply(relay);
        }
        S added = continuation.apply(relay); // first, since it may refuse
        Line<CompletableFuture<T>> line = line();
        if (!line.add(relay) || (isDone() && line.takeBack(relay))) {
            relayTo(relay);
        }
        return added;
    }

    /** Adds a continuation of two futures, to relays of both if the other has them as well. */
    private <U extends @Nullable Object, S> S add(
            CompletionStage<U> other, BiFunction<CompletableFuture<T>, CompletionStage<U>, S> continuation) {
        if (other instanceof OrderedFuture<U> ordered) {
            return ordered.add(second -> add(relay -> continuation.apply(relay, second)));
        }
        return add(relay -> continuation.apply(relay, other));
    }

    private Line<CompletableFuture<T>> line() {
        Line<CompletableFuture<T>> found = line;
        if (found == null) {
            synchronized (this) {
                found = line;
                if (found == null) {
                    found = new Line<>();
                    line = found;
                }
            }
        }
        return found;
    }

    // ---- completing ----

    /** Completes a relay with the outcome of this future, which is done. */
    private void relayTo(CompletableFuture<T> relay) {
        super.whenComplete((value, failure) -> {
            if (failure == null) {
                relay.complete(value);
            } else {
                relay.completeExceptionally(failure);
            }
        });
    }

    /** Called just before this future is completed. */
    private void beforeCompletion() {
        if (line != null && !isDone() && super.getNumberOfDependents() > 0) {
            passOn(new ArrayDeque<>(List.of(this)), self -> releaseOnceDone());
        }
    }

    private void releaseOnceDone() {
        if (isDone()) {
            release();
        } else {
            super.whenComplete((value, failure) -> release()); // the last on the stack, and so the first to be served
        }
    }

    /** Called by the thread that has completed this future; returns {@code true}. */
    private boolean release() {
        Line<CompletableFuture<T>> line = this.line;
        if (line != null) {
            Queue<CompletableFuture<T>> waiting = line.close();
            if (waiting.size() < 2 || !passOn(waiting, this::relayTo)) {
                waiting.forEach(this::relayTo);
            }
        }
        return true;
    }

    @Override
    public boolean complete(T value) {
        beforeCompletion();
        return super.complete(value) && release();
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        return fail(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return (!isDone() && fail(new CancellationException())) || isCancelled();
    }

    /** As {@link #completeExceptionally}, past what a subclass makes of it. */
    private boolean fail(Throwable failure) {
        beforeCompletion();
        return super.completeExceptionally(failure) && release();
    }

    @Override
    public void obtrudeValue(T value) {
        beforeCompletion();
        boolean completed = super.complete(value);
        super.obtrudeValue(value);
        if (completed) {
            release();
        }
    }

    @Override
    public void obtrudeException(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        beforeCompletion();
        boolean completed = super.completeExceptionally(failure);
        super.obtrudeException(failure);
        if (completed) {
            release();
        }
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        executor.execute(() -> {
            if (!isDone()) {
                try {
                    complete(supplier.get());
                } catch (Throwable failure) {
                    completeExceptionally(
                            failure instanceof CompletionException ? failure : new CompletionException(failure));
                }
            }
        });
        return this;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }

    /** Counts what waits for this future, in the line and on the JDK's stack. */
    @Override
    public int getNumberOfDependents() {
        Line<CompletableFuture<T>> line = this.line;
        return super.getNumberOfDependents() + (line == null ? 0 : line.size());
    }

    // ---- continuations ----

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return add(relay -> relay.thenApply(function));
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
        return add(relay -> relay.thenAccept(action));
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
        return add(relay -> relay.thenRun(action));
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
        return add(other, (relay, second) -> relay.thenCombine(second, function));
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
        return add(other, (relay, second) -> relay.thenCombineAsync(second, function, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBoth(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return add(other, (relay, second) -> relay.thenAcceptBoth(second, action));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
        return thenAcceptBothAsync(other, action, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<Void> thenAcceptBothAsync(
            CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action, Executor executor) {
        return add(other, (relay, second) -> relay.thenAcceptBothAsync(second, action, executor));
    }

    @Override
    public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
        return add(other, (relay, second) -> relay.runAfterBoth(second, action));
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action) {
        return runAfterBothAsync(other, action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> runAfterBothAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return add(other, (relay, second) -> relay.runAfterBothAsync(second, action, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEither(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return add(other, (relay, second) -> relay.applyToEither(second, function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function) {
        return applyToEitherAsync(other, function, defaultExecutor());
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> applyToEitherAsync(
            CompletionStage<? extends T> other, Function<? super T, U> function, Executor executor) {
        return add(other, (relay, second) -> relay.applyToEitherAsync(second, function, executor));
    }

    @Override
    public CompletableFuture<Void> acceptEither(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return add(other, (relay, second) -> relay.acceptEither(second, action));
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(CompletionStage<? extends T> other, Consumer<? super T> action) {
        return acceptEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> acceptEitherAsync(
            CompletionStage<? extends T> other, Consumer<? super T> action, Executor executor) {
        return add(other, (relay, second) -> relay.acceptEitherAsync(second, action, executor));
    }

    @Override
    public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
        return add(other, (relay, second) -> relay.runAfterEither(second, action));
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action) {
        return runAfterEitherAsync(other, action, defaultExecutor());
    }

    @Override
    public CompletableFuture<Void> runAfterEitherAsync(CompletionStage<?> other, Runnable action, Executor executor) {
        return add(other, (relay, second) -> relay.runAfterEitherAsync(second, action, executor));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return add(relay -> relay.thenCompose(function));
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
        return add(relay -> relay.whenComplete(action));
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
        return add(relay -> relay.handle(function));
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
        return add(relay -> relay.exceptionally(function));
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
        return add(relay -> relay.exceptionallyCompose(function));
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
    public CompletableFuture<T> copy() {
        return add(CompletableFuture::copy);
    }

    @Override
    public CompletionStage<T> minimalCompletionStage() {
        return add(CompletableFuture::minimalCompletionStage);
    }
}
