package dev.anypool.process;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedOutcome;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The parent's view of one worker JVM.
 *
 * <p>OVERVIEW. The pool calls with its lock held and must not wait, so starting and ending happen on threads of their own: one
 * starts the process and then pumps its standard output, one pumps its standard error, and one comes to life when the process has
 * ended, gathers what is known and reports it. Frames come in on the transport's thread.
 *
 * <p>What the worker was given, and how far it has come, lies in its {@link Assignments}.
 */
final class JvmHandle implements WorkerHandle, Connection.Peer {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final String INITIALIZER = "initializer";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A JVM that has not connected by then hangs. */
    private static final long MOST_START_SECONDS = 60;

    /** A worker that has nothing to do and does not end by then is held up by a shutdown hook of the user's. */
    private static final long MOST_EXIT_SECONDS = 5;

    private final int id;
    private final String name;
    private final WorkerListener listener;
    private final DecodingContext context;
    private final Transport transport;
    private final WorkerLauncher launcher;
    private final byte[] secret = new byte[Wire.SECRET_BYTES];
    private final Outputs outputs;

    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
    private final CompletableFuture<Void> exited = new CompletableFuture<>();

    /** Completed when the process exists, with its id, or when it could not be started, with nothing. */
    private final CompletableFuture<OptionalLong> launched = new CompletableFuture<>();

    private volatile @Nullable Process process;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Worker worker;
    private volatile @Nullable String killed;
    private volatile boolean retired;
    private volatile boolean terminated;

    /** Whether the worker takes jobs; written by the transport's thread. */
    private volatile boolean ready;

    /** Whether the worker has sent what makes no sense; written by the transport's thread. */
    private volatile boolean faulty;

    /** Set before the process starts. */
    private volatile @Nullable Assignments assignments;

    JvmHandle(
            int id,
            String name,
            WorkerListener listener,
            DecodingContext context,
            Transport transport,
            WorkerLauncher launcher) {
        this.id = id;
        this.name = name;
        this.listener = listener;
        this.context = context;
        this.transport = transport;
        this.launcher = launcher;
        this.outputs = new Outputs(name, launcher.output());
        RANDOM.nextBytes(secret);
    }

    // ---- starting and ending ----

    void start() {
        startThread("out", this::launch);
    }

    private void startThread(String role, Runnable body) {
        Thread thread = new Thread(null, body, name + "-" + role, 256 << 10);
        thread.setDaemon(true);
        thread.start();
    }

    private void launch() {
        Process started;
        try {
            WorkerLauncher.Place place = launcher.prepare(id);
            assignments = new Assignments(place.page());
            transport.expect(id, secret, this);
            started = launcher.launch(id, name, secret, place);
            startThread("end", () -> ended(started, place));
        } catch (Throwable e) { // the pool must hear of it, whatever it is
            couldNotStart(e);
            return;
        }
        process = started;
        if (killed != null) {
            started.destroyForcibly();
        } else if (terminated) {
            started.toHandle().destroy();
        }
        launched.complete(OptionalLong.of(started.pid()));
        killUnless(connected, MOST_START_SECONDS, "it did not connect");
        startThread("err", () -> outputs.passOnErrors(started.getErrorStream()));
        outputs.passOn(started.getInputStream());
    }

    private void couldNotStart(Throwable e) {
        transport.expectNoMore(id);
        launcher.cleanUp(id);
        launched.complete(OptionalLong.empty());
        Worker known = new Worker(id, name, 0, ProcessPoolOptions.BACKEND);
        listener.gone(WorkerEnd.withNothingStarted(
                new WorkerCrash(known, "could not be started: " + e, null, null, List.of(), null, null)));
    }

    private void killUnless(CompletableFuture<?> happened, long seconds, String reason) {
        Future<?> alarm = transport.after(seconds, () -> kill(reason + " within " + seconds + " seconds"));
        happened.whenComplete((value, failure) -> alarm.cancel(false));
    }

    /** Waits for the process to end, gathers what is known and reports it. */
    private void ended(Process ended, WorkerLauncher.Place place) {
        int exit = waitFor(ended);
        exited.complete(null);
        transport.expectNoMore(id);
        WorkerCrash crash = new WorkerCrash(self(ended.pid()), "ended", exit, null, List.of(), null, null);
        try {
            readTheRest(place);
            outputs.awaitEnds();
            crash = CrashReport.describe(self(ended.pid()), ready, exit, killed, outputs.lastErrors(), place.folder());
            launcher.cleanUp(id);
        } catch (RuntimeException | Error e) {
            LOGGER.log(Level.WARNING, "not all can be told of the end of " + name, e);
        } finally {
            connected.complete(null);
            boolean orderly = retired && exit == 0 && killed == null;
            Assignments given = assignments;
            listener.gone(
                    given == null
                            ? WorkerEnd.withNothingStarted(crash)
                            : new WorkerEnd(orderly ? null : crash, given.started()));
        }
    }

