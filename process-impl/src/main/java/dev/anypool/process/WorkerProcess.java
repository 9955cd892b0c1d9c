package dev.anypool.process;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.anypool.Action;
import dev.anypool.PoolOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.WorkerCrashedException;
import dev.anypool.encoding.Tasks;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Job;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One JVM of its own that runs one target and ends: what {@code multiprocessing.Process} is to Python. A pool is the better choice
 * for results and for more than one task.
 *
 * <pre>{@code
 * try (WorkerProcess process = WorkerProcess.of(() -> Crawler.crawl(site))) {
 *     process.start();
 *     if (!process.join(Duration.ofMinutes(1))) {
 *         process.terminate();
 *         process.join();
 *     }
 * }
 * }</pre>
 *
 * <p>The JVM is a worker like those of a pool: it starts with the parent's class path, {@link dev.anypool.Worker#current()} tells
 * it who it is, its output goes where {@link ProcessPoolOptions#output} says, and it does not outlive a parent that was killed.
 *
 * <table>
 * <caption>How it ends</caption>
 * <tr><th>what happens</th><th>{@link #exitCode}</th><th>{@link #signal}</th><th>{@link #failure}</th></tr>
 * <tr><td>the target returns</td><td>0</td><td></td><td></td></tr>
 * <tr><td>the target throws</td><td>1; 76 after an {@link OutOfMemoryError}</td><td></td><td>what it threw</td></tr>
 * <tr><td>it calls {@link System#exit} or {@link Runtime#halt} with n</td><td>n</td><td></td>
 *     <td>{@link WorkerCrashedException}, unless n is 0</td></tr>
 * <tr><td>a signal ends it</td><td></td><td>its name</td><td>{@link WorkerCrashedException}</td></tr>
 * <tr><td>the JVM cannot be started</td><td>the JVM's, if it came so far</td><td></td>
 *     <td>{@link WorkerCrashedException}</td></tr>
 * </table>
 *
 * <p>What the target throws is also printed to the worker's standard error. The JVM ends as soon as the target has: its shutdown
 * hooks run, but threads that the target has left behind are not waited for.
 *
 * <p>Safe for use by many threads.
 */
public final class WorkerProcess implements AutoCloseable {
    private static final AtomicInteger PROCESSES = new AtomicInteger();
    private static final long LONGEST_WAIT = Long.MAX_VALUE;

    private final String name;
    private final PoolOptions options;
    private final ProcessPoolOptions own;
    private final Job job;
    private final CountDownLatch ended = new CountDownLatch(1);

    // The rest is guarded by this.

    private ProcessState state = ProcessState.NEW;
    private boolean daemon;
    private OptionalLong pid = OptionalLong.empty();

    /** Set with the start. */
    private @Nullable LoneWorker worker;

    /** Set with the end. */
    private @Nullable ProcessEnd end;

    private WorkerProcess(Action target, PoolOptions options, ProcessPoolOptions own) {
        this.name = options.name().orElseThrow();
        this.options = options;
        this.own = own;
        this.job = jobOf(name, target);
    }

    private static Job jobOf(String name, Action target) {
        Tasks.encodeFunction(name, target); // refuses it as what it is, and not as the argument that it becomes
        return Job.ofOne(
                name,
                Tasks.encodeFunction(name, new Target()),
                ProcessBackend.checkLength(name, Tasks.encodeArguments(name, new @Nullable Object[] {target})));
    }

    /**
     * Makes a process that is to run a target. The target is copied now, on the calling thread: what becomes of the objects that
     * it captured later does not reach the process.
     *
     * @param target what to run
     * @return the process, which has not been started
     * @throws TaskSerializationException if the target cannot travel
     * @throws IllegalArgumentException if a configured value is not valid
     */
    public static WorkerProcess of(Action target) {
        return of(target, PoolOptions.defaults());
    }

    /**
     * Makes a process that is to run a target, as {@link #of(Action)} does.
     *
     * @param target what to run
     * @param options its name, by default {@code anypool-process-<number>}; its initializer, which runs before the target and
     *     fails it; what {@link #close} honours as kill grace; and, through {@link PoolOptions#with}, the {@link ProcessPoolOptions}, whose shares of memory and processors are by default those
     *     of the one worker of a pool. The other options of pools say nothing of processes
     * @return the process, which has not been started
     * @throws TaskSerializationException if the target cannot travel
     * @throws IllegalArgumentException if a configured value is not valid
     */
    public static WorkerProcess of(Action target, PoolOptions options) {
        Objects.requireNonNull(target, "WorkerProcess.target");
        Configuration configuration = Configuration.load();
        PoolOptions named =
                options.name().isPresent() ? options : options.name("anypool-process-" + PROCESSES.incrementAndGet());
        ProcessPoolOptions own = options.backend(ProcessPoolOptions.class)
                .orElse(ProcessPoolOptions.defaults())
                .complete(configuration);
        return new WorkerProcess(target, named.complete(configuration).workers(1), own);
    }

    /**
     * Says whether the parent may end before the process. The default is {@code false}: when {@code main} has returned, the parent
     * JVM stays until the process has ended, as it does for a thread that is no daemon. A daemon ends with its parent, at
     * once. {@link System#exit} in the parent waits for neither.
     *
     * @param daemon whether it is a daemon
     * @return this
     * @throws IllegalStateException if the process has been started
     */
    public synchronized WorkerProcess daemon(boolean daemon) {
        if (state != ProcessState.NEW) {
            throw new IllegalStateException(
                    "process " + name + " must be told whether it is a daemon before it starts");
        }
        this.daemon = daemon;
        return this;
    }

    /**
     * Starts the process and returns when the system has made it; its JVM then needs some tenths of a second to begin. One that
     * cannot be started has ended soon, and {@link #failure} says why.
     *
     * @throws IllegalStateException if it was started already, or is closed, or workers of workers stand too deep
     * @throws TaskSerializationException if the initializer of its options cannot travel
     * @throws java.io.UncheckedIOException if its directory and socket cannot be made; it may be started again then
     */
    public void start() {
        LoneWorker started;
        synchronized (this) {
            if (state != ProcessState.NEW) {
                throw new IllegalStateException("process " + name
                        + (worker == null ? " is closed" : " has been started; a process can be started only once"));
            }
            started = LoneWorker.start(job, options, own);
            follow(started);
            worker = started;
            move(ProcessState.STARTED);
        }
        OptionalLong known = started.awaitLaunch();
        synchronized (this) {
            pid = known;
        }
    }

    /** Has a thread follow the worker, which keeps the parent from ending if the process is no daemon. */
    private void follow(LoneWorker started) {
        Thread follower = new Thread(() -> ended(started.run()), name + "-process");
        follower.setDaemon(daemon);
        try {
            follower.start();
        } catch (Error e) {
            started.kill("the parent has no thread for it");
            started.run();
            throw e;
        }
    }

    private void ended(ProcessEnd how) {
        synchronized (this) {
            end = how;
            move(ProcessState.ENDED);
        }
        ended.countDown();
    }

    private void move(ProcessState next) {
        if (!state.canBecome(next)) {
            throw new IllegalStateException("process " + name + " cannot go from " + state + " to " + next);
        }
        state = next;
    }

    /**
     * Waits until the process has ended and nothing of it is left.
     *
     * @throws IllegalStateException if it has not been started
     * @throws InterruptedException if the waiting thread is interrupted; the process goes on
     */
    public void join() throws InterruptedException {
        requireStarted("joined");
        ended.await();
    }

    /**
     * Waits for some time until the process has ended and nothing of it is left.
     *
     * @param limit how long; zero or less does not wait
     * @return whether it has ended
     * @throws IllegalStateException if it has not been started
     * @throws InterruptedException if the waiting thread is interrupted; the process goes on
     */
    public boolean join(Duration limit) throws InterruptedException {
        requireStarted("joined");
        boolean forEver = limit.compareTo(Duration.ofNanos(LONGEST_WAIT)) > 0;
        boolean never = limit.isNegative();
        return ended.await(forEver ? LONGEST_WAIT : never ? 0 : limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Tells whether the process has been started and has not ended.
     *
     * @return whether it is alive; {@code false} from the moment on that {@link #join()} returns
     */
    public synchronized boolean isAlive() {
        return state == ProcessState.STARTED;
    }

    /**
     * Returns the code that the process ended with. Java tells a signal's end as 128 and the signal's number, so a process that
     * exits with such a code by itself seems to have been ended by the signal.
     *
     * @return the exit code; empty before its end, if a signal ended it, and if the system could not make it
     */
    public synchronized OptionalInt exitCode() {
        return end == null || end.exitCode() == null ? OptionalInt.empty() : OptionalInt.of(end.exitCode());
    }

    /**
     * Returns the signal that ended the process.
     *
     * @return its name, such as {@code SIGKILL}; empty before its end, and if none did
     */
    public synchronized Optional<String> signal() {
        return end == null ? Optional.empty() : Optional.ofNullable(end.signal());
    }

    /**
     * Returns why the process failed: what its target threw, with the worker's stack and the place where the process was made;
     * a {@link dev.anypool.RemoteTaskException} where that cannot travel; or a {@link WorkerCrashedException} that tells how the
     * process was lost.
     *
     * @return the failure; empty before its end, and if it ended well
     */
    public synchronized Optional<Throwable> failure() {
        return end == null ? Optional.empty() : Optional.ofNullable(end.failure());
    }

    /**
     * Asks the process to end, by {@code SIGTERM} where the system has signals: its shutdown hooks run. Does not wait, and does
     * nothing if it has ended.
     *
     * @throws IllegalStateException if it has not been started
     */
    public void terminate() {
        requireStarted("terminated").terminate();
    }

    /**
     * Ends the process at once, whatever it is doing, by {@code SIGKILL} where the system has signals. Does not wait, and does
     * nothing if it has ended.
     *
     * @throws IllegalStateException if it has not been started
     */
    public void kill() {
        requireStarted("killed").kill("WorkerProcess.kill was called");
    }

    private synchronized LoneWorker requireStarted(String participle) {
        if (worker == null) {
            throw new IllegalStateException("process " + name + " has not been started, so it cannot be " + participle);
        }
        return worker;
    }

    /**
     * Returns the name of the process, which its worker, threads and messages have too.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns the process id.
     *
     * @return the id, also after its end; empty before its start, and if the system could not make it
     */
    public synchronized OptionalLong pid() {
        return pid;
    }

    /**
     * Tells whether the parent may end before the process.
     *
     * @return what {@link #daemon(boolean)} was told; {@code false} by default
     */
    public synchronized boolean isDaemon() {
        return daemon;
    }

    /**
     * Ends the process if it is alive, and returns when nothing of it is left: it is asked to {@link #terminate}, and killed if it
     * has not ended within {@link PoolOptions#killGrace()}. To let it end by itself, {@link #join()} it first. If the waiting
     * thread is interrupted, the process is killed at once and the thread is left interrupted. A process that was not started
     * cannot be started any more.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (state == ProcessState.NEW) {
                end = ProcessEnd.UNBORN;
                move(ProcessState.ENDED);
                ended.countDown();
            }
            if (worker == null || state == ProcessState.ENDED) {
                return;
            }
        }
        terminate();
        try {
            if (!join(options.killGrace())) {
                requireStarted("killed").kill("it did not end within " + options.killGrace() + " of its closing");
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Uninterruptibles.awaitUninterruptibly(ended);
    }

    @Override
    public synchronized String toString() {
        return name + "[" + state.name().toLowerCase(Locale.ROOT) + (pid.isPresent() ? ", pid " + pid.getAsLong() : "")
                + "]";
    }
}
