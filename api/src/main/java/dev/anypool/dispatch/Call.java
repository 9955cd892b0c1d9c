package dev.anypool.dispatch;

import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.spi.Job;
import dev.anypool.spi.Origin;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What the tasks of one {@code submit}, {@code map} or {@code stream} share. */
class Call {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private final TaskOptions options;
    private final Class<?> type;
    private final long number = NUMBERS.incrementAndGet();
    private final Origin origin = new Origin();
    private final long began = System.nanoTime();

    /** The encoded function; set once, before a task of the call is queued. */
    private Object function = "";

    Call(Serializable function, TaskOptions options) {
        this(function.getClass(), options);
    }

    /** Makes a call that is named after this class unless it was given a name. */
    Call(Class<?> type, TaskOptions options) {
        this.type = type;
        this.options = options;
    }

    final TaskOptions options() {
        return options;
    }

    final Origin origin() {
        return origin;
    }

    final Object function() {
        return function;
    }

    final void function(Object encoded) {
        this.function = encoded;
    }

    /** The name that was given, else one made of the function's class: {@code Work.lambda#7}. */
    final String name() {
        return options.name().orElseGet(() -> {
            String name = type.getName().substring(type.getName().lastIndexOf('.') + 1);
            int lambda = name.indexOf("$$Lambda");
            return (lambda < 0 ? name : name.substring(0, lambda) + ".lambda") + "#" + number;
        });
    }

    final String name(int element) {
        return Job.taskName(name(), element);
    }

    /** Tells whether a limit counts from, or up to, the start of each task: then tasks go to workers one by one. */
    final boolean startsCount() {
        return options.runLimit().isPresent() || options.queueLimit().isPresent();
    }

    /** Returns how much is left of the limit for the whole call, for a task of it; zero or negative if it is over. */
    Optional<Duration> limitLeft() {
        return left();
    }

    private Optional<Duration> left() {
        return options.callLimit().map(limit -> limit.minusNanos(System.nanoTime() - began));
    }

    /** Returns how much is left of the limit for the whole call; zero or negative if it is over, the most there is if there is none. */
    final long nanosLeft() {
        return left().map(TimeUnit.NANOSECONDS::convert).orElse(Long.MAX_VALUE);
    }

    /** Says how far a call of several tasks has come; empty for one task. */
    String progress() {
        return "";
    }

    /** Called once for each task when it is known how its future ends, just before that is completed. */
    void settled(PoolTask<?> task, TaskState state) {}

    /**
     * Called when a worker is through with a job of the call, or lost it, with the pool's lock held.
     *
     * @param job the job
     * @param busyNanos how long the worker took; negative if it was lost
     */
    void finished(PoolJob job, long busyNanos) {}

    /** Called when tasks of the call go back into the queue as a job of their own, with the pool's lock held. */
    void requeued() {}
}
