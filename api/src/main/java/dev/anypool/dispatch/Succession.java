package dev.anypool.dispatch;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Futures that the settler completes one after the other.
 *
 * <p>OVERVIEW. Each is a settlement of its own, so that one whose continuation blocks is stepped around like any other. The next is
 * given to the settler just before one is completed: if that is over soon, the same thread goes on with the next. If not, another
 * thread has taken over from it, and comes here for the next; but it may have done so only because the first was put off its
 * processor, and going on would then break the order. So it waits, for the order's sake, until the first is over, or is seen to
 * block, or has taken its time. At most one thread for each succession waits so.
 *
 * <p>All is handed from settlement to settlement, and used by one thread at a time.
 */
final class Succession<F extends CompletableFuture<?>> {
    private final Queue<F> waiting;
    private final Consumer<? super F> completion;
    private final BiConsumer<CompletableFuture<?>, Runnable> settler;
    private final long mostNanos;

    /**
     * Makes one.
     *
     * @param waiting the futures, from now on the succession's own
     * @param completion completes one of them
     * @param settler has a settlement made, of a future by a step
     * @param mostNanos how long one that seems to run holds up the next
     */
    Succession(
            Queue<F> waiting,
            Consumer<? super F> completion,
            BiConsumer<CompletableFuture<?>, Runnable> settler,
            long mostNanos) {
        this.waiting = waiting;
        this.completion = completion;
        this.settler = settler;
        this.mostNanos = mostNanos;
    }

    void begin() {
        goOn(null);
    }

    private void goOn(@Nullable Turn before) {
        F next = waiting.poll();
        if (next != null) {
            settler.accept(next, () -> complete(next, before));
        }
    }

    private void complete(F future, @Nullable Turn before) {
        if (before != null) {
            before.awaitOverOrBlocked(mostNanos);
        }
        Turn turn = new Turn();
        goOn(turn);
        turn.take(() -> completion.accept(future));
    }

    /** The completion of one future, seen from the next. */
    private static final class Turn {
        private final Thread thread = Thread.currentThread();
        private final CountDownLatch over = new CountDownLatch(1);

        /** Whether user code may be running; written by the thread. */
        private volatile boolean begun;

        void take(Runnable completion) {
            begun = true;
            try {
                completion.run();
            } finally {
                over.countDown();
            }
        }

        void awaitOverOrBlocked(long mostNanos) {
            if (over.getCount() > 0 && !(begun && thread.getState() != Thread.State.RUNNABLE)) {
                Uninterruptibly.await(over, mostNanos);
            }
        }
    }
}
