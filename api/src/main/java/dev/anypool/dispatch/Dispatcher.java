package dev.anypool.dispatch;

import dev.anypool.BrokenPoolException;
import dev.anypool.PoolOptions;
import dev.anypool.PoolStats;
import dev.anypool.TaskFuture;
import dev.anypool.TaskState;
import dev.anypool.TaskTimeoutException;
import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerCrashedException;
import dev.anypool.WorkerState;
import dev.anypool.spi.Backend;
import dev.anypool.spi.CurrentWorker;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where users' calls and workers' reports meet: every change to tasks and workers is a step of this class.
 *
 * <p>OVERVIEW. One lock guards the queue, the roster and the state of every task; a step holds it for a short time, in which it
 * neither waits nor runs user code. At the end of the outermost step, jobs are paired with workers and a drained pool goes on to
 * its end; then, the lock released, the frames are sent off.
 *
 * <p>A task has ended when no worker runs it or will run it. Its future may have been settled earlier, from outside, or is settled
 * shortly after, by the settler; the settlement is given to the settler before the task ends, so that a pool that waits for its
 * tasks to end, and then for the settler, waits for all futures.
 */
final class Dispatcher {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    /** So many workers may die on receiving a task, without starting it, before it is taken for the cause. */
    private static final int MOST_FAILED_DELIVERIES = 3;

    private final String name;
    private final Backend backend;
    private final int workers;
    private final Duration killGrace;
    private final Settler settler;
    private final Alarms alarms;
    private final Ledger ledger = new Ledger();

    private final ReentrantLock lock = new ReentrantLock();

    // All below is guarded by the lock.

    private final Life life;
    private final JobQueue queue = new JobQueue();
    private final Roster roster;
    private final Pairing pairing;

    /** The maps that have elements which are not in a job yet, or may still get some. */
    private final Set<MapCall<?>> maps = new HashSet<>();

    Dispatcher(PoolOptions options, Backend backend) {
        this.name = options.name().orElse("anypool");
        this.backend = backend;
        this.workers = options.workers();
        this.killGrace = options.killGrace();
        this.settler = new Settler(name);
        this.alarms = new Alarms(name);
        this.life = new Life(name, lock);
        this.roster = new Roster(this, backend, name, workers);
        this.pairing = new Pairing(queue, roster, this);
    }

    String name() {
        return name;
    }

    int workers() {
        return workers;
    }

    Backend backend() {
        return backend;
    }

    Settler settler() {
        return settler;
    }

    // ---- steps ----

    private void step(Runnable change) {
        List<WorkerHandle> flush = List.of();
        lock.lock();
        try {
            change.run();
            if (lock.getHoldCount() == 1) {
                finishStep();
                flush = pairing.takeUnflushed();
            }
        } finally {
            lock.unlock();
        }
        for (WorkerHandle handle : flush) {
            handle.flush();
        }
    }

