package dev.anypool.async;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future that stops what it stands for when it is settled from outside, as a task's future does.
 *
 * <p>What it stands for settles it by {@link #succeed} and {@link #fail}; every other way comes from outside. The work is stopped
 * before the future is completed, since continuations may take for ever.
 */
class StoppingFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    /** What a future stands for. */
    interface Work {
        /** Stops it, if it has not ended yet. */
        void stop(boolean interrupt);
    }

    /** For futures that stand for nothing. */
    static final Work NOTHING = interrupt -> {};

    private static final VarHandle DECIDED;

    static {
        try {
            DECIDED = MethodHandles.lookup().findVarHandle(StoppingFuture.class, "decided", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Work work;

    /** Whether the work has ended, or was stopped from outside; swapped once, through {@code DECIDED}. */
    private volatile boolean decided;

    StoppingFuture(Work work) {
        this.work = work;
    }

    private boolean decide() {
        return DECIDED.compareAndSet(this, false, true);
    }

    /** Completes the future with the result of the work. */
    final void succeed(T value) {
        if (decide()) {
            super.complete(value);
        }
    }

    /** Completes the future with the failure of the work. */
    final void fail(Throwable failure) {
        if (decide()) {
            super.completeExceptionally(failure);
        }
    }

    private void stop(boolean interrupt) {
        if (!decided && decide()) {
            work.stop(interrupt);
        }
    }

    @Override
    public boolean complete(T value) {
        stop(true);
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        stop(true);
        return super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        stop(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public void obtrudeValue(T value) {
        stop(true);
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        stop(true);
        super.obtrudeException(failure);
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
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        limit(unit.toNanos(timeout), () -> completeExceptionally(new TimeoutException()));
        return this;
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        limit(unit.toNanos(timeout), () -> complete(value));
        return this;
    }

    /** Has something done after a time, on a thread of its own, unless this future is completed first. */
    final void limit(long nanos, Runnable strike) {
        if (!isDone()) {
            TimeLimit limit = TimeLimit.start(nanos, strike);
            super.whenComplete((value, failure) -> limit.over());
        }
    }
}
