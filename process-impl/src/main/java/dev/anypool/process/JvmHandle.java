package dev.anypool.process;

import dev.anypool.Worker;
import dev.anypool.WorkerCrash;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedOutcome;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The parent's view of one worker JVM.
 *
 * <p>OVERVIEW. The pool calls with its lock held and must not wait, so starting and ending happen on threads of their own: one
 * starts the process and then pumps its standard output, one pumps its standard error, and one comes to life when the process has
 * ended, gathers what is known and reports it. Frames come in on the transport's thread.
 *
 * <p>{@code jobs} holds what the worker was given and has not finished, in order of their numbers; it is guarded by itself. What
 * of it has started is not noted here: the worker's claim in the {@link Page} says so, at any moment and after its death.
 */
final class JvmHandle implements WorkerHandle, Connection.Peer {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final System.Logger OUTPUT_LOGGER = System.getLogger("dev.anypool.worker");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A JVM that has not connected by then hangs. */
    private static final long MOST_START_SECONDS = 60;

    /** A worker that has nothing to do and does not end by then is held up by a shutdown hook of the user's. */
    private static final long MOST_EXIT_SECONDS = 5;

    /** What a dead process had written is there already; a child of its own may hold the pipe open for ever. */
    private static final long MOST_DRAIN_MILLIS = 500;

    /** Jobs are sent ahead for about this long. */
    private static final long AHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private static final int MOST_AHEAD = 64;

    /** A job that the worker was given. */
    private static final class Assigned {
        private final Job job;
        private final int seq;
        private int reported;
        private long busyNanos;

        private Assigned(Job job, int seq) {
            this.job = job;
            this.seq = seq;
        }
    }

    private final int id;
    private final String name;
    private final WorkerListener listener;
    private final DecodingContext context;
    private final Transport transport;
    private final WorkerLauncher launcher;
    private final byte[] secret = new byte[Wire.SECRET_BYTES];
    private final ErrorTail errorTail = new ErrorTail();

    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> disconnected = new CompletableFuture<>();
    private final CompletableFuture<Void> exited = new CompletableFuture<>();
    private final CompletableFuture<Void> errorEnd = new CompletableFuture<>();

    private final Deque<Assigned> jobs = new ArrayDeque<>();

    /** Used with the pool's lock held. */
    private int lastSeq;

    private volatile WorkerLauncher.@Nullable Launched launched;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Worker worker;
    private volatile @Nullable String killed;
    private volatile boolean retired;