    private <T extends @Nullable Object> T look(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void finishStep() {
        failIfBroken();
        pairing.pair();
        failIfBroken(); // the pairing may have found that no worker can be started
        if (life.isDrained()) {
            roster.retireIdle().forEach(pairing::flushLater);
            if (roster.seats().isEmpty()) {
                life.close(this::freeAll);
            }
        }
    }

    private void freeAll() {
        try {
            backend.close();
        } finally {
            settler.close();
            alarms.close();
        }
    }

    // ---- from the user's side ----

    void startAhead() {
        step(() -> roster.startFor(workers));
    }

    /** Refuses if the pool takes no work. */
    void requireOpen() {
        lock.lock();
        try {
            life.requireOpen();
        } finally {
            lock.unlock();
        }
    }

    /** Takes in a job whose tasks are new. */
    void submit(PoolJob job) {
        step(() -> {
            life.requireOpen();
            life.begin(job.size());
            queue(job);
        });
    }

    /** Lets a map add tasks from now on, whether the pool is shut down meanwhile or not, until {@link #endCall}. */
    void beginCall(MapCall<?> call) {
        step(() -> {
            life.requireOpen();
            life.begin(1);
            maps.add(call);
        });
    }

    /** Takes in more tasks of a map; those that are settled already are those that cannot be encoded. */
    <R extends @Nullable Object> void add(MapCall<R> call, List<PoolTask<R>> tasks) {
        step(() -> {
            for (PoolTask<R> task : tasks) {
                life.begin(1);
                if (task.isClaimed()) {
                    end(task);
                } else if (life.isStopping()) {
                    task.cancelSoon(settler); // before it can be queued
                }
            }
            call.add(tasks);
        });
    }

    <R extends @Nullable Object> void endCall(MapCall<R> call) {
        step(() -> call.future().allIn(call.complete()));
        step(life::end);
    }

    /** Notes that all elements of a map are in jobs. A part of a step. */
    void allCut(MapCall<?> call) {
        maps.remove(call);
    }

    /** Puts a job at the end of the queue. A part of a step. */
    void queue(PoolJob job) {
        job.place();
        queue.addLast(job);
    }

    boolean isRunning(PoolTask<?> task) {
        return look(() -> {
            PoolJob job = task.job();
            Seat seat = job == null ? null : job.seat;
            return job != null && seat != null && seat.handle().hasStarted(job, task.place());
        });
    }

    /** Stops the work on a task whose future was settled from outside. */
    void abandon(PoolTask<?> task, boolean interrupt) {
        step(() -> {
            PoolJob job = task.job();
            Seat seat = job == null ? null : job.seat;
            if (task.phase() == Phase.WAITING) {
                end(task);
            } else if (job != null && task.phase() == Phase.QUEUED) {
                end(task);
                if (job.allEnded()) {
                    queue.remove(job);
                    job.call().finished(job, -1);
                }
            } else if (job != null && seat != null) {
                seat.handle().stop(job, task.place(), interrupt);
                pairing.flushLater(seat);
                if (interrupt) {
                    task.alarm(alarms.set(killGrace, () -> killIfNotStopped(task, job, seat)));
                }
            }
        });
    }

    /**
     * Kills a worker that still runs a task some time after it was told to stop it; or that has not even started the job that comes
     * first, and so does not listen.
     */
    private void killIfNotStopped(PoolTask<?> task, PoolJob job, Seat seat) {
        step(() -> {
            boolean held = task.phase() == Phase.ASSIGNED && task.job() == job && seat.state() == WorkerState.BUSY;
            if (!held) {
                return;
            }
            boolean running = seat.handle().hasStarted(job, task.place())
                    && !seat.handle()
                            .hasStarted(job, task.place() + 1); // else it has ended, and its report is under way
            boolean deaf = seat.jobs().peekFirst() == job && !seat.handle().hasStarted(job, 0);
            if (running || deaf) {
                pairing.takeBack(seat);
                if (seat.state() == WorkerState.IDLE) {
                    roster.leave(seat);
                }
                seat.state(WorkerState.ENDING);
                seat.handle()
                        .kill("task " + task.taskName() + " did not stop within the kill grace of "
                                + killGrace.toMillis() + " ms");
            }
        });
    }

    void count(TaskState state) {
        ledger.settled(state);
    }

    int sizeOf(Object arguments) {
        return backend.sizeOf(arguments);
    }

    // ---- from the workers' side ----

    void ready(Seat seat, Worker worker) {
        step(() -> {
            if (seat.state() != WorkerState.ENDED) { // else it died while it connected
                roster.ready(seat, worker);
            }
        });
    }

    void taskEnded(Seat seat, PoolJob job, int index, Outcome outcome) {
        step(() -> {
            PoolTask<?> task = job.task(index);
            if (task.phase() != Phase.ENDED && task.job() == job && job.seat == seat) {
                seat.countTask();
                settler.settle(task, () -> task.settle(outcome));
                end(task);
            }
        });
    }

    void jobFinished(Seat seat, PoolJob job, long busyNanos) {
        step(() -> {
            if (seat.jobs().remove(job)) {
                job.seat = null;
                seat.countBusy(busyNanos);
                job.call().finished(job, busyNanos);
            }
            roster.restIfDone(seat);
        });
    }

    void workerGone(Seat seat, WorkerEnd end) {
        step(() -> {
            WorkerCrash crash = end.crash();
            if (crash != null && seat.state() != WorkerState.ENDING) {
                logLater(crash.describe());
                ledger.crashed(crash);
            }
            roster.gone(seat, crash);
            List<PoolJob> held = new ArrayList<>(seat.jobs());
            seat.jobs().clear();
            if (crash != null && !held.isEmpty() && !end.hadStarted(held.get(0), 0)) {
                failUndeliverable(held.get(0), crash);
            }
            for (int index = held.size() - 1; index >= 0; index--) { // the last first, for the queue's head
                release(held.get(index), end);
            }
        });
    }

    /** A job that comes first and is not started may be what kills the workers that receive it: it is tried so often only. */
    private void failUndeliverable(PoolJob job, WorkerCrash crash) {
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (task.phase() != Phase.ENDED
                    && !task.isClaimed()
                    && task.countFailedDelivery() >= MOST_FAILED_DELIVERIES) {
                fail(task, lossOf(task, crash));
            }
        }
    }

    /** Has something logged where a handler of the user's may take its time. */
    private void logLater(String message) {
        CompletableFuture<Void> logged = new CompletableFuture<>();
        settler.settle(logged, () -> {
            LOGGER.log(Level.WARNING, message);
            logged.complete(null);
        });
    }

