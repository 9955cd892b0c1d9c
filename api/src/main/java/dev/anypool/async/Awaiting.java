package dev.anypool.async;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits for some of several futures, and tells which are done then. It never settles one of them. */
final class Awaiting<T extends @Nullable Object> {
    private static final long UNLIMITED = -1;

    private final Until until;
    private final Set<CompletableFuture<T>> futures;
    private final AtomicInteger open;
    private final Watch watch = new Watch();
    private final StoppingFuture<Awaited<T>> result = new StoppingFuture<>(interrupt -> watch.end());

    private Awaiting(Until until, Collection<CompletableFuture<T>> futures) {
        this.until = until;
        this.futures = new LinkedHashSet<>(futures);
        this.open = new AtomicInteger(this.futures.size());
    }

    static <T extends @Nullable Object> CompletableFuture<Awaited<T>> begin(
            Until until, Collection<CompletableFuture<T>> futures, @Nullable Duration limit) {
        long nanos = limit == null ? UNLIMITED : TimeLimit.nanos(limit);
        Awaiting<T> awaiting = new Awaiting<>(until, futures);
        awaiting.watch();
        if (nanos == 0) {
            awaiting.end();
        } else if (nanos != UNLIMITED) {
            awaiting.result.limit(nanos, awaiting::end);
        }
        return awaiting.result;
    }

    private void watch() {
        if (futures.isEmpty()) {
            end();
        }
        futures.forEach(future -> watch.add(future, () -> settled(future)));
    }

    private void settled(CompletableFuture<T> future) {
        if (open.decrementAndGet() == 0 || until.isMetBy(future)) {
            end();
        }
    }

    private void end() {
        watch.end();
        result.succeed(Awaited.of(futures));
    }
}