    /** The usual length of a job, in nanoseconds; 0 while nothing is known. Written by the transport's thread. */
    private volatile double usualNanos;

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
        transport.expect(id, secret, this);
        WorkerLauncher.Launched started;
        try {
            started = launcher.launch(id, name, secret);
        } catch (IOException | RuntimeException e) {
            transport.expectNoMore(id);
            launcher.cleanUp(id);
            Worker known = new Worker(id, name, 0, ProcessPoolOptions.BACKEND);
            WorkerCrash crash = new WorkerCrash(known, "could not be started: " + e, null, null, List.of(), null, null);
            listener.gone(new WorkerEnd(crash, null, 0));
            return;
        }
        launched = started;
        if (killed != null) {
            started.process().destroyForcibly();
        }
        killUnless(connected, MOST_START_SECONDS, "it did not connect");
        startThread("err", () -> {
            new OutputPump(started.process().getErrorStream(), errorLines()).run();
            errorEnd.complete(null);
        });
        startThread("end", () -> ended(started));
        new OutputPump(started.process().getInputStream(), lines(System.out, Level.INFO)).run();
    }

    private void killUnless(CompletableFuture<?> happened, long seconds, String reason) {
        happened.copy().orTimeout(seconds, TimeUnit.SECONDS).whenComplete((value, failure) -> {
            if (failure instanceof TimeoutException) {
                kill(reason + " within " + seconds + " seconds");
            }
        });
    }

    private Consumer<String> errorLines() {
        Consumer<String> shown = lines(System.err, Level.WARNING);
        return line -> {
            errorTail.add(line);
            shown.accept(line);
        };
    }

    private Consumer<String> lines(PrintStream stream, Level level) {
        return switch (launcher.output()) {
            case PREFIXED -> line -> stream.println("[" + name + "] " + line);
            case LOGGED -> line -> OUTPUT_LOGGER.log(level, "[" + name + "] " + line);
            case DISCARDED -> line -> {};
        };
    }

    /** Waits for the process to end, gathers what is known and reports it. */
    private void ended(WorkerLauncher.Launched ended) {
        int exit = waitFor(ended.process());
        exited.complete(null);
        transport.expectNoMore(id);
        Connection own = connection;
        if (own != null) {
            disconnected.join(); // the system closes the socket of a process that has ended
            try {
                own.accept(received -> ended.page().unsent(received));
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "what " + name + " had not sent cannot be read", e);
            }
        }
        errorEnd.completeOnTimeout(null, MOST_DRAIN_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        boolean orderly = retired && exit == 0 && killed == null;
        @Nullable WorkerCrash crash = orderly
                ? null
                : CrashReport.describe(self(ended.process().pid()), exit, killed, errorTail.lines(), ended.folder());
        launcher.cleanUp(id);
        Page.Claim claim = ended.page().claim();
        @Nullable Job last = null;
        synchronized (jobs) {
            for (Assigned assigned : jobs) {
                if (claim.covers(assigned.seq, 0)) {
                    last = assigned.job;
                }
            }
        }
        connected.complete(null);
        listener.gone(new WorkerEnd(crash, last, claim.index()));
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
    void connected(Connection own, long pid) {
        Worker self = self(pid);
        worker = self;
        connection = own;
        connected.complete(null);
        listener.ready(self);
    }

    @Override
    public void disconnected(@Nullable String fault) {
        disconnected.complete(null);
        if (fault != null) {
            kill("what it sent made no sense: " + fault);
        } else if (!retired) {
            killUnless(exited, MOST_EXIT_SECONDS, "it closed its channel and did not end");
        }
    }

    @Override
    public void retire() {
        retired = true;
        Connection own = connection;
        if (own == null) {
            kill("it is not needed any more");
            return;
        }
        own.enqueue(RunFrames.retire());
        killUnless(exited, MOST_EXIT_SECONDS, "it was told to end and did not");
    }

    @Override
    public void kill(String reason) {
        if (killed == null) {
            killed = reason;
        }
        WorkerLauncher.Launched running = launched;
        if (running != null) {
            running.process().destroyForcibly();
        }
    }

    // ---- jobs ----

    @Override
    public void assign(Job job) {
        Connection own = connection;
        WorkerLauncher.Launched running = launched;
        if (own == null || running == null) {
            throw new IllegalStateException(name + " has not connected");
        }
        int seq = ++lastSeq;
        synchronized (jobs) {
            jobs.addLast(new Assigned(job, seq));
        }
        RunFrames.run(job, seq, running.page().claim().epoch(), own::enqueue);
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
        double usual = usualNanos;
        return usual == 0 ? 1 : (int) Math.max(1, Math.min(MOST_AHEAD, AHEAD_NANOS / usual));
    }

    @Override
    public boolean hasStarted(Job job, int index) {
        Assigned assigned = find(job);
        WorkerLauncher.Launched running = launched;
        return assigned != null && running != null && running.page().claim().covers(assigned.seq, index);
    }

    @Override
    public void stop(Job job, int index) {
        Assigned assigned = find(job);
        Connection own = connection;
        if (assigned != null && own != null) {
            own.enqueue(RunFrames.stop(assigned.seq, index));
        }
    }

    private @Nullable Assigned find(Job job) {
        synchronized (jobs) {
            for (Assigned assigned : jobs) {
                if (assigned.job == job) {
                    return assigned;
                }
            }
            return null;
        }
    }

    @Override
    public List<Job> takeBack() {
        WorkerLauncher.Launched running = launched;
        if (running == null) {
            return List.of();
        }
        synchronized (jobs) {
            while (true) {
                Page.Claim claim = running.page().claim();
                boolean any = !jobs.isEmpty() && !claim.covers(jobs.getLast().seq, 0);
                if (!any) {
                    return List.of();
                }
                if (running.page().takeBack(claim)) {
                    return removeAfter(claim);
                }
            }
        }
    }

    private List<Job> removeAfter(Page.Claim claim) {
        List<Job> taken = new ArrayList<>();
        for (Iterator<Assigned> all = jobs.iterator(); all.hasNext(); ) {
            Assigned assigned = all.next();
            if (!claim.covers(assigned.seq, 0)) {
                all.remove();
                taken.add(assigned.job);
            }
        }
        return taken;
    }

    @Override
    public void frame(FrameType type, ByteBuffer body) throws IOException {
        if (type != FrameType.RESULT) {
            throw new StreamCorruptedException("a worker does not send " + type);
        }
        int seq = body.getInt();
        int index = Short.toUnsignedInt(body.getShort());
        Status status = Status.of(body.get());
        long nanos = body.getLong();
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        Assigned assigned;
        boolean last;
        synchronized (jobs) {
            assigned = jobs.peekFirst();
            if (assigned == null || assigned.seq != seq || assigned.reported != index) {
                throw new StreamCorruptedException(
                        "a result came for task " + index + " of job " + seq + ", which is not the one that runs");
            }
            assigned.reported++;
            assigned.busyNanos += nanos;
            last = assigned.reported == assigned.job.size();
            if (last) {
                jobs.removeFirst();
            }
        }
        listener.ended(assigned.job, index, outcome(assigned.job, index, status, bytes));
        if (last) {
            usualNanos = usualNanos == 0 ? assigned.busyNanos + 1 : 0.8 * usualNanos + 0.2 * assigned.busyNanos + 1;
            listener.finished(assigned.job, assigned.busyNanos);
        }
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
