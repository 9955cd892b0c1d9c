package dev.anypool.async;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Hands over futures as they are settled. Used by one thread; the futures are settled by others. */
final class InOrderOfCompletion<T extends @Nullable Object> implements Iterator<CompletableFuture<T>> {
    private final BlockingQueue<CompletableFuture<T>> settled = new LinkedBlockingQueue<>();
    private final Watch watch = new Watch();
    private final long began = System.nanoTime();
    private final @Nullable Duration limit;
    private final long limitNanos;
    private final int count;
    private int left;

    InOrderOfCompletion(Collection<CompletableFuture<T>> futures, @Nullable Duration limit) {
        this.limit = limit;
        this.limitNanos = limit == null ? 0 : TimeLimit.nanos(limit);
        List<CompletableFuture<T>> open = new ArrayList<>();
        for (CompletableFuture<T> future : new LinkedHashSet<>(futures)) {
            (future.isDone() ? settled : open).add(future);
        }
        this.count = settled.size() + open.size();
        this.left = count;
        open.forEach(future -> watch.add(future, () -> settled.add(future)));
    }

    Stream<CompletableFuture<T>> stream() {
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(
                                this, Spliterator.ORDERED | Spliterator.DISTINCT | Spliterator.NONNULL),
                        false)
                .onClose(this::close);
    }

    private void close() {
        watch.end();
        left = 0;
    }

    @Override
    public boolean hasNext() {
        return left > 0;
    }

    @Override
    public CompletableFuture<T> next() {
        if (left == 0) {
            throw new NoSuchElementException("all " + count + " futures have been handed over");
        }
        CompletableFuture<T> next = settled.poll();
        if (next == null) {
            EventLoop.refuseToWaitOnAnyLoop("wait in a stream of Async.asCompleted; use whenComplete or Async.await");
            next = await();
        }
        left--;
        return next;
    }

    /** Waits for the next one; an interrupt does not cut that short, and is left to the thread. */
    private CompletableFuture<T> await() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    if (limit == null) {
                        return settled.take();
                    }
                    long nanosLeft = limitNanos - (System.nanoTime() - began);
                    CompletableFuture<T> next = settled.poll(nanosLeft, TimeUnit.NANOSECONDS);
                    if (next == null) {
                        throw new CompletionException(new TimeoutException((count - left) + " of " + count
                                + " futures were settled within the limit of " + limit.toMillis() + " ms"));
                    }
                    return next;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
