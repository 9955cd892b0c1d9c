package dev.anypool.dispatch;

import dev.anypool.TaskFuture;
import dev.anypool.TaskState;
import dev.anypool.spi.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One task: its future, and its place in the pool.
 *
 * <p>The two are independent: the future may be settled from outside while a worker still runs the task. The pool completes the
 * future through {@link #settle}; every other way of completing it comes from outside and makes the pool stop the work.
 */
final class PoolTask<T extends @Nullable Object> extends TaskFuture<T> {
    private static final Object NONE = new Object[0];

    private final Dispatcher dispatcher;
    private final Call call;

    /** The place in a map or stream; -1 outside of one. */
    private final int element;

    /** The encoded arguments; let go when the task has ended. Read by handles while a worker has the task. */
    private volatile Object arguments;

    // The rest is guarded by the pool's lock.

    private Phase phase = Phase.WAITING;

    /** The job that the task is in while it is queued or assigned, and its place there. */
    private @Nullable PoolJob job;

    private int place;

    /** How often the task was lost with a worker. */
    private int losses;

    /** What strikes when the run limit, or the kill grace, is over. */
    private @Nullable Future<?> alarm;

    PoolTask(Dispatcher dispatcher, Call call, int element, Object arguments) {
        this.dispatcher = dispatcher;
        this.call = call;
        this.element = element;
        this.arguments = arguments;
    }

    Call call() {
        return call;
    }

    int element() {
        return element;
    }

    Object arguments() {
        return arguments;
    }

    Phase phase() {
        return phase;
    }

    /** Moves the task on, with the pool's lock held. */
    void phase(Phase next) {
        if (!phase.canBecome(next)) {
            throw new IllegalStateException("task " + taskName() + " cannot go from " + phase + " to " + next);
        }
        phase = next;
        if (next != Phase.ASSIGNED && alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (next == Phase.ENDED) {
            arguments = NONE;
            job = null;
        }
    }

    @Nullable PoolJob job() {
        return job;
    }

    int place() {
        return place;
    }

    void place(PoolJob job, int place) {
        this.job = job;
        this.place = place;
    }

    /** Counts a loss and returns how many there were. */
    int lost() {
        return ++losses;
    }

    /** Sets what strikes if the task is still assigned by then, in the place of what was set before. */
    void alarm(Future<?> next) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = next;
    }

    /** Completes the future with what became of the task; does nothing if it is settled already. */
    @SuppressWarnings("unchecked") // the outcome is that of the task's own function
    void settle(Outcome outcome) {
        boolean settled;
        try {
            T value = (T) outcome.get();
            settled = super.complete(value);
        } catch (Throwable failure) {
            settled = super.completeExceptionally(failure);
        }
        if (settled) {
            settled();
        }
    }

    /** Waits until the future is settled, however. */
    void awaitSettled() {
        handle((value, failure) -> null).join();
    }

    private boolean settledFromOutside(boolean settled, boolean interrupt) {
        if (settled) {
            dispatcher.abandon(this, interrupt);
            settled();
        }
        return settled;
    }

    private void settled() {
        dispatcher.count(taskState());
        call.settled(this);
    }

    @Override
    public TaskState taskState() {
        if (isCancelled()) {
            return TaskState.CANCELLED;
        }
        if (isDone()) {
            return isCompletedExceptionally() ? TaskState.FAILED : TaskState.DONE;
        }
        return dispatcher.isRunning(this) ? TaskState.RUNNING : TaskState.QUEUED;
    }

    @Override
    public String taskName() {
        return call.name(element);
    }

    @Override
    public boolean complete(T value) {
        return settledFromOutside(super.complete(value), true);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        return settledFromOutside(super.completeExceptionally(failure), true);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean open = !isDone();
        boolean cancelled = super.cancel(mayInterruptIfRunning);
        settledFromOutside(open && cancelled, mayInterruptIfRunning);
        return cancelled;
    }

    @Override
    public void obtrudeValue(T value) {
        boolean open = !isDone();
        super.obtrudeValue(value);
        settledFromOutside(open, true);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        boolean open = !isDone();
        super.obtrudeException(failure);
        settledFromOutside(open, true);
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        executor.execute(() -> {
            if (!isDone()) {
                try {
                    complete(supplier.get());
                } catch (Throwable failure) {
                    completeExceptionally(failure);
                }
            }
        });
        return this;
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier) {
        return completeAsync(supplier, defaultExecutor());
    }

    @Override
    public String toString() {
        return taskName() + "[" + taskState().name().toLowerCase(java.util.Locale.ROOT) + "]";
    }
}
