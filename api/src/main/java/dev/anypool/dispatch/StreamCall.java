package dev.anypool.dispatch;

import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.io.Serializable;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One {@code stream}: counts how far it has come, and notes in which order its elements settle if that is asked for. */
final class StreamCall<R extends @Nullable Object> extends Call {
    private final boolean ordered;

    /** The elements that have settled, or do so in a moment, and were not taken; unused if the order is that of the input. */
    private final BlockingQueue<PoolTask<R>> settled = new LinkedBlockingQueue<>();

    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    StreamCall(Serializable function, TaskOptions options) {
        super(function, options);
        this.ordered = options.ordered();
    }

    /** Counts an element that is read from the source, and returns its number. */
    int nextElement() {
        return read.getAndIncrement();
    }

    /** Takes the element whose turn it is out of those that are ahead, of which there is one at least, and waits until it is settled. */
    PoolTask<R> takeNext(Iterable<PoolTask<R>> ahead) {
        PoolTask<R> next = ordered ? ahead.iterator().next() : Uninterruptibly.take(settled);
        next.awaitSettled();
        return next;
    }

    @Override
    String progress() {
        return done + " of " + read + " elements that were read so far were done";
    }

    @Override
    @SuppressWarnings("unchecked") // the call has no tasks of other types
    void settled(PoolTask<?> task, TaskState state) {
        if (state == TaskState.DONE) {
            done.incrementAndGet();
        }
        if (!ordered) {
            settled.add((PoolTask<R>) task);
        }
    }
}
