package dev.anypool.process;

import dev.anypool.PoolOptions;
import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerListener;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The worker of a {@link WorkerProcess}, with a backend of its own: takes one job and ends. The worker's reports come in on its
 * handle's threads; {@link #run} follows them, on a thread of the process.
 */
final class LoneWorker implements WorkerListener {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final int FAILED = 1;

    private final Job job;
    private final ProcessBackend backend;
    private final JvmHandle handle;

    /** Whether the worker can take the job. */
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();

    /** What became of the job, or of the initializer if that failed; empty if the worker ended without a word of either. */
    private final CompletableFuture<Optional<Outcome>> outcome = new CompletableFuture<>();

    private final CompletableFuture<Optional<WorkerCrash>> gone = new CompletableFuture<>();

    private LoneWorker(Job job, ProcessBackend backend) {
        this.job = job;
        this.backend = backend;
        this.handle = backend.start(1, job.callName(), this);
    }

    /** Starts the worker; {@link #run} has to follow. */
    static LoneWorker start(Job job, PoolOptions options, ProcessPoolOptions own) {
        ProcessBackend backend = ProcessBackend.open(options, own);
        try {
            return new LoneWorker(job, backend);
        } catch (RuntimeException | Error e) { // no thread for it
            backend.close();
            throw e;
        }
    }

    /** Follows the worker to its end and frees all that it needed. */
    ProcessEnd run() {
        Throwable thrown;
        try {
            thrown = lead();
        } catch (RuntimeException | Error e) {
            handle.kill("the parent cannot go on: " + e);
            thrown = e;
        }
        Optional<WorkerCrash> crash = gone.join();
        try {
            backend.close();
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "not all of " + job.callName() + " could be freed", e);
        }
        return ProcessEnd.of(job.callName(), crash.orElse(null), thrown);
    }

    /** Gives the worker its job, and lets it end when that is done; returns what the target, or the initializer, threw. */
    private @Nullable Throwable lead() {
        boolean fit = ready.join();
        if (fit) {
            handle.assign(job);
            handle.flush();
        }
        Optional<Outcome> told = outcome.join();
        Throwable thrown = told.isPresent() ? failureOf(told.get()) : null;
        if (fit && told.isPresent()) {
            handle.end(thrown == null ? 0 : FAILED);
            handle.flush();
        }
        return thrown;
    }

    private static @Nullable Throwable failureOf(Outcome outcome) {
        try {
            outcome.get();
            return null;
        } catch (Throwable thrown) { // what the target threw, to be handed over as it is
            return thrown;
        }
    }

    OptionalLong awaitLaunch() {
        return handle.awaitLaunch();
    }

    void terminate() {
        handle.terminate();
    }

    void kill(String reason) {
        handle.kill(reason);
    }

    // ---- from the worker ----

    @Override
    public void ready(Worker worker) {
        ready.complete(true);
    }

    @Override
    public void unfit(Outcome failure) {
        outcome.complete(Optional.of(failure));
        ready.complete(false);
    }

    @Override
    public void spent() {
        // it gets no second job anyway
    }

    @Override
    public void ended(Job ofThis, int index, Outcome what) {
        outcome.complete(Optional.of(what));
    }

    @Override
    public void finished(Job ofThis, long busyNanos) {
        // its one task has been reported, which says it all
    }

    @Override
    public void gone(WorkerEnd end) {
        ready.complete(false);
        outcome.complete(Optional.empty());
        gone.complete(Optional.ofNullable(end.crash()));
    }
}
