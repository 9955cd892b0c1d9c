package dev.anypool.dispatch;

import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** A call whose elements come one by one from outside: numbers them, and counts how far it has come. */
final class OpenCall extends Call {
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();

    OpenCall(Serializable function, TaskOptions options) {
        super(function, options);
    }

    /** Counts an element that has come, and returns its number. */
    int nextElement() {
        return read.getAndIncrement();
    }

    @Override
    String progress() {
        return done + " of " + read + " elements that came so far were done";
    }

    @Override
    void settled(PoolTask<?> task, TaskState state) {
        if (state == TaskState.DONE) {
            done.incrementAndGet();
        }
    }
}
