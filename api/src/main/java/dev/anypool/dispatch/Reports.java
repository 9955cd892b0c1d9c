package dev.anypool.dispatch;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.WorkerState;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import java.util.concurrent.CompletableFuture;

/** What workers report, and what follows from it; each report is a step. */
final class Reports {
    private final Dispatcher dispatcher;
    private final Life life;
    private final Roster roster;
    private final Pairing pairing;
    private final Losses losses;
    private final Ledger ledger;
    private final Settler settler;

    Reports(
            Dispatcher dispatcher,
            Life life,
            Roster roster,
            Pairing pairing,
            Losses losses,
            Ledger ledger,
            Settler settler) {
        this.dispatcher = dispatcher;
        this.life = life;
        this.roster = roster;
        this.pairing = pairing;
        this.losses = losses;
        this.ledger = ledger;
        this.settler = settler;
    }

    void ready(Seat seat, Worker worker) {
        dispatcher.step(() -> {
            if (seat.state() != WorkerState.ENDED) { // else it died while it connected
                roster.ready(seat, worker);
            }
        });
    }

    void unfit(Seat seat, Outcome failure) {
        dispatcher.step(() -> roster.unfit(seat));
        CompletableFuture<Void> told = new CompletableFuture<>();
        settler.settle(
                told,
                () -> { // since decoding runs the user's code
                    Throwable cause = thrownBy(failure);
                    String reason = "the initializer failed in worker " + seat.id() + ": " + textOf(cause);
                    dispatcher.step(() -> life.breakDown(reason, cause));
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

    /** What an exception says of itself is the user's code. */
    private static String textOf(Throwable failure) {
        try {
            return failure.toString();
        } catch (Throwable e) { // whatever the user's code threw
            return failure.getClass().getName();
        }
    }

    void spent(Seat seat) {
        dispatcher.step(() -> {
            seat.spend();
            pairing.takeBack(seat);
        });
    }

    void taskEnded(Seat seat, PoolJob job, int index, Outcome outcome) {
        dispatcher.step(() -> {
            PoolTask<?> task = job.task(index);
            if (task.phase() != Phase.ENDED && task.job() == job && job.seat == seat) {
                seat.countTask();
                roster.budget().taskEnded();
                settler.settle(task, () -> task.settle(outcome));
                dispatcher.end(task);
            }
        });
    }

    void jobFinished(Seat seat, PoolJob job, long busyNanos) {
        dispatcher.step(() -> {
            if (seat.jobs().remove(job)) {
                job.seat = null;
                seat.countBusy(busyNanos);
                job.call().finished(job, busyNanos);
            }
            roster.restIfDone(seat);
        });
    }

    void workerGone(Seat seat, WorkerEnd end) {
        dispatcher.step(() -> {
            WorkerCrash crash = end.crash();
            if (crash != null && seat.state() != WorkerState.ENDING) {
                dispatcher.logLater(crash.describe(), null);
                ledger.crashed(crash);
            }
            roster.gone(seat, crash);
            losses.decide(seat, end);
        });
    }
}
