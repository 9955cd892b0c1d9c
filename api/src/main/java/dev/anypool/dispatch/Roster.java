package dev.anypool.dispatch;

import dev.anypool.PoolOptions;
import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerState;
import dev.anypool.spi.Backend;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The workers of a pool: which there are, which are idle, when they start and when they are told to end. The pool's lock guards it.
 *
 * <p>Spare workers are idle ones like others; they are spare in that no more than {@link #most} workers are busy at a time. A worker
 * that was told to end has its place taken at once.
 */
final class Roster {
    private final Dispatcher dispatcher;
    private final Backend backend;
    private final String poolName;
    private final int most;
    private final int spares;
    private final int least;
    private final int tasksPerWorker;
    private final RestartBudget budget;
    private final List<Seat> seats = new ArrayList<>();

    /** The worker that was busy last comes first, so that others can rest. */
    private final Deque<Seat> idle = new ArrayDeque<>();

    private int lastId;
    private int starting;

    Roster(Dispatcher dispatcher, Backend backend, PoolOptions options) {
        this.dispatcher = dispatcher;
        this.backend = backend;
        this.poolName = options.name().orElse("anypool");
        this.most = options.workers();
        this.spares = options.spareWorkers();
        this.least = options.minWorkers();
        this.tasksPerWorker = options.tasksPerWorker().orElse(Integer.MAX_VALUE);
        this.budget = new RestartBudget(options.restartBudget());
    }

    /** The workers there are, in order of their numbers. */
    List<Seat> seats() {
        return seats;
    }

    RestartBudget budget() {
        return budget;
    }

    /** Returns how many workers more may be busy. */
    int free() {
        return most - count(WorkerState.BUSY);
    }

    private int count(WorkerState state) {
        int count = 0;
        for (Seat seat : seats) {
            if (seat.state() == state) {
                count++;
            }
        }
        return count;
    }

    private int inService() {
        return seats.size() - count(WorkerState.ENDING);
    }

    boolean hasIdle() {
        return !idle.isEmpty() && free() > 0;
    }

    @Nullable Seat pollIdle() {
        return hasIdle() ? idle.pollFirst() : null;
    }

    // ---- starting ----

    /** Starts workers until there is one for each job that waits, or as many as there may be. */
    void startFor(int jobs) {
        while (starting < jobs && inService() < most && budget.allowsAStart()) {
            startOne();
        }
    }

    /** Keeps spare workers ready while others work. */
    void startSpares() {
        if (spares > 0 && count(WorkerState.BUSY) > 0) {
            while (starting + idle.size() < spares && inService() < most + spares && budget.allowsAStart()) {
                startOne();
            }
        }
    }

    /** Starts all workers that there are to be, spare ones included. */
    void startAll() {
        while (inService() < most + spares && budget.allowsAStart()) {
            startOne();
        }
    }

    private void startOne() {
        int id = ++lastId;
        String name = poolName + "-worker-" + id;
        Seat seat = new Seat(dispatcher, id, tasksPerWorker);
        try {
            seat.handle(backend.start(id, name, seat));
        } catch (RuntimeException | Error e) { // such as no more threads to be had
            Worker known = new Worker(id, name, ProcessHandle.current().pid(), backend.name());
            WorkerCrash failure =
                    new WorkerCrash(known, "could not be started: " + e, null, null, List.of(), null, null);
            budget.failedToStart(failure);
            dispatcher.logLater(failure.describe(), e);
            return;
        }
        seats.add(seat);
        starting++;
    }

    void ready(Seat seat, Worker worker) {
        starting--;
        budget.started();
        seat.worker(worker);
        if (seat.state() == WorkerState.STARTING) {
            rest(seat);
        }
    }

    /** Notes that the initializer failed in a worker, which is about to end. */
    void unfit(Seat seat) {
        budget.unfit();
        if (seat.state() == WorkerState.STARTING) {
            seat.state(WorkerState.ENDING);
        }
    }

    // ---- working and resting ----

    private void rest(Seat seat) {
        seat.state(WorkerState.IDLE);
        seat.restsSince(System.nanoTime());
        idle.addFirst(seat);
    }

    /** Lets a worker rest if it has nothing to do, or end if it has done enough. */
    void restIfDone(Seat seat) {
        if (seat.state() == WorkerState.BUSY && seat.jobs().isEmpty()) {
            if (seat.isSpent()) {
                retire(seat);
            } else {
                rest(seat);
            }
        }
    }

    /** Gives a resting worker no more work. */
    void leave(Seat seat) {
        idle.remove(seat);
    }

    // ---- ending ----

    private void retire(Seat seat) {
        idle.remove(seat);
        boolean ready = seat.state() != WorkerState.STARTING;
        seat.state(WorkerState.ENDING);
        seat.handle().retire();
        dispatcher.flushLater(seat);
        if (!ready) {
            dispatcher.killIfItDoesNotEnd(seat);
        }
    }

    /** Tells the workers that have nothing to do to end. */
    void retireIdle() {
        for (Seat seat : List.copyOf(seats)) {
            if (seat.state() == WorkerState.IDLE || seat.state() == WorkerState.STARTING) {
                retire(seat);
            }
        }
    }

    /** Tells workers to end that have rested for long, as long as enough are left. */
    void retireLongIdle(Duration limit) {
        for (Seat seat = longestIdle(); seat != null && seat.hasRestedFor(limit); seat = longestIdle()) {
            retire(seat);
        }
    }

    /** Returns the worker that is the next to end if it goes on resting; {@code null} if there is none. */
    @Nullable Seat longestIdle() {
        boolean spare = count(WorkerState.BUSY) > 0 && starting + idle.size() <= spares;
        return inService() > least && !spare ? idle.peekLast() : null;
    }

    /** Takes a worker off; {@code crash} tells how it was lost if that was not meant. */
    void gone(Seat seat, @Nullable WorkerCrash crash) {
        boolean meant = seat.state() == WorkerState.ENDING;
        if (seat.worker() == null) {
            starting--;
            if (!meant) {
                budget.failedToStart(crash);
            }
        } else if (!meant && crash != null) {
            budget.lost(crash);
        }
        seat.state(WorkerState.ENDED);
        seats.remove(seat);
        idle.remove(seat);
    }

    /** Says why the pool is to be given up; {@code null} if it is not. */
    @Nullable String hopelessness() {
        return budget.exhausted(() -> seats.stream().anyMatch(seat -> seat.worker() != null));
    }
}
