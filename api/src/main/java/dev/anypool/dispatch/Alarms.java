package dev.anypool.dispatch;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Calls the pool back when a limit or a grace has run out. Its one thread starts with the first alarm. */
final class Alarms {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final long END_MILLIS = 1_000;

    private final ScheduledThreadPoolExecutor timer;
    private volatile @Nullable Thread thread;

    Alarms(String name) {
        timer = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread started = new Thread(runnable, name + "-alarms");
            started.setDaemon(true);
            thread = started;
            return started;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Has something short called after a time, unless the pool has ended by then; cancelling the future takes it back. */
    Future<?> set(Duration after, Runnable call) {
        try {
            return timer.schedule(() -> strike(call), saturatedNanos(after), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedFuture(null); // the pool has ended: nothing is left to be struck
        }
    }

    private static void strike(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) { // nobody asks the alarm's future
            LOGGER.log(Level.ERROR, "what a limit or a grace was to bring about has failed", e);
        }
    }

    void close() {
        timer.shutdownNow();
        Thread last = thread;
        if (last != null) {
            Uninterruptibly.join(last, END_MILLIS);
        }
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }
}
