package dev.anypool.async;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Several futures as one: counts them down, and tells their results, their outcomes or the first failure. */
final class Gathering<T extends @Nullable Object, R> {
    private final List<CompletableFuture<T>> parts;
    private final boolean failFirst;
    private final Supplier<R> result;
    private final Set<CompletableFuture<T>> distinct;
    private final AtomicInteger open;
    private final Watch watch = new Watch();
    private final StoppingFuture<R> whole = new StoppingFuture<>(this::stop);

    private Gathering(List<CompletableFuture<T>> parts, boolean failFirst, Supplier<R> result) {
        this.parts = parts;
        this.failFirst = failFirst;
        this.result = result;
        this.distinct = new LinkedHashSet<>(parts);
        this.open = new AtomicInteger(distinct.size());
    }

    /** Gathers results, or the first failure. */
    static <T extends @Nullable Object> CompletableFuture<List<T>> ofResults(List<CompletableFuture<T>> parts) {
        return new Gathering<>(parts, true, () -> results(parts)).begin();
    }

    /** Gathers outcomes. */
    static <T extends @Nullable Object> CompletableFuture<List<CompletableFuture<T>>> ofOutcomes(
            List<CompletableFuture<T>> parts) {
        return new Gathering<>(parts, false, () -> parts).begin();
    }

    private static <T extends @Nullable Object> List<T> results(List<CompletableFuture<T>> parts) {
        List<T> results = new ArrayList<>(parts.size());
        parts.forEach(part -> results.add(part.join()));
        return Collections.unmodifiableList(results);
    }

    private CompletableFuture<R> begin() {
        if (distinct.isEmpty()) {
            whole.succeed(result.get());
        }
        distinct.forEach(part -> watch.add(part, () -> settled(part)));
        return whole;
    }

    private void settled(CompletableFuture<T> part) {
        if (failFirst && part.isCompletedExceptionally()) {
            watch.end();
            Throwable cause = causeOf(part);
            whole.fail(new CompletionException(
                    "future " + parts.indexOf(part) + " of " + parts.size() + " failed: " + cause, cause));
        } else if (open.decrementAndGet() == 0) {
            whole.succeed(result.get());
        }
    }

    /** Returns why a future failed. */
    private static Throwable causeOf(CompletableFuture<?> failed) {
        try {
            return new IllegalStateException("expected a failure, but the result is " + failed.join());
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        } catch (CancellationException e) {
            return e; // of that part, and not of the whole
        }
    }

    private void stop(boolean interrupt) {
        watch.end();
        distinct.forEach(part -> part.cancel(interrupt));
    }
}
