package dev.anypool.async;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Waits for futures until it ends, and then leaves nothing with those that are not settled: who waits for the first of many again and
 * again would otherwise leave a continuation with each of the others each time. {@code anyOf} is the one dependent that the JDK
 * takes away again.
 */
final class Watch {
    /** One for each future that is watched; completing it takes the watch away. Guarded by this. */
    private List<CompletableFuture<?>> ends = new ArrayList<>();

    /** Written under this object's monitor. */
    private volatile boolean ended;

    /** Has something short called when a future is settled: here if it is settled already, else on the thread that settles it. */
    void add(CompletableFuture<?> future, Runnable settled) {
        CompletableFuture<Object> end = new CompletableFuture<>();
        synchronized (this) {
            if (ended) {
                return;
            }
            ends.add(end);
        }
        CompletableFuture.anyOf(future, end).whenComplete((value, failure) -> {
            if (!ended) {
                settled.run();
            }
        });
    }

    /** Ends the watch; nothing is called from now on. */
    void end() {
        List<CompletableFuture<?>> all;
        synchronized (this) {
            ended = true;
            all = ends;
            ends = List.of();
        }
        all.forEach(end -> end.complete(null));
    }
}
