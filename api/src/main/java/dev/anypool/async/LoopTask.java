package dev.anypool.async;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Work of an event loop with its future. Work whose future is settled before its turn is passed over. */
final class LoopTask<T extends @Nullable Object> implements Runnable {
    private final Callable<? extends T> work;
    private final BoundFuture<T> future;

    LoopTask(Callable<? extends T> work, BoundFuture<T> future) {
        this.work = work;
        this.future = future;
    }

    @Override
    public void run() {
        if (!future.isDone()) {
            T value;
            try {
                value = work.call();
            } catch (Throwable failure) {
                future.fail(failure);
                return;
            }
            future.succeed(value);
        }
    }
}
