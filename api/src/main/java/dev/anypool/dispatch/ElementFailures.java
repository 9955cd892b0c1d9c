package dev.anypool.dispatch;

import dev.anypool.TaskFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** How the failure of an element is told at its turn in a stream. */
final class ElementFailures {
    private ElementFailures() {}

    /** Waits for an element and returns its result, or throws its failure under a message that names the element. */
    static <R extends @Nullable Object> R join(TaskFuture<R> element) {
        try {
            return element.join();
        } catch (CompletionException e) {
            throw new CompletionException(element.taskName() + " failed: " + e.getCause(), e.getCause());
        }
    }
}
