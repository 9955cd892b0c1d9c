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
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Pairs jobs with workers, from the first task to the last worker's end.
 *
 * <p>OVERVIEW. One lock guards the queue, the seats and the state of every task; it is held for short steps that neither wait
 * nor run user code. Whoever changes something, a user who submits or a worker that reports, ends the step in {@link #unlock()},
 * which pairs what can be paired and then, the lock released, has the frames sent off.
 *
 * <p>{@code open} counts what keeps a draining pool from ending: tasks that have not ended, and calls that may still add some. A
 * task has ended when no worker runs it or will run it; its future may have been settled earlier, from outside, or is settled
 * shortly after, by the settler.
 */
final class Dispatcher {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    /** So many workers in a row may fail to start before the pool is given up. */
    private static final int MOST_FAILED_STARTS = 3;

    private static final int MOST_CRASHES_KEPT = 100;

    private final String name;
    private final Backend backend;
    private final int workers;
    private final Duration killGrace;
    private final Settler settler;
    private final Alarms alarms;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();

    // From here to the counters all is guarded by the lock.

    private Lifecycle lifecycle = Lifecycle.OPEN;
    private final JobQueue queue = new JobQueue();
    private final List<Seat> seats = new ArrayList<>();

    /** The worker that was busy last comes first, so that others can rest. */
    private final Deque<Seat> idle = new ArrayDeque<>();

    /** The maps that have elements which are not in a job yet, or may still get some. */
    private final Set<MapCall<?>> maps = new HashSet<>();

    private final List<WorkerHandle> unflushed = new ArrayList<>();
    private final Deque<WorkerCrash> crashes = new ArrayDeque<>();
    private long open;
    private int lastId;
    private int starting;
    private int failedStarts;
    private long lost;
    private long retried;
    private @Nullable BrokenPoolException broken;
    private @Nullable Thread closer;

    private final LongAdder done = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder cancelled = new LongAdder();

    Dispatcher(PoolOptions options, Backend backend) {
        this.name = options.name().orElse("anypool");
        this.backend = backend;
        this.workers = options.workers();
        this.killGrace = options.killGrace();
        this.settler = new Settler(name);
        this.alarms = new Alarms(name);
    }

    void startAhead() {
        lock.lock();
        try {
            while (seats.size() < workers) {
                startWorker();
            }
        } finally {
            unlock();
        }
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

    int sizeOf(Object arguments) {
        return backend.sizeOf(arguments);
    }

    // ---- from the user's side ----

    /** Refuses if the pool takes no work. */
    void requireOpen() {
        lock.lock();
        try {
            checkOpen();
        } finally {
            lock.unlock();
        }
    }

    private void checkOpen() {
        if (lifecycle == Lifecycle.BROKEN && broken != null) {
            throw new BrokenPoolException(String.valueOf(broken.getMessage()), broken.getCause());
        }
        if (lifecycle != Lifecycle.OPEN) {
            throw new RejectedExecutionException("pool " + name + " has been shut down and takes no more work");
        }
    }

    /** Takes in a job whose tasks are new. */
    void submit(PoolJob job) {
        lock.lock();
        try {
            checkOpen();
            open += job.size();
            queue(job);
        } finally {
            unlock();
        }
    }

    /** Lets a call add tasks from now on, whether the pool is shut down meanwhile or not, until {@link #endCall}. */
    void beginCall(MapCall<?> call) {
        lock.lock();
        try {
            checkOpen();
            maps.add(call);
            open++;
        } finally {
            lock.unlock();
        }
    }

    <R extends @Nullable Object> void add(MapCall<R> call, List<PoolTask<R>> tasks) {
        lock.lock();
        try {
            for (PoolTask<R> task : tasks) {
                if (!task.isDone()) {
                    open++;
                } else {
                    task.phase(Phase.ENDED); // its arguments cannot travel
                }
            }
            call.add(tasks);
        } finally {
            unlock();
        }
        if (hasStopped()) {
            tasks.forEach(task -> task.cancel(true));
        }
    }

    <R extends @Nullable Object> void endCall(MapCall<R> call) {
        List<TaskFuture<R>> all;
        lock.lock();
        try {
            all = call.complete();
        } finally {
            unlock();
        }
        call.future().complete(settler, all);
        lock.lock();
        try {
            open--;
        } finally {
            unlock();
        }
    }

    /** Notes that all elements of a map are in jobs, with the lock held. */
    void allCut(MapCall<?> call) {
        maps.remove(call);
    }

    private boolean hasStopped() {
        lock.lock();
        try {
            return lifecycle.compareTo(Lifecycle.STOPPING) >= 0;
        } finally {
            lock.unlock();
        }
    }

    /** Puts a job at the end of the queue, with the lock held. */
    void queue(PoolJob job) {
        place(job);
        queue.addLast(job);
    }

    private static void place(PoolJob job) {
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            task.phase(Phase.QUEUED);
            task.place(job, index);
        }
    }

    boolean isRunning(PoolTask<?> task) {
        lock.lock();
        try {
            PoolJob job = task.job();
            Seat seat = job == null ? null : job.seat;
            return seat != null && seat.handle().hasStarted(job, task.place());
        } finally {
            lock.unlock();
        }
    }

    /** Stops the work on a task whose future was settled from outside. */
    void abandon(PoolTask<?> task, boolean interrupt) {
        lock.lock();
        try {
            PoolJob job = task.job();
            switch (task.phase()) {
                case WAITING -> end(task);
                case QUEUED -> {
                    end(task);
                    if (job != null && --job.live == 0) {
                        queue.remove(job);
                        job.call().finished(job, -1);
                    }
                }
                case ASSIGNED -> {
                    Seat seat = job == null ? null : job.seat;
                    if (interrupt && job != null && seat != null) {
                        seat.handle().stop(job, task.place());
                        unflushed.add(seat.handle());
                        alarms.set(killGrace, () -> killIfStillRunning(task, job, seat));
                    }
                }
                case ENDED -> {}
            }
        } finally {
            unlock();
        }
    }

    private void killIfStillRunning(PoolTask<?> task, PoolJob job, Seat seat) {
        lock.lock();
        try {
            boolean still = task.phase() == Phase.ASSIGNED && task.job() == job;
            boolean running = still && seat.handle().hasStarted(job, task.place());
            boolean frozen =
                    still && seat.jobs().peekFirst() == job && !seat.handle().hasStarted(job, 0);
            if ((running || frozen) && seat.state() == WorkerState.BUSY) {
                takeBack(seat);
                seat.state(WorkerState.ENDING);
                seat.handle()
                        .kill("task " + task.taskName() + " did not stop within the kill grace of "
                                + killGrace.toMillis() + " ms");
            }
        } finally {
            unlock();
        }
    }

    void count(TaskState state) {
        switch (state) {
            case DONE -> done.increment();
            case FAILED -> failed.increment();
            case CANCELLED -> cancelled.increment();
            default -> throw new IllegalArgumentException(state + " is not the state of a settled task");
        }
    }

    // ---- from the workers' side ----

    void ready(Seat seat, Worker worker) {
        lock.lock();
        try {
            if (seat.state() == WorkerState.ENDED) {
                return; // it died while it connected
            }
            starting--;
            failedStarts = 0;
            seat.worker(worker);
            if (seat.state() == WorkerState.STARTING) {
                seat.state(WorkerState.IDLE);
                idle.addFirst(seat);
            }
        } finally {
            unlock();
        }
    }

    void taskEnded(Seat seat, PoolJob job, int index, Outcome outcome) {
        lock.lock();
        try {
            PoolTask<?> task = job.task(index);
            if (task.phase() == Phase.ENDED || task.job() != job) {
                return;
            }
            seat.countTask();
            settler.settle(task, () -> task.settle(outcome)); // before the pool can end without it
            job.live--;
            end(task);
        } finally {
            unlock();
        }
    }

    void jobFinished(Seat seat, PoolJob job, long busyNanos) {
        lock.lock();
        try {
            if (seat.jobs().remove(job)) {
                job.seat = null;
                seat.countBusy(busyNanos);
                job.call().finished(job, busyNanos);
            }
            restIfIdle(seat);
        } finally {
            unlock();
        }
    }

    private void restIfIdle(Seat seat) {
        if (seat.jobs().isEmpty() && seat.state() == WorkerState.BUSY) {
            seat.state(WorkerState.IDLE);
            idle.addFirst(seat);
        }
    }

    void workerGone(Seat seat, WorkerEnd end) {
        lock.lock();
        try {
            boolean expected = seat.state() == WorkerState.ENDING;
            if (seat.worker() == null) {
                starting--;
                if (!expected) {
                    failedStarts++;
                }
            }
            seat.state(WorkerState.ENDED);
            seats.remove(seat);
            idle.remove(seat);
            WorkerCrash crash = end.crash();
            if (crash != null && !expected) {
                LOGGER.log(Level.WARNING, crash.describe());
                if (crashes.size() == MOST_CRASHES_KEPT) {
                    crashes.removeFirst();
                }
                crashes.addLast(crash);
            }
            List<PoolJob> held = new ArrayList<>(seat.jobs());
            seat.jobs().clear();
            for (int index = held.size() - 1; index >= 0; index--) { // the last first, for the queue's head
                release(held.get(index), end);
            }
            breakDownIfHopeless(crash);
            ended.signalAll();
        } finally {
            unlock();
        }
    }

    /** Decides for each task of a job whose worker is gone: over, lost, or to be run elsewhere. */
    private void release(PoolJob job, WorkerEnd end) {
        job.seat = null;
        List<PoolTask<?>> again = new ArrayList<>();
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (task.phase() == Phase.ENDED) {
                continue;
            }
            if (task.isDone()) {
                end(task);
            } else if (!end.hadStarted(job, index)) {
                again.add(task);
            } else {
                lost++;
                if (task.lost() <= job.call().options().retries()) {
                    retried++;
                    again.add(task);
                } else {
                    fail(task, end.crash());
                }
            }
        }
        job.call().finished(job, -1);
        requeue(job.call(), again);
    }

    private void fail(PoolTask<?> task, @Nullable WorkerCrash crash) {
        Throwable failure = crash != null
                ? new WorkerCrashedException(task.taskName(), crash)
                : new IllegalStateException("worker ended with task " + task.taskName() + " unfinished");
        settler.settle(task, () -> task.settle(Outcome.failure(failure)));
        end(task);
    }

    /** Puts tasks back at the head of the queue as a job of their own. */
    private void requeue(Call call, List<PoolTask<?>> tasks) {
        if (!tasks.isEmpty()) {
            PoolJob job = new PoolJob(call, tasks.toArray(PoolTask[]::new));
            place(job);
            queue.addFirst(job);
            call.requeued();
        }
    }

    private void end(PoolTask<?> task) {
        task.phase(Phase.ENDED);
        open--;
    }

    /** Gives the pool up if workers keep failing to start and there is none that works. */
    private void breakDownIfHopeless(@Nullable WorkerCrash crash) {
        boolean hopeless =
                failedStarts >= MOST_FAILED_STARTS && seats.stream().noneMatch(seat -> seat.worker() != null);
        if (!hopeless || broken != null || lifecycle.compareTo(Lifecycle.STOPPING) >= 0) {
            return;
        }
        broken = new BrokenPoolException(
                "pool " + name + " is broken: " + failedStarts + " workers in a row could not start; "
                        + (crash == null ? "nothing is known of the cause" : crash.describe()),
                crash == null ? null : new WorkerCrashedException("start of a worker", crash));
        if (lifecycle == Lifecycle.OPEN) {
            move(Lifecycle.BROKEN);
        }
    }

    /** Fails what waits in the queue of a broken pool; a map then puts its next elements there, and they fail as well. */
    private void failQueue(BrokenPoolException cause) {
        for (PoolJob job = queue.poll(); job != null; job = queue.poll()) {
            for (int index = 0; index < job.size(); index++) {
                PoolTask<?> task = job.task(index);
                if (task.phase() != Phase.ENDED) {
                    settler.settle(task, () -> task.settle(Outcome.failure(cause)));
                    end(task);
                }
            }
            job.call().finished(job, -1);
        }
    }

    // ---- pairing ----

    /** Ends a step: pairs jobs with workers, releases the lock, and has the frames sent. */
    private void unlock() {
        List<WorkerHandle> flush = List.of();
        try {
            if (lock.getHoldCount() == 1) {
                pair();
                endIfDrained();
                if (!unflushed.isEmpty()) {
                    flush = List.copyOf(unflushed);
                    unflushed.clear();
                }
            }
        } finally {
            lock.unlock();
        }
        flush.forEach(WorkerHandle::flush);
    }

    private void pair() {
        if (broken != null) {
            failQueue(broken);
        }
        for (PoolJob job = queue.peek(); job != null; job = queue.peek()) {
            Seat seat = idle.pollFirst();
            if (seat == null) {
                startWorkers();
                seat = job.isLimited() ? null : seatThatTakesMore();
            }
            if (seat == null) {
                return;
            }
            queue.remove(job);
            assign(seat, job);
        }
        while (!idle.isEmpty() && takeBackFromOthers()) {
            pairTakenBack();
        }
    }

    /** An idle worker and jobs that wait behind another worker's: they change places. */
    private boolean takeBackFromOthers() {
        for (Seat seat : seats) {
            if (seat.jobs().size() > 1 && takeBack(seat)) {
                return true;
            }
        }
        return false;
    }

    private void pairTakenBack() {
        for (PoolJob job = queue.peek(); job != null && !idle.isEmpty(); job = queue.peek()) {
            queue.remove(job);
            assign(idle.removeFirst(), job);
        }
        for (PoolJob job = queue.peek(); job != null; job = queue.peek()) {
            Seat seat = seatThatTakesMore();
            if (seat == null) {
                return;
            }
            queue.remove(job);
            assign(seat, job);
        }
    }

    private @Nullable Seat seatThatTakesMore() {
        Seat best = null;
        for (Seat seat : seats) {
            if (seat.takesMore()
                    && (best == null || seat.jobs().size() < best.jobs().size())) {
                best = seat;
            }
        }
        return best;
    }

    /** Returns whether there was something to take. */
    private boolean takeBack(Seat seat) {
        List<Job> taken = seat.handle().takeBack();
        for (int index = taken.size() - 1; index >= 0; index--) {
            PoolJob job = (PoolJob) taken.get(index);
            seat.jobs().remove(job);
            job.seat = null;
            List<PoolTask<?>> again = new ArrayList<>(job.size());
            for (int place = 0; place < job.size(); place++) {
                PoolTask<?> task = job.task(place);
                if (task.phase() != Phase.ENDED) {
                    if (task.isDone()) {
                        end(task);
                    } else {
                        again.add(task);
                    }
                }
            }
            job.call().finished(job, -1);
            requeue(job.call(), again);
        }
        restIfIdle(seat);
        return !taken.isEmpty();
    }

    private void assign(Seat seat, PoolJob job) {
        if (seat.state() == WorkerState.IDLE) {
            seat.state(WorkerState.BUSY);
        }
        seat.jobs().addLast(job);
        job.seat = seat;
        for (int index = 0; index < job.size(); index++) {
            PoolTask<?> task = job.task(index);
            if (task.phase() != Phase.ENDED) {
                task.phase(Phase.ASSIGNED);
                job.call()
                        .options()
                        .runLimit()
                        .ifPresent(limit -> task.alarm(alarms.set(limit, () -> limitReached(task, job, limit, seat))));
            }
        }
        seat.handle().assign(job);
        unflushed.add(seat.handle());
    }

    private void limitReached(PoolTask<?> task, PoolJob job, Duration limit, Seat seat) {
        lock.lock();
        try {
            if (task.phase() == Phase.ASSIGNED && task.job() == job) {
                String where = seat.worker() == null ? name : seat.worker().toString();
                settler.settle(
                        task,
                        () -> task.completeExceptionally(new TaskTimeoutException(task.taskName(), limit, where)));
            }
        } finally {
            unlock();
        }
    }

    /** Starts as many workers as there are jobs for, and no more than there may be. */
    private void startWorkers() {
        while (starting < queue.size() && seats.size() < workers && failedStarts < MOST_FAILED_STARTS) {
            startWorker();
        }
    }

    private void startWorker() {
        int id = ++lastId;
        Seat seat = new Seat(this, id);
        String workerName = name + "-worker-" + id;
        try {
            seat.handle(backend.start(id, workerName, seat));
        } catch (RuntimeException | Error e) { // such as no more threads to be had
            failedStarts++;
            Worker known = new Worker(id, workerName, ProcessHandle.current().pid(), backend.name());
            WorkerCrash crash = new WorkerCrash(known, "could not be started: " + e, null, null, List.of(), null, null);
            LOGGER.log(Level.WARNING, crash.describe(), e);
            breakDownIfHopeless(crash);
            return;
        }
        seats.add(seat);
        starting++;
    }

    // ---- ending ----

    void shutdown() {
        lock.lock();
        try {
            if (!lifecycle.isShutdown()) {
                move(Lifecycle.DRAINING);
            }
        } finally {
            unlock();
        }
    }

    List<TaskFuture<?>> shutdownNow() {
        List<PoolTask<?>> waiting = new ArrayList<>();
        List<PoolTask<?>> started = new ArrayList<>();
        lock.lock();
        try {
            if (lifecycle.compareTo(Lifecycle.STOPPING) < 0) {
                move(Lifecycle.STOPPING);
            }
            for (Seat seat : List.copyOf(seats)) {
                if (!seat.jobs().isEmpty()) {
                    takeBack(seat);
                }
                seat.jobs().forEach(job -> gather(job, started));
            }
            for (PoolJob job = queue.peek(); job != null; job = job.next) {
                gather(job, waiting);
            }
            maps.forEach(map -> map.gatherWaiting(waiting));
            started.forEach(task -> abandon(task, true));
            List<PoolTask<?>> all = new ArrayList<>(waiting);
            all.addAll(started);
            all.forEach(task -> settler.settle(task, () -> task.cancel(true)));
        } finally {
            unlock();
        }
        return List.copyOf(waiting);
    }

    private static void gather(PoolJob job, List<PoolTask<?>> into) {
        for (int index = 0; index < job.size(); index++) {
            if (job.task(index).phase() != Phase.ENDED) {
                into.add(job.task(index));
            }
        }
    }

    boolean isShutdown() {
        lock.lock();
        try {
            return lifecycle.isShutdown();
        } finally {
            lock.unlock();
        }
    }

    boolean isTerminated() {
        lock.lock();
        try {
            return lifecycle == Lifecycle.TERMINATED;
        } finally {
            lock.unlock();
        }
    }

    boolean awaitTermination(Duration limit) throws InterruptedException {
        refuseOwnWorker();
        long left = nanos(limit);
        Thread last;
        lock.lockInterruptibly();
        try {
            while (closer == null) {
                if (left <= 0) {
                    return false;
                }
                left = ended.awaitNanos(left);
            }
            last = closer;
        } finally {
            lock.unlock();
        }
        TimeUnit.NANOSECONDS.timedJoin(last, Math.max(1, left));
        return !last.isAlive();
    }

    private static long nanos(Duration limit) {
        return limit.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE : limit.toNanos();
    }

    void refuseOwnWorker() {
        Worker self = CurrentWorker.get();
        lock.lock();
        try {
            if (self != null && seats.stream().anyMatch(seat -> seat.worker() == self)) {
                throw new IllegalStateException("a task of pool " + name
                        + " cannot wait for the pool to end: it would wait for itself; call shutdown() instead");
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells workers to end once nothing is left for them, and after the last one has the rest freed. */
    private void endIfDrained() {
        if (!lifecycle.isShutdown() || open > 0 || closer != null) {
            return;
        }
        for (Seat seat : seats) {
            if (seat.state() == WorkerState.IDLE || seat.state() == WorkerState.STARTING) {
                idle.remove(seat);
                seat.state(WorkerState.ENDING);
                seat.handle().retire();
                unflushed.add(seat.handle());
            }
        }
        if (seats.isEmpty()) {
            move(Lifecycle.CLOSING);
            closer = new Thread(this::freeAll, name + "-closer");
            closer.setDaemon(true);
            closer.start();
            ended.signalAll();
        }
    }

    private void freeAll() {
        try {
            backend.close();
            settler.close();
            alarms.close();
        } catch (InterruptedException e) {
            LOGGER.log(Level.WARNING, "pool " + name + " was interrupted while it closed", e);
        } finally {
            lock.lock();
            try {
                move(Lifecycle.TERMINATED);
            } finally {
                lock.unlock();
            }
        }
    }

    private void move(Lifecycle next) {
        if (!lifecycle.canBecome(next)) {
            throw new IllegalStateException("pool " + name + " cannot go from " + lifecycle + " to " + next);
        }
        lifecycle = next;
    }

    // ---- looking on ----

    PoolStats stats() {
        lock.lock();
        try {
            long running = 0;
            for (Seat seat : seats) {
                for (PoolJob job : seat.jobs()) {
                    running += runningIn(seat, job);
                }
            }
            return new PoolStats(
                    open - running,
                    running,
                    done.sum(),
                    failed.sum(),
                    cancelled.sum(),
                    lost,
                    retried,
                    seats.stream().map(Seat::stats).toList(),
                    List.copyOf(crashes));
        } finally {
            lock.unlock();
        }
    }

    private static long runningIn(Seat seat, PoolJob job) {
        for (int index = 0; index < job.size(); index++) {
            if (job.task(index).phase() == Phase.ASSIGNED && seat.handle().hasStarted(job, index)) {
                return 1;
            }
        }
        return 0;
    }
}