    /** Decides for each task of a job whose worker is gone: over, lost, or to be run elsewhere. */
    private void release(PoolJob job, WorkerEnd end) {
        List<PoolTask<?>> again = new ArrayList<>();
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (task.phase() == Phase.ENDED) {
                continue;
            }
            if (task.isClaimed()) {
                end(task);
            } else if (!end.hadStarted(job, index)) {
                again.add(task);
            } else {
                ledger.lost();
                if (task.countLoss() <= job.call().options().retries()) {
                    ledger.retried();
                    again.add(task);
                } else {
                    fail(task, lossOf(task, end.crash()));
                }
            }
        }
        pairing.replace(job, again);
    }

    private static Throwable lossOf(PoolTask<?> task, @Nullable WorkerCrash crash) {
        return crash != null
                ? new WorkerCrashedException(task.taskName(), crash)
                : new IllegalStateException("a worker ended with task " + task.taskName() + " unfinished");
    }

    private void fail(PoolTask<?> task, Throwable failure) {
        settler.settle(task, () -> task.settle(Outcome.failure(failure)));
        end(task);
    }

    /** Notes that no worker runs a task or will run it. A part of a step. */
    void end(PoolTask<?> task) {
        PoolJob job = task.job();
        if (job != null) {
            job.countEnded();
        }
        task.phase(Phase.ENDED);
        life.end();
    }

    /** Gives up a pool that cannot start workers, and fails what waits; a map then queues its next tasks, and they fail as well. */
    private void failIfBroken() {
        if (roster.isHopeless()) {
            life.breakDown(roster.hopelessness());
        }
        String broken = life.broken();
        if (broken == null) {
            return;
        }
        for (PoolJob job = queue.poll(); job != null; job = queue.poll()) {
            for (int index = 0; index < job.size(); index++) {
                if (job.task(index).phase() != Phase.ENDED) {
                    fail(job.task(index), new BrokenPoolException(broken, null));
                }
            }
            job.call().finished(job, -1);
        }
    }

    /** Sets the alarm for tasks that have a run limit, as they are given to a worker. A part of a step. */
    void watch(Seat seat, PoolJob job) {
        job.call().options().runLimit().ifPresent(limit -> {
            for (int index = 0; index < job.size(); index++) {
                PoolTask<?> task = job.task(index);
                task.alarm(alarms.set(limit, () -> limitReached(task, job, limit, seat)));
            }
        });
    }

    private void limitReached(PoolTask<?> task, PoolJob job, Duration limit, Seat seat) {
        step(() -> {
            if (task.phase() == Phase.ASSIGNED && task.job() == job) {
                String where = String.valueOf(seat.worker());
                settler.settle(task, () -> task.failAndStop(new TaskTimeoutException(task.taskName(), limit, where)));
            }
        });
    }

    /** Completes a future from outside when some time is over, if it is not settled by then. */
    void settleLater(CompletableFuture<?> future, Duration delay, Runnable completion) {
        if (!future.isDone()) {
            Future<?> alarm = alarms.set(delay, () -> settler.settle(future, completion));
            future.whenComplete((value, failure) -> alarm.cancel(false));
        }
    }

    // ---- ending and looking on ----

    void shutdown() {
        step(life::drain);
    }

    List<TaskFuture<?>> shutdownNow() {
        List<PoolTask<?>> waiting = new ArrayList<>();
        step(() -> {
            life.stop();
            List<PoolTask<?>> started = new ArrayList<>();
            for (Seat seat : roster.seats()) {
                if (!seat.jobs().isEmpty()) {
                    pairing.takeBack(seat);
                }
                for (PoolJob job : seat.jobs()) {
                    job.gatherLive(started);
                    job.gatherNotStarted(seat.handle(), waiting);
                }
            }
            for (PoolJob job = queue.peek(); job != null; job = job.next) {
                job.gatherLive(waiting);
            }
            maps.forEach(map -> map.gatherWaiting(waiting));
            waiting.removeIf(PoolTask::isClaimed);
            for (PoolTask<?> task : started) {
                if (task.isClaimed()) {
                    abandon(task, true); // it was settled, and perhaps without being interrupted
                } else {
                    task.cancelSoon(settler);
                }
            }
            waiting.forEach(task -> task.cancelSoon(settler));
        });
        return List.copyOf(waiting);
    }

    boolean isShutdown() {
        return look(life::isShutdown);
    }

    boolean isTerminated() {
        return look(life::isTerminated);
    }

    boolean awaitTermination(Duration limit) throws InterruptedException {
        refuseOwnWorker();
        return life.awaitTermination(limit);
    }

    /** A task of this pool that waited for its end would wait for itself. */
    void refuseOwnWorker() {
        Worker self = CurrentWorker.get();
        if (self != null && look(() -> roster.seats().stream().anyMatch(seat -> seat.worker() == self))) {
            throw new IllegalStateException("a task of pool " + name
                    + " cannot wait for the pool to end: it would wait for itself; call shutdown() instead");
        }
    }

    PoolStats stats() {
        return look(() -> ledger.stats(life.open(), roster.seats()));
    }
}
