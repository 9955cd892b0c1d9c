package dev.anypool.demo.async;

import dev.anypool.async.EventLoop;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Ticks on an event loop, and notices how late it is. Used by the loop's thread only, and so without a lock. */
final class Ticker {
    private final EventLoop loop;
    private final Duration interval;
    private CompletableFuture<Void> next = CompletableFuture.completedFuture(null);
    private long last;
    private long largestGap;
    private int ticks;

    Ticker(EventLoop loop, Duration interval) {
        this.loop = loop;
        this.interval = interval;
    }

    void start() {
        last = System.nanoTime();
        await();
    }

    private void await() {
        next = loop.delay(interval).thenRun(this::tick);
    }

    private void tick() {
        lookAtTheClock();
        ticks++;
        await();
    }

    private void lookAtTheClock() {
        long now = System.nanoTime();
        largestGap = Math.max(largestGap, now - last);
        last = now;
    }

    /** Ticks no more; the time since the last tick counts as a gap, too. */
    void stop() {
        lookAtTheClock();
        next.cancel(true);
    }

    int ticks() {
        return ticks;
    }

    long largestGapNanos() {
        return largestGap;
    }
}
