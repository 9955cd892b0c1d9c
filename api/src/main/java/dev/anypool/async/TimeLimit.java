package dev.anypool.async;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A limit that strikes once, unless it is over before. It strikes on a thread of its own, where user code that blocks delays no
 * other limit; the JDK's timer thread, which all of the JVM shares, does nothing but start it.
 */
final class TimeLimit {
    private final CompletableFuture<Void> clock = new CompletableFuture<>();

    private TimeLimit() {}

    /** Starts a limit. */
    static TimeLimit start(long nanos, Runnable strike) {
        TimeLimit limit = new TimeLimit();
        limit.clock
                .orTimeout(nanos, TimeUnit.NANOSECONDS)
                .exceptionallyAsync(
                        timeout -> {
                            strike.run();
                            return null;
                        },
                        TimeLimit::startThread);
        return limit;
    }

    private static void startThread(Runnable body) {
        Thread thread = new Thread(body, "time-limit");
        thread.setDaemon(true);
        thread.start();
    }

    /** Keeps the limit from striking, and lets go of what it would strike. */
    void over() {
        clock.complete(null);
    }

    /** Returns the nanoseconds of a limit, or the most that can be counted. */
    static long nanos(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("a time limit must not be negative, but it is " + limit);
        }
        return limit.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0 ? Long.MAX_VALUE / 2 : limit.toNanos();
    }
}
