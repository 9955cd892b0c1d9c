package dev.anypool.dispatch;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls the pool back when a limit or a grace has run out. Its one thread starts with the first alarm. */
final class Alarms {
    private final ScheduledThreadPoolExecutor timer;

    Alarms(String name) {
        timer = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread thread = new Thread(runnable, name + "-alarms");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Has something short called after a time; cancelling the future takes it back. */
    Future<?> set(Duration after, Runnable call) {
        return timer.schedule(call, saturatedNanos(after), TimeUnit.NANOSECONDS);
    }

    void close() throws InterruptedException {
        timer.shutdownNow();
        timer.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }
}
