package dev.anypool.dispatch;

import dev.anypool.spi.Backend;
import dev.anypool.spi.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How work comes in: from the caller's thread, which waits for room in a bounded queue, or runs what does not fit. */
final class Intake {
    private final Dispatcher dispatcher;
    private final Life life;
    private final Admission admission;
    private final Limits limits;
    private final Backend backend;

    Intake(Dispatcher dispatcher, Life life, Admission admission, Limits limits, Backend backend) {
        this.dispatcher = dispatcher;
        this.life = life;
        this.admission = admission;
        this.limits = limits;
        this.backend = backend;
    }

    /** Takes in a job whose tasks are new, or runs it here if the queue is full and that is what was chosen. */
    void submit(PoolJob job) {
        boolean queued = dispatcher.stepFor(() -> {
            boolean room = admission.admit(
                    job.size(),
                    job.call(),
                    () -> !life.isOpen() || admission.waits(job.call()) && dispatcher.isOwnWorker());
            life.requireOpen();
            for (int index = 0; index < job.size(); index++) {
                begin(job.task(index));
            }
            if (room) {
                dispatcher.queue(job);
            } else {
                job.runsInCaller();
            }
            return room;
        });
        if (!queued) {
            runInCaller(job);
        }
    }

    /** Lets a map add tasks from now on, whether the pool is shut down meanwhile or not, until {@link #endCall}. */
    void beginCall(MapCall<?> call) {
        dispatcher.step(() -> {
            life.requireOpen();
            life.beginCall();
            dispatcher.callBegan(call);
            limits.called(call);
        });
    }

    /** Takes in more tasks of a map; those that are settled already are those that cannot be encoded. */
    <R extends @Nullable Object> void add(MapCall<R> call, List<PoolTask<R>> tasks) {
        PoolJob inCaller = new PoolJob(call, tasks.toArray(PoolTask[]::new));
        boolean queued = dispatcher.stepFor(() -> {
            boolean room = admission.admit(
                    tasks.size(),
                    call,
                    () -> life.isStopping()
                            || life.broken() != null
                            || admission.waits(call) && dispatcher.isOwnWorker());
            for (PoolTask<R> task : tasks) {
                begin(task);
                if (task.isClaimed()) {
                    dispatcher.end(task);
                } else if (life.isStopping() || call.future().isDone()) {
                    task.cancelSoon(dispatcher.settler()); // before it can be queued
                }
            }
            if (!room) {
                inCaller.runsInCaller();
            }
            call.add(tasks);
            return room;
        });
        if (!queued) {
            runInCaller(inCaller);
        }
    }

    private void begin(PoolTask<?> task) {
        life.begin(1);
        admission.count(1);
        if (!task.isClaimed()) {
            limits.submitted(task);
        }
    }

    private void runInCaller(PoolJob job) {
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (!task.isClaimed()) {
                Outcome outcome;
                try {
                    outcome = backend.runHere(job, index);
                } catch (Throwable e) { // the future has to hear of it, whatever it is
                    outcome = Outcome.failure(e);
                }
                task.settle(outcome);
            }
            dispatcher.step(() -> {
                if (task.phase() != Phase.ENDED) {
                    dispatcher.end(task);
                }
            });
        }
    }

    /** Says that a map has read its input to the end, or gave it up. */
    <R extends @Nullable Object> void endCall(MapCall<R> call) {
        dispatcher.step(() -> call.future().allIn(call.complete()));
        dispatcher.step(life::endCall);
    }
}
