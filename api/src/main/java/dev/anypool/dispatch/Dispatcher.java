package dev.anypool.dispatch;

import dev.anypool.PoolOptions;
import dev.anypool.PoolStats;
import dev.anypool.TaskFuture;
import dev.anypool.TaskState;
import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
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
 * runs no user code and waits for nothing but room in a bounded queue, the lock released. At the end of the outermost step, jobs are
 * paired with workers and a drained pool goes on to its end; then, the lock released, the frames are sent off.
 *
 * <p>A task has ended when no worker runs it or will run it. Its future may have been settled earlier, from outside, or is settled
 * shortly after, by the settler; the settlement is given to the settler before the task ends, so that a pool that waits for its
 * tasks to end, and then for the settler, waits for all futures.
 *
 * <p>What happens in a step is decided by those whom it is about: {@link Admission} (who is let in), {@link Pairing} (which worker
 * gets which job), {@link Roster} (when workers start and end), {@link Limits}, {@link Stops} and {@link Losses}.
 */
final class Dispatcher {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    private final String name;
    private final Backend backend;
    private final int workers;
    private final Settler settler;
    private final Alarms alarms;
    private final Ledger ledger = new Ledger();
    private final ReentrantLock lock = new ReentrantLock();
    private final KeepAlive keepAlive;

    // All below is guarded by the lock.

    private final Life life;
    private final JobQueue queue = new JobQueue();
    private final Roster roster;
    private final Pairing pairing;
    private final Admission admission;
    private final Limits limits;
    private final Stops stops;
    private final Losses losses;
    private final IdleWatch idleWatch;

    /** The maps that have elements which are not in a job yet, or may still get some. */
    private final Set<MapCall<?>> maps = new HashSet<>();