    /** Takes in what the worker had sent, and what it had ready and not sent. */
    private void readTheRest(WorkerLauncher.Place place) {
        Connection own = connection;
        if (own == null) {
            return;
        }
        disconnected.join(); // the system closes the socket of a process that has ended
        if (faulty) {
            return;
        }
        try {
            own.accept(received -> place.page().unsent(received));
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "what " + name + " had not sent cannot be read", e);
        }
    }

    private static int waitFor(Process process) {
        while (true) {
            try {
                return process.waitFor();
            } catch (InterruptedException e) {
                LOGGER.log(Level.DEBUG, "nobody interrupts this thread, and if somebody does it goes on waiting", e);
            }
        }
    }

    private Worker self(long pid) {
        Worker known = worker;
        return known != null ? known : new Worker(id, name, pid, ProcessPoolOptions.BACKEND);
    }

    /** The worker has said who it is. */
    void greeted(long pid) {
        worker = self(pid);
    }

    @Override
    public void connected(Connection own) {
        connection = own;
        connected.complete(null);
    }

    @Override
    public void disconnected(@Nullable String fault) {
        faulty = fault != null;
        disconnected.complete(null);
        if (fault != null) {
            kill("what it sent made no sense: " + fault);
        } else if (!retired) {
            killUnless(exited, MOST_EXIT_SECONDS, "it closed its channel and did not end");
        }
    }

    @Override
    public void retire() {
        end(0);
        if (connection != null) {
            killUnless(exited, MOST_EXIT_SECONDS, "it was told to end and did not");
        }
    }

    /** Lets the worker end after the jobs that it has, with an exit code; its shutdown hooks may take as long as they like. */
    void end(int exitCode) {
        retired = true;
        Connection own = connection;
        if (own == null || !ready) {
            kill("it is not needed any more");
        } else {
            own.enqueue(RunFrames.retire(exitCode));
        }
    }

    /** Asks the system to end the worker, whose shutdown hooks run; if its process does not exist yet, as soon as it does. */
    void terminate() {
        terminated = true;
        Process running = process;
        if (running != null) {
            running.toHandle().destroy(); // unlike Process.destroy it leaves the outputs open, for what the hooks write
        }
    }

    /** Waits until the process exists, which takes some milliseconds; returns its id, or nothing if it could not be started. */
    OptionalLong awaitLaunch() {
        return launched.join();
    }

    @Override
    public void kill(String reason) {
        if (killed == null) {
            killed = reason;
        }
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    // ---- jobs ----

    @Override
    public void assign(Job job) {
        Connection own = connection;
        Assignments given = assignments;
        if (own == null || given == null) {
            throw new IllegalStateException(name + " has not connected");
        }
        RunFrames.run(job, given.add(job), given.epoch(), own::enqueue);
    }

    @Override
    public void flush() {
        Connection own = connection;
        if (own != null) {
            own.flush();
        }
    }

    @Override
    public int capacity() {
        Assignments given = assignments;
        return given == null ? 1 : given.capacity();
    }

    @Override
    public boolean hasStarted(Job job, int index) {
        Assignments given = assignments;
        return given != null && given.hasStarted(job, index);
    }

    @Override
    public void stop(Job job, int index, boolean interrupt) {
        Connection own = connection;
        Assignments given = assignments;
        Integer seq = given == null ? null : given.seqOf(job);
        if (seq != null && own != null) {
            own.enqueue(RunFrames.stop(seq, index, interrupt));
        }
    }

    @Override
    public List<Job> takeBack() {
        Assignments given = assignments;
        return given == null ? List.of() : given.takeBack();
    }

    // ---- from the worker ----

    @Override
    public void frame(FrameType type, ByteBuffer body) throws IOException {
        switch (type) {
            case READY -> ready();
            case UNFIT -> {
                listener.unfit(failureOf(INITIALIZER, rest(body)));
                killUnless(exited, MOST_EXIT_SECONDS, "its initializer failed and it did not end");
            }
            case SPENT -> listener.spent();
            case RESULT -> result(body);
            default -> throw new StreamCorruptedException("a worker does not send " + type);
        }
    }

    private void ready() throws StreamCorruptedException {
        Worker self = worker;
        if (ready || self == null) {
            throw new StreamCorruptedException("a worker gets ready once, after it has said who it is");
        }
        ready = true;
        listener.ready(self);
    }

    private void result(ByteBuffer body) throws StreamCorruptedException {
        Assignments given = assignments;
        if (given == null) {
            throw new StreamCorruptedException("a result came from a worker that was given nothing");
        }
        int seq = body.getInt();
        int index = Short.toUnsignedInt(body.getShort());
        Status status = Status.of(body.get());
        Assignments.Reported reported = given.report(seq, index, body.getLong());
        listener.ended(reported.job(), index, outcome(reported.job(), index, status, rest(body)));
        if (reported.isLast()) {
            listener.finished(reported.job(), reported.busyNanos());
        }
    }

    private static byte[] rest(ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return bytes;
    }

    private Outcome failureOf(String taskName, byte[] bytes) {
        EncodedOutcome outcome = new EncodedOutcome(true, bytes);
        String where = String.valueOf(worker);
        return () -> outcome.decode(taskName, context, launcher.opened(), where);
    }

    private Outcome outcome(Job job, int index, Status status, byte[] bytes) {
        if (status == Status.SKIPPED) {
            return Outcome.value(null); // the future is settled already
        }
        EncodedOutcome outcome = new EncodedOutcome(status == Status.THREW, bytes);
        String where = String.valueOf(worker);
        return () -> outcome.decode(job.taskName(index), context, job.origin(), where);
    }
}
