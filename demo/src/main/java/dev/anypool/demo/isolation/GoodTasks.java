package dev.anypool.demo.isolation;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskOptions;
import dev.anypool.Worker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The good tasks of one trial: as many at once as the pool has workers, so that with one bad task more there is always one that
 * waits for a worker. Used by the thread that drives the demo.
 */
final class GoodTasks {
    /** The limit is a guard. A task with a limit is never sent ahead to a worker that is still busy. */
    private static final TaskOptions OPTIONS =
            TaskOptions.defaults().name("good").runLimit(Duration.ofSeconds(30));

    /** Is told of good tasks that have ended. */
    interface Listener {
        /** A worker has returned a result at this time. */
        void answered(int number, Worker worker, long nanos);
    }

    private final PoolExecutor pool;
    private final int atOnce;
    private final Mailbox mailbox;
    private final Listener listener;
    private boolean flowing;
    private int submitted;
    private int ended;
    private int right;

    GoodTasks(PoolExecutor pool, int atOnce, Mailbox mailbox, Listener listener) {
        this.pool = pool.with(OPTIONS);
        this.atOnce = atOnce;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    /** Submits the first ones, and from now on another one for each that ends. */
    void start() {
        flowing = true;
        for (int count = 0; count < atOnce; count++) {
            submit();
        }
    }

    /** Submits no more. */
    void stop() {
        flowing = false;
    }

    private void submit() {
        int number = submitted++;
        GoodTask task = GoodTask.of(number);
        pool.submit(task).whenComplete((counted, failure) -> {
            long nanos = System.nanoTime();
            mailbox.execute(() -> ended(number, task, counted, nanos));
        });
    }

    private void ended(int number, GoodTask task, @Nullable Counted counted, long nanos) {
        ended++;
        if (counted != null) {
            right += counted.primes() == task.expected() ? 1 : 0;
            listener.answered(number, counted.worker(), nanos);
        }
        if (flowing) {
            submit();
        }
    }

    /** Returns how many were submitted; they are numbered from 0. */
    int submitted() {
        return submitted;
    }

    /** Returns how many have ended. */
    int ended() {
        return ended;
    }

    /** Returns how many gave the right result. */
    int right() {
        return right;
    }
}
