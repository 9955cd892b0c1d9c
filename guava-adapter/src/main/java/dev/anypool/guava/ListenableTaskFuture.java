package dev.anypool.guava;

import com.google.common.util.concurrent.AbstractFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Guava's future of what a {@link CompletableFuture} will be. */
final class ListenableTaskFuture<T extends @Nullable Object> extends AbstractFuture<T> {
    private final CompletableFuture<T> future;

    private ListenableTaskFuture(CompletableFuture<T> future) {
        this.future = future;
    }

    static <T extends @Nullable Object> ListenableTaskFuture<T> of(CompletableFuture<T> future) {
        ListenableTaskFuture<T> listenable = new ListenableTaskFuture<>(future);
        future.whenComplete((value, failure) -> listenable.follow(failure));
        return listenable;
    }

    /** Ends as the future has; does nothing if this one was cancelled, which ended the other. */
    private void follow(@Nullable Throwable failure) {
        if (future.isCancelled()) {
            cancel(false);
        } else if (failure == null) {
            set(future.join());
        } else {
            setException(
                    failure instanceof CompletionException && failure.getCause() != null
                            ? failure.getCause()
                            : failure);
        }
    }

    /** Called once when this future has ended, before its listeners are. */
    @Override
    protected void afterDone() {
        if (isCancelled()) {
            future.cancel(wasInterrupted());
        }
    }

    @Override
    protected String pendingToString() {
        return future.toString();
    }
}
