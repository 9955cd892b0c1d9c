package dev.anypool.dispatch;

import dev.anypool.TaskFuture;
import dev.anypool.TaskState;
import dev.anypool.spi.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One task: its future, and its place in the pool.
 *
 * <p>The two are independent: the future may be settled from outside while a worker still runs the task. The pool completes the
 * future through {@link #settle}; every other way of completing it comes from outside and makes the pool stop the work.
 */
final class PoolTask<T extends @Nullable Object> extends TaskFuture<T> {
    private static final Object NONE = new Object[0];
    private static final VarHandle CLAIMED;

    static {
        try {
            CLAIMED = MethodHandles.lookup().findVarHandle(PoolTask.class, "claimed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Dispatcher dispatcher;
    private final Call call;

    /** Whether somebody has won the right to complete the future; swapped once, through {@code CLAIMED}. */
    private volatile boolean claimed;

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

    private int failedDeliveries;

    /** What strikes when the run limit, or the kill grace, is over. */
    private @Nullable Future<?> alarm;

    /** What strikes when limits are over that count from the submission. */
    private List<Future<?>> limits = List.of();

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
        if (phase.waits() != next.waits()) {
            dispatcher.countWaiting(next.waits() ? 1 : -1);
        }
        phase = next;
        if (next != Phase.ASSIGNED && alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
        if (next == Phase.ENDED) {
            limits.forEach(limit -> limit.cancel(false));
            limits = List.of();
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
    int countLoss() {
        return ++losses;
    }

    /** Tells whether a worker had started the task and was lost. */
    boolean wasLost() {
        return losses > 0;
    }

    /** Counts a worker that died before it started the task, when the task came first; returns how many there were. */
    int countFailedDelivery() {
        return ++failedDeliveries;
    }

    /** Sets what strikes if the task is still assigned by then, in the place of what was set before. */
    void alarm(Future<?> next) {
        if (alarm != null) {
            alarm.cancel(false);
        }
        alarm = next;
    }

    /** Adds what strikes if the task has not ended by then. */
    void limit(Future<?> strike) {
        limits = Stream.concat(limits.stream(), Stream.of(strike)).toList();
    }

    /** Completes the future with what became of the task; does nothing if it is settled already. */
    @SuppressWarnings({"unchecked", "NullAway"}) // the outcome is that of the task's own function, null included
    void settle(Outcome outcome) {
        T value;
        try {
            value = (T) outcome.get();
        } catch (Throwable failure) {
            if (claim()) {
                told(TaskState.FAILED);
                super.completeExceptionally(toldApart(failure));
            }
            return;
        }
        if (claim()) {
            told(TaskState.DONE);
            super.complete(value);
        }
    }

    /** A task that throws what cancelling throws has failed, and was not cancelled. */
    private static Throwable toldApart(Throwable failure) {
        return failure instanceof CancellationException ? new CompletionException(failure) : failure;
    }

    /** Fails the task now, whatever it is doing, and has the settler complete its future. */
    void failSoon(Settler settler, Throwable failure) {
        if (claimAndStop(true, TaskState.FAILED)) {
            settler.settle(this, () -> super.completeExceptionally(failure));
        }
    }

    /** Cancels the task now, and has the settler complete its future. */
    void cancelSoon(Settler settler) {
        if (claimAndStop(true, TaskState.CANCELLED)) {
            settler.settle(this, () -> super.cancel(true));
        }
    }

    /** Cancels the task as a part of a whole; {@link #finishCancel} has to follow if this returns {@code true}. */
    boolean beginCancel(boolean interrupt) {
        return claimAndStop(interrupt, TaskState.CANCELLED);
    }

    /** Completes the cancelled future: here if nobody waits for it, so that it shows at once, and else by the settler. */
    void finishCancel(Settler settler) {
        if (getNumberOfDependents() == 0) {
            super.cancel(true);
        } else {
            settler.settle(this, () -> super.cancel(true));
        }
    }

    /** Waits until the future is settled, however, without running its continuations on the calling thread. */
    void awaitSettled() {
        if (!isDone()) {
            Settler.awaitSettled(this);
        }
    }

    /** Tells whether the future is settled, or is so in a moment. */
    boolean isClaimed() {
        return claimed;
    }

    /** Returns whether the caller is the one who completes the future. */
    private boolean claim() {
        return CLAIMED.compareAndSet(this, false, true);
    }

    /**
     * Claims the future from outside. The work is stopped before the future is completed, since its continuations may take for ever.
     *
     * @return whether the caller is the one who completes the future
     */
    private boolean claimAndStop(boolean interrupt, TaskState state) {
        boolean won = claim();
        if (won) {
            dispatcher.abandon(this, interrupt);
            told(state);
        }
        return won;
    }

    /** As {@link #claimAndStop}, for users: if the future was claimed already, it is complete on return. */
    private boolean settleFromOutside(boolean interrupt, TaskState state) {
        boolean won = claimAndStop(interrupt, state);
        if (!won) {
            awaitSettled();
        }
        return won;
    }

    private void told(TaskState state) {
        dispatcher.count(state);
        call.settled(this, state);
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
        return settleFromOutside(true, TaskState.DONE) && super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        return settleFromOutside(true, TaskState.FAILED) && super.completeExceptionally(failure);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        if (settleFromOutside(mayInterruptIfRunning, TaskState.CANCELLED)) {
            return super.cancel(mayInterruptIfRunning);
        }
        return isCancelled();
    }

    @Override
    public void obtrudeValue(T value) {
        settleFromOutside(true, TaskState.DONE);
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        settleFromOutside(true, TaskState.FAILED);
        super.obtrudeException(failure);
    }

    @Override
    protected boolean passOn(Queue<CompletableFuture<T>> waiting, Consumer<CompletableFuture<T>> completion) {
        return dispatcher.settler().passOn(waiting, completion);
    }

    @Override
    public CompletableFuture<T> orTimeout(long timeout, TimeUnit unit) {
        return settleLater(timeout, unit, () -> completeExceptionally(new TimeoutException()));
    }

    @Override
    public CompletableFuture<T> completeOnTimeout(T value, long timeout, TimeUnit unit) {
        return settleLater(timeout, unit, () -> complete(value));
    }

    /** As the JDK does it, but the continuations run on the settler, where one that blocks delays no other limit. */
    private CompletableFuture<T> settleLater(long timeout, TimeUnit unit, Runnable completion) {
        dispatcher.settleLater(this, Duration.ofNanos(unit.toNanos(timeout)), completion);
        return this;
    }

    @Override
    public String toString() {
        return taskName() + "[" + taskState().name().toLowerCase(Locale.ROOT) + "]";
    }
}
