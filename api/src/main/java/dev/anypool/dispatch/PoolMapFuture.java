package dev.anypool.dispatch;

import dev.anypool.MapFuture;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The future of a {@link MapCall}: counts its elements down and tells their results or the failure. */
final class PoolMapFuture<R extends @Nullable Object> extends MapFuture<R> {
    private final Object lock = new Object();
    private final Dispatcher dispatcher;
    private final Settler settler;
    private final boolean failFast;

    /** The elements as they settle; {@code null} if streams keep the order of the input. */
    private final @Nullable Arrivals<PoolTask<R>> arrivals;

    /** The elements in input order; empty until all have come in. Guarded by the lock. */
    private List<PoolTask<R>> elements = List.of();

    /** Whether all elements have come in. Guarded by the lock. */
    private boolean complete;

    /** How many elements have settled. Guarded by the lock. */
    private int settled;

    /** How many of them have a result. Guarded by the lock. */
    private int done;

    /** The first element in time to fail. Guarded by the lock. */
    private @Nullable PoolTask<R> firstFailed;

    /** Whether it is known how this future ends, by its elements or from outside. Guarded by the lock. */
    private boolean decided;

    private volatile int failedIndex = -1;

    PoolMapFuture(Dispatcher dispatcher, TaskOptions options) {
        this.dispatcher = dispatcher;
        this.settler = dispatcher.settler();
        this.failFast = options.failFast();
        this.arrivals = options.ordered() ? null : new Arrivals<>();
    }

    /** Notes how an element ends, just before its future is completed; called once for each, on any thread. */
    void elementSettled(PoolTask<R> element, TaskState state) {
        synchronized (lock) {
            settled++;
            done += state == TaskState.DONE ? 1 : 0;
            if (firstFailed == null && state != TaskState.DONE) {
                firstFailed = element;
            }
        }
        if (arrivals != null) {
            arrivals.add(element);
        }
        advance();
    }

    /** Returns how many elements have a result. */
    int done() {
        synchronized (lock) {
            return done;
        }
    }

    /** Notes that all elements have come in. */
    void allIn(List<PoolTask<R>> all) {
        boolean over;
        synchronized (lock) {
            elements = all;
            complete = true;
            over = decided;
        }
        if (over) { // settled from outside while they came in
            all.forEach(element -> element.cancelSoon(settler));
        }
        advance();
    }

    /** Settles this future as soon as it is known how. */
    private void advance() {
        Runnable completion;
        boolean stopOthers;
        synchronized (lock) {
            PoolTask<R> failed = firstFailed;
            boolean all = settled == elements.size();
            stopOthers = failed != null && failFast;
            if (decided || !complete || !(all || stopOthers)) {
                return;
            }
            decided = true;
            completion = failed == null
                    ? this::succeed
                    : failFast ? () -> fail(failed.element(), false) : () -> fail(firstFailedInOrder(), true);
        }
        if (futures().isEmpty()) {
            completion.run();
        } else {
            settler.settle(this, completion);
        }
        if (stopOthers) {
            elements().forEach(element -> element.cancelSoon(settler));
        }
    }

    private List<PoolTask<R>> elements() {
        synchronized (lock) {
            return elements;
        }
    }

    private void succeed() {
        List<R> results = new ArrayList<>(elements().size());
        for (PoolTask<R> element : elements()) {
            element.awaitSettled(); // it is told just before it is settled
            results.add(element.join());
        }
        super.complete(Collections.unmodifiableList(results));
    }

    private int firstFailedInOrder() {
        int first = elements().size();
        for (int index = elements().size() - 1; index >= 0; index--) {
            elements().get(index).awaitSettled();
            first = elements().get(index).isCompletedExceptionally() ? index : first;
        }
        return first;
    }

    private void fail(int index, boolean withOthers) {
        Throwable cause = causeOf(futures().get(index));
        CompletionException failure =
                new CompletionException("element " + index + " of " + futures().size() + " failed: " + cause, cause);
        if (withOthers) {
            for (int other = index + 1; other < futures().size(); other++) {
                if (futures().get(other).isCompletedExceptionally()) {
                    failure.addSuppressed(causeOf(futures().get(other)));
                }
            }
        }
        if (!isDone()) {
            failedIndex = index;
        }
        super.completeExceptionally(failure);
    }

    private static Throwable causeOf(CompletableFuture<?> failed) {
        return failed.handle((value, failure) -> failure).join();
    }

    @Override
    public List<TaskFuture<R>> futures() {
        return Collections.unmodifiableList(elements());
    }

    @Override
    public Stream<R> stream() {
        Arrivals<PoolTask<R>> asCompleted = arrivals;
        Stream<? extends TaskFuture<R>> all = asCompleted == null
                ? futures().stream()
                : IntStream.range(0, futures().size()).mapToObj(asCompleted::await);
        return all.map(ElementFailures::join);
    }

    @Override
    public OptionalInt failedIndex() {
        return failedIndex < 0 ? OptionalInt.empty() : OptionalInt.of(failedIndex);
    }

    /** As in {@link CompletableFuture#get()}, with the message and the suppressed failures that {@code join} would tell. */
    @Override
    public List<R> get() throws InterruptedException, ExecutionException {
        try {
            return super.get();
        } catch (ExecutionException e) {
            throw explained(e);
        }
    }

    @Override
    public List<R> get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return super.get(timeout, unit);
        } catch (ExecutionException e) {
            throw explained(e);
        }
    }

    private ExecutionException explained(ExecutionException plain) {
        try {
            join();
        } catch (CompletionException e) {
            ExecutionException explained = new ExecutionException(e.getMessage(), plain.getCause());
            for (Throwable other : e.getSuppressed()) {
                explained.addSuppressed(other);
            }
            return explained;
        } catch (CancellationException e) {
            plain.addSuppressed(e); // obtruded meanwhile
        }
        return plain;
    }

    /** Stops the elements before this future is completed, since its continuations may take for ever. */
    private void stopElements(boolean interrupt) {
        if (!isDone() && decide()) {
            List<PoolTask<R>> stopped = elements().stream()
                    .filter(element -> element.beginCancel(interrupt))
                    .toList();
            stopped.forEach(element -> element.finishCancel(settler));
        }
    }

    /** Returns whether it was open until now how this future ends. */
    private boolean decide() {
        synchronized (lock) {
            boolean open = !decided;
            decided = true;
            return open;
        }
    }

    @Override
    public boolean complete(List<R> value) {
        stopElements(true);
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        stopElements(true);
        return super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        stopElements(mayInterruptIfRunning);
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public void obtrudeValue(List<R> value) {
        stopElements(true);
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        stopElements(true);
        super.obtrudeException(failure);
    }

    @Override
    protected boolean passOn(
            Queue<CompletableFuture<List<R>>> waiting, Consumer<CompletableFuture<List<R>>> completion) {
        return settler.passOn(waiting, completion);
    }

    @Override
    public CompletableFuture<List<R>> orTimeout(long timeout, TimeUnit unit) {
        dispatcher.settleLater(
                this, Duration.ofNanos(unit.toNanos(timeout)), () -> completeExceptionally(new TimeoutException()));
        return this;
    }

    @Override
    public CompletableFuture<List<R>> completeOnTimeout(List<R> value, long timeout, TimeUnit unit) {
        dispatcher.settleLater(this, Duration.ofNanos(unit.toNanos(timeout)), () -> complete(value));
        return this;
    }

    @Override
    public String toString() {
        synchronized (lock) {
            return "map[" + settled + " of " + elements.size() + " settled]";
        }
    }
}
