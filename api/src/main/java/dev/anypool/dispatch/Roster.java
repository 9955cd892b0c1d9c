package dev.anypool.dispatch;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerState;
import dev.anypool.spi.Backend;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers of a pool: which there are, which are idle, and how starting new ones goes. The pool's lock guards it. */
final class Roster {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    /** So many workers in a row may fail to start before no more are tried. */
    private static final int MOST_FAILED_STARTS = 3;

    private final Dispatcher dispatcher;
    private final Backend backend;
    private final String poolName;
    private final int most;
    private final List<Seat> seats = new ArrayList<>();

    /** The worker that was busy last comes first, so that others can rest. */
    private final Deque<Seat> idle = new ArrayDeque<>();

    private int lastId;
    private int starting;
    private int failedStarts;
    private @Nullable WorkerCrash lastFailure;

    Roster(Dispatcher dispatcher, Backend backend, String poolName, int most) {
        this.dispatcher = dispatcher;
        this.backend = backend;
        this.poolName = poolName;
        this.most = most;
    }

    /** The workers there are, in order of their numbers. */
    List<Seat> seats() {
        return seats;
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    @Nullable Seat pollIdle() {
        return idle.pollFirst();
    }

    /** Starts workers until there is one for each job that waits, or as many as there may be. */
    void startFor(int jobs) {
        while (starting < jobs && seats.size() < most && failedStarts < MOST_FAILED_STARTS) {
            startOne();
        }
    }

    private void startOne() {
        int id = ++lastId;
        String name = poolName + "-worker-" + id;
        Seat seat = new Seat(dispatcher, id);
        try {
            seat.handle(backend.start(id, name, seat));
        } catch (RuntimeException | Error e) { // such as no more threads to be had
            Worker known = new Worker(id, name, ProcessHandle.current().pid(), backend.name());
            lastFailure = new WorkerCrash(known, "could not be started: " + e, null, null, List.of(), null, null);
            failedStarts++;
            LOGGER.log(Level.WARNING, lastFailure.describe(), e);
            return;
        }
        seats.add(seat);
        starting++;
    }

    void ready(Seat seat, Worker worker) {
        starting--;
        failedStarts = 0;
        seat.worker(worker);
        if (seat.state() == WorkerState.STARTING) {
            seat.state(WorkerState.IDLE);
            idle.addFirst(seat);
        }
    }

    /** Lets a worker rest if it has nothing to do. */
    void restIfDone(Seat seat) {
        if (seat.jobs().isEmpty() && seat.state() == WorkerState.BUSY) {
            seat.state(WorkerState.IDLE);
            idle.addFirst(seat);
            failedStarts = Math.min(failedStarts, MOST_FAILED_STARTS - 1); // while one works, others are worth a try
        }
    }

    /** Gives a resting worker no more work. */
    void leave(Seat seat) {
        idle.remove(seat);
    }

    /** Takes a worker off; {@code crash} tells how it was lost if that was not meant. */
    void gone(Seat seat, @Nullable WorkerCrash crash) {
        if (seat.worker() == null) {
            starting--;
            if (seat.state() != WorkerState.ENDING) {
                failedStarts++;
                lastFailure = crash;
            }
        }
        seat.state(WorkerState.ENDED);
        seats.remove(seat);
        idle.remove(seat);
    }

    /** Tells the workers that have nothing to do to end. */
    List<Seat> retireIdle() {
        List<Seat> retired = new ArrayList<>();
        for (Seat seat : seats) {
            if (seat.state() == WorkerState.IDLE || seat.state() == WorkerState.STARTING) {
                idle.remove(seat);
                seat.state(WorkerState.ENDING);
                seat.handle().retire();
                retired.add(seat);
            }
        }
        return retired;
    }

    /** Tells whether workers keep failing to start, and there is none that works. */
    boolean isHopeless() {
        return failedStarts >= MOST_FAILED_STARTS && seats.stream().noneMatch(seat -> seat.worker() != null);
    }

    /** Says why it is hopeless. */
    String hopelessness() {
        return failedStarts + " workers in a row could not start; "
                + (lastFailure == null ? "nothing is known of the cause" : "the last one: " + lastFailure.describe());
    }
}
