package dev.anypool.dispatch;

import dev.anypool.TaskFuture;
import dev.anypool.TaskTimeoutException;
import dev.anypool.TaskTimeoutException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A lazy stream of outcomes: keeps some tasks ahead of the consumer, on the consumer's thread. Not thread-safe, as iterators are.
 */
final class LookAhead<A extends @Nullable Object, R extends @Nullable Object> {

    /** Makes the task of an element; a settled one if it cannot be encoded. */
    interface Encoder<A extends @Nullable Object, R extends @Nullable Object> {
        PoolTask<R> encode(int element, A input);
    }

    private final StreamCall<R> call;
    private final Iterator<? extends A> inputs;
    private final Encoder<A, R> encoder;
    private final Consumer<List<PoolTask<R>>> submit;
    private final ToIntFunction<Object> sizeOf;
    private final int limit;
    private final int chunkSize;
    private final Set<PoolTask<R>> ahead = new LinkedHashSet<>();
    private boolean exhausted;
    private @Nullable Throwable sourceFailure;

    LookAhead(
            StreamCall<R> call,
            Iterator<? extends A> inputs,
            Encoder<A, R> encoder,
            Consumer<List<PoolTask<R>>> submit,
            ToIntFunction<Object> sizeOf,
            int limit,
            int chunkSize) {
        this.call = call;
        this.inputs = inputs;
        this.encoder = encoder;
        this.submit = submit;
        this.sizeOf = sizeOf;
        this.limit = limit;
        this.chunkSize = Math.min(chunkSize, limit);
    }

    Stream<TaskFuture<R>> stream() {
        Spliterator<TaskFuture<R>> spliterator =
                new Spliterators.AbstractSpliterator<>(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL) {
                    @Override
                    public boolean tryAdvance(Consumer<? super TaskFuture<R>> consumer) {
                        PoolTask<R> next = next();
                        if (next != null) {
                            consumer.accept(next);
                        }
                        return next != null;
                    }
                };
        return StreamSupport.stream(spliterator, false).onClose(this::cancel);
    }

    private @Nullable PoolTask<R> next() {
        while (!exhausted && ahead.size() + chunkSize <= limit) {
            readChunk();
        }
        if (ahead.isEmpty()) {
            throwSourceFailure();
            return null;
        }
        PoolTask<R> next = call.takeNext(ahead);
        ahead.remove(next);
        return next;
    }

    private void readChunk() {
        List<PoolTask<R>> chunk = new ArrayList<>(chunkSize);
        try {
            long bytes = 0;
            while (chunk.size() < chunkSize && bytes < MapCall.MOST_BYTES && !exhausted) {
                exhausted = isOver() || !inputs.hasNext();
                if (!exhausted) {
                    PoolTask<R> task = encoder.encode(call.nextElement(), inputs.next());
                    bytes += sizeOf.applyAsInt(task.arguments());
                    chunk.add(task);
                }
            }
        } catch (RuntimeException | Error e) {
            sourceFailure = e;
            exhausted = true;
        }
        submit(chunk);
    }

    /** Tells whether the limit for the whole call is over, and no more is to be read. */
    private boolean isOver() {
        Optional<Duration> left = call.limitLeft();
        if (left.isEmpty() || left.get().compareTo(Duration.ZERO) > 0) {
            return false;
        }
        Duration limit = call.options().callLimit().orElseThrow();
        TaskTimeoutException failure = new TaskTimeoutException(
                Kind.CALL,
                call.name(),
                limit,
                "stream " + call.name() + ": " + call.progress() + " within its call limit of " + limit.toMillis()
                        + " ms, and no more are read");
        sourceFailure = new CompletionException(failure.getMessage(), failure);
        return true;
    }

    private void submit(List<PoolTask<R>> chunk) {
        ahead.addAll(chunk);
        List<PoolTask<R>> fit = chunk.stream().filter(task -> !task.isDone()).toList();
        try {
            if (!fit.isEmpty()) {
                submit.accept(fit);
            }
        } catch (RejectedExecutionException e) { // told once what is ahead has been handed over
            ahead.removeAll(fit);
            sourceFailure = e;
            exhausted = true;
        }
    }

    private void throwSourceFailure() {
        Throwable failure = sourceFailure;
        sourceFailure = null;
        if (failure instanceof RuntimeException e) {
            throw e;
        } else if (failure instanceof Error e) {
            throw e;
        }
    }

    private void cancel() {
        exhausted = true;
        ahead.forEach(task -> task.cancel(true));
        ahead.clear();
    }
}
