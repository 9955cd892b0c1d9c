package dev.anypool.demo.isolation;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Takes from any thread what there is to do, and does it on the one that drives the demo, in the order of arrival. */
final class Mailbox implements Executor {
    private final BlockingQueue<Runnable> letters = new LinkedBlockingQueue<>();

    @Override
    public void execute(Runnable letter) {
        letters.add(letter);
    }

    /** Does what comes until a condition holds; returns whether it does, {@code false} if the time ran out first. */
    boolean workUntil(BooleanSupplier condition, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            Runnable letter = letters.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (letter == null) {
                return false;
            }
            letter.run();
        }
        return true;
    }
}
