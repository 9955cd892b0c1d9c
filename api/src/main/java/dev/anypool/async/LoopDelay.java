package dev.anypool.async;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A future that an event loop completes at a time. */
final class LoopDelay implements Runnable, Comparable<LoopDelay> {
    private final BoundFuture<@Nullable Void> future;

    /** When it is due, by {@link System#nanoTime}. */
    private final long due;

    /** Tells apart what is due at the same time; guarded by the agenda's lock. */
    private long number;

    LoopDelay(EventLoop loop, Agenda agenda, long nanos) {
        this.future = new BoundFuture<>(loop, interrupt -> agenda.remove(this));
        this.due = System.nanoTime() + nanos;
    }

    CompletableFuture<@Nullable Void> future() {
        return future;
    }

    /** Sets its place among those that are due at the same time. */
    void number(long place) {
        number = place;
    }

    long nanosLeft(long now) {
        return due - now;
    }

    @Override
    public int compareTo(LoopDelay other) {
        int order = Long.signum(due - other.due);
        return order != 0 ? order : Long.compare(number, other.number);
    }

    @Override
    public void run() {
        future.succeed(null);
    }

    /** Has it never come to its turn. */
    void drop() {
        future.cancel(false);
    }
}