    Dispatcher(PoolOptions options, Backend backend) {
        this.name = options.name().orElse("anypool");
        this.backend = backend;
        this.workers = options.workers();
        this.settler = new Settler(name);
        this.alarms = new Alarms(name);
        this.keepAlive = new KeepAlive(name, lock, settler);
        this.life = new Life(name, lock, keepAlive);
        this.roster = new Roster(this, backend, options);
        this.pairing = new Pairing(queue, roster, this);
        this.admission = new Admission(options, lock, roster::free);
        this.limits = new Limits(this, pairing, settler, alarms);
        this.stops = new Stops(this, queue, roster, pairing, alarms, options.killGrace());
        this.losses = new Losses(this, pairing, ledger);
        this.idleWatch = new IdleWatch(this, roster, alarms, options.idleTime());
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

    /** Returns how many tasks may wait. */
    int queueCapacity() {
        return admission.capacity();
    }

    boolean isQueueBounded() {
        return admission.isBounded();
    }

    // ---- steps ----

    void step(Runnable change) {
        stepFor(() -> {
            change.run();
            return true;
        });
    }

    private boolean stepFor(Supplier<Boolean> change) {
        List<WorkerHandle> flush = List.of();
        boolean answer;
        lock.lock();
        try {
            answer = change.get();
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
        return answer;
    }

    <T extends @Nullable Object> T look(Supplier<T> question) {
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
        if (life.isOpen()) {
            roster.startSpares();
        }
        admission.wake(!life.isOpen());
        if (life.isDrained()) {
            roster.retireIdle();
            if (roster.seats().isEmpty()) {
                life.close(this::freeAll);
            }
        } else {
            idleWatch.look();
        }
    }

    private void freeAll() {
        try {
            backend.close();
        } finally {
            keepAlive.close();
            settler.close();
            alarms.close();
        }
    }

    // ---- from the user's side ----

    void startAhead() {
        step(roster::startAll);
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

    /** Takes in a job whose tasks are new, or runs it here if the queue is full and that is what was chosen. */
    void submit(PoolJob job) {
        boolean queued = stepFor(() -> {
            boolean room = admission.admit(job.size(), job.call().options(), () -> !life.isOpen() || isOwnWorker());
            life.requireOpen();
            for (int index = 0; index < job.size(); index++) {
                begin(job.task(index));
            }
            if (room) {
                queue(job);
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
        step(() -> {
            life.requireOpen();
            life.begin(1);
            maps.add(call);
            limits.called(call);
        });
    }

    /** Takes in more tasks of a map; those that are settled already are those that cannot be encoded. */
    <R extends @Nullable Object> void add(MapCall<R> call, List<PoolTask<R>> tasks) {
        PoolJob inCaller = new PoolJob(call, tasks.toArray(PoolTask[]::new));
        boolean queued = stepFor(() -> {
            boolean room = admission.admit(
                    tasks.size(), call.options(), () -> life.isStopping() || life.broken() != null || isOwnWorker());
            for (PoolTask<R> task : tasks) {
                begin(task);
                if (task.isClaimed()) {
                    end(task);
                } else if (life.isStopping() || call.future().isDone()) {
                    task.cancelSoon(settler); // before it can be queued
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
            step(() -> {
                if (task.phase() != Phase.ENDED) {
                    end(task);
                }
            });
        }
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
            return task.phase() == Phase.IN_CALLER
                    || job != null && seat != null && seat.handle().hasStarted(job, task.place());
        });
    }

    /** Stops the work on a task whose future was settled from outside. */
    void abandon(PoolTask<?> task, boolean interrupt) {
        step(() -> stops.stop(task, interrupt));
    }

    void count(TaskState state) {
        ledger.settled(state);
    }

    /** Counts tasks that begin to wait for a worker, or, if negative, that do so no more. A part of a step. */
    void countWaiting(int tasks) {
        admission.count(tasks);
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

    void unfit(Seat seat, Outcome failure) {
        step(() -> roster.unfit(seat));
        CompletableFuture<Void> told = new CompletableFuture<>();
        settler.settle(
                told,
                () -> { // since decoding runs the user's code
                    Throwable cause = thrownBy(failure);
                    step(() -> life.breakDown("the initializer failed in worker " + seat.id() + ": " + cause, cause));
                    told.complete(null);
                });
    }

    private static Throwable thrownBy(Outcome failure) {
        try {
            return new IllegalStateException("it is said to have failed, and returned " + failure.get());
        } catch (Throwable e) { // whatever the user's code threw
            return e;
        }
    }

    void spent(Seat seat) {
        step(() -> {
            seat.spend();
            pairing.takeBack(seat);
        });
    }

    void taskEnded(Seat seat, PoolJob job, int index, Outcome outcome) {
        step(() -> {
            PoolTask<?> task = job.task(index);
            if (task.phase() != Phase.ENDED && task.job() == job && job.seat == seat) {
                seat.countTask();
                roster.budget().taskEnded();
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
            losses.decide(seat, end);
        });
    }

    /** Has something logged where a handler of the user's may take its time. */
    private void logLater(String message) {
        CompletableFuture<Void> logged = new CompletableFuture<>();
        settler.settle(logged, () -> {
            LOGGER.log(Level.WARNING, message);
            logged.complete(null);
        });
    }

    // ---- parts of steps ----

    void flushLater(Seat seat) {
        pairing.flushLater(seat);
    }

    void killIfItDoesNotEnd(Seat seat) {
        stops.killIfItDoesNotEnd(seat);
    }

    /** Sets the alarms of tasks that are given to a worker. */
    void assigned(Seat seat, PoolJob job) {
        limits.assigned(seat, job);
    }

    void fail(PoolTask<?> task, Throwable failure) {
        settler.settle(task, () -> task.settle(Outcome.failure(failure)));
        end(task);
    }

    /** Notes that no worker runs a task or will run it. */
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
        String hopelessness = roster.hopelessness();
        if (hopelessness != null) {
            life.breakDown(hopelessness, null);
        }
        Breakdown broken = life.broken();
        if (broken == null) {
            return;
        }
        for (PoolJob job = queue.poll(); job != null; job = queue.poll()) {
            for (int index = 0; index < job.size(); index++) {
                if (job.task(index).phase() != Phase.ENDED) {
                    fail(job.task(index), broken.toException());
                }
            }
            job.call().finished(job, -1);
        }
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

    /** Ends a pool, when its work is done, that nobody can reach any more. */
    void abandoned() {
        if (!isShutdown()) {
            LOGGER.log(
                    Level.DEBUG, "pool {0} was not closed and cannot be reached any more; it ends with its work", name);
            shutdown();
        }
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
        if (look(this::isOwnWorker)) {
            throw new IllegalStateException("a task of pool " + name
                    + " cannot wait for the pool to end: it would wait for itself; call shutdown() instead");
        }
    }

    private boolean isOwnWorker() {
        Worker self = CurrentWorker.get();
        return self != null && roster.seats().stream().anyMatch(seat -> seat.worker() == self);
    }

    PoolStats stats() {
        return look(() -> ledger.stats(life.open(), roster.seats()));
    }
}
