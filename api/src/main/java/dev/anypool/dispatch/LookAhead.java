package dev.anypool.dispatch;

import dev.anypool.TaskFuture;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
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

    private final Iterator<? extends A> inputs;
    private final Encoder<A, R> encoder;
    private final Consumer<List<PoolTask<R>>> submit;
    private final ToIntFunction<Object> sizeOf;
    private final int limit;
    private final int chunkSize;
    private final Deque<PoolTask<R>> ahead = new ArrayDeque<>();
    private int read;
    private boolean exhausted;
    private @Nullable Throwable sourceFailure;

    LookAhead(
            Iterator<? extends A> inputs,
            Encoder<A, R> encoder,
            Consumer<List<PoolTask<R>>> submit,
            ToIntFunction<Object> sizeOf,
            int limit,
            int chunkSize) {
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
        PoolTask<R> first = ahead.poll();
        if (first == null) {
            throwSourceFailure();
            return null;
        }
        first.awaitSettled();
        return first;
    }

    private void readChunk() {
        List<PoolTask<R>> chunk = new ArrayList<>(chunkSize);
        try {
            long bytes = 0;
            while (chunk.size() < chunkSize && bytes < MapCall.MOST_BYTES && !exhausted) {
                exhausted = !inputs.hasNext();
                if (!exhausted) {
                    PoolTask<R> task = encoder.encode(read++, inputs.next());
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

    private void submit(List<PoolTask<R>> chunk) {
        List<PoolTask<R>> fit = chunk.stream().filter(task -> !task.isDone()).toList();
        try {
            if (!fit.isEmpty()) {
                submit.accept(fit);
            }
            ahead.addAll(chunk);
        } catch (RejectedExecutionException e) { // told once what is ahead has been handed over
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
