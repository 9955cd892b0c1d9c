package dev.anypool.process.worker;

import dev.anypool.TaskSerializationException;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedFunction;
import dev.anypool.encoding.EncodedOutcome;
import dev.anypool.encoding.Failures;
import dev.anypool.encoding.Tasks;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.Job;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Runs the jobs of the parent one after the other, on a thread of its own.
 *
 * <p>The monitor guards which task runs, so that an interrupt meets that task or none.
 */
final class TaskLoop {
    private static final byte[] NOTHING = {};
    private static final String INITIALIZER = "initializer";

    /** A task of a job. */
    private record TaskId(int seq, int index) {}

    private final Page page;
    private final Outbox outbox;
    private final DecodingContext context;
    private final byte[] initializer;
    private final Footprint footprint;

    /** The jobs that have come in, and have not been started; an empty one says that the worker may end. */
    private final BlockingQueue<ByteBuffer> inbox = new LinkedBlockingQueue<>();

    /** What the worker is to end with; written by the channel's thread before it adds the empty job, or by the task thread. */
    private volatile int exitCode;

    /** Written by the task thread. */
    private volatile boolean ended;

    private final Thread thread;

    /** The task that was begun last. Guarded by the monitor. */
    private TaskId current = new TaskId(0, 0);

    /** Whether it runs. Guarded by the monitor. */
    private boolean running;

    /** Tasks that are to be passed over when their turn comes. Guarded by the monitor. */
    private final Set<TaskId> unwanted = new HashSet<>();

    TaskLoop(Bootstrap bootstrap, Page page, Outbox outbox) {
        this.page = page;
        this.outbox = outbox;
        this.initializer = bootstrap.initializer();
        this.footprint = new Footprint(bootstrap.recycleAbove());
        this.context = new DecodingContext(ClassLoader.getSystemClassLoader(), null);
        this.thread = new Thread(this::run, "anypool-task");
        this.thread.start();
    }

    // ---- from the parent's channel ----

    void add(ByteBuffer job) {
        inbox.add(job);
    }

    void retire(int exit) {
        exitCode = exit;
        inbox.add(ByteBuffer.allocate(0));
    }

    synchronized void stop(int seq, int index, boolean interrupt) {
        TaskId task = new TaskId(seq, index);
        if (task.equals(current)) {
            if (running && interrupt) {
                thread.interrupt();
            }
        } else if (seq == current.seq() ? index > current.index() : seq - current.seq() > 0) {
            unwanted.add(task);
        }
    }

    // ---- on the task thread ----

    private void run() {
        try {
            if (initialize()) {
                for (ByteBuffer job = take(); job.hasRemaining(); job = take()) {
                    run(job);
                }
            }
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(Wire.EXIT_OUT_OF_MEMORY);
        } catch (Throwable e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(Wire.EXIT_FAILED);
        }
        outbox.drain();
        ended = true;
        outbox.close(); // so that the thread that reads from the parent sees that there is no more to do
    }

    /** Tells whether all jobs are done and the parent wants no more; from then on the worker is to end. */
    boolean hasEnded() {
        return ended;
    }

    /** Returns what the worker is to end with. */
    int exitCode() {
        return exitCode;
    }

    /** Says that this worker is ready, or that it is not; returns which. */
    private boolean initialize() throws IOException {
        if (initializer.length > 0) {
            EncodedFunction function = new EncodedFunction(ByteBuffer.wrap(initializer), context);
            byte[] noArguments = Tasks.encodeArguments(INITIALIZER, new Object[0]);
            EncodedOutcome outcome = function.run(INITIALIZER, ByteBuffer.wrap(noArguments));
            Thread.interrupted(); // meant for the initializer
            if (outcome.failed()) {
                exitCode = Wire.EXIT_UNFIT;
                outbox.say(FrameType.UNFIT, outcome.bytes());
                return false;
            }
        }
        outbox.say(FrameType.READY);
        return true;
    }

    private ByteBuffer take() {
        while (true) {
            try {
                return inbox.take();
            } catch (InterruptedException e) {
                Thread.interrupted(); // nobody means the wait: a task's thread of its own interrupted this one late
            }
        }
    }

    private void run(ByteBuffer job) throws IOException {
        int seq = job.getInt();
        short epoch = job.getShort();
        if (!page.start(epoch, seq)) {
            return; // taken back
        }
        int tasks = Short.toUnsignedInt(job.getShort());
        String callName = StandardCharsets.UTF_8.decode(next(job)).toString();
        EncodedFunction function = new EncodedFunction(next(job), context);
        for (int index = 0; index < tasks; index++) {
            if (index > 0) {
                page.startNext();
            }
            int element = job.getInt();
            ByteBuffer row = next(job);
            run(new TaskId(seq, index), function, Job.taskName(callName, element), row, index == tasks - 1);
        }
        if (function.ranOutOfMemory()) {
            outbox.drain();
            System.err.println("a task used up the heap; the worker ends, and another takes its place");
            Runtime.getRuntime().halt(Wire.EXIT_OUT_OF_MEMORY);
        }
    }

    private static ByteBuffer next(ByteBuffer job) {
        int length = job.getInt();
        ByteBuffer part = job.slice(job.position(), length);
        job.position(job.position() + length);
        return part;
    }

    private void run(TaskId task, EncodedFunction function, String taskName, ByteBuffer row, boolean last)
            throws IOException {
        if (!begin(task)) {
            outbox.result(task.seq(), task.index(), Status.SKIPPED, 0, NOTHING, last);
            return;
        }
        long start = System.nanoTime();
        EncodedOutcome outcome = function.run(taskName, row);
        long nanos = System.nanoTime() - start;
        finish();
        if (outcome.bytes().length > Wire.MOST_VALUE_BYTES) {
            outcome = tooLong(taskName, outcome.bytes().length);
        }
        if (last && footprint.isTooLarge()) {
            outbox.say(FrameType.SPENT);
        }
        Status status = outcome.failed() ? Status.THREW : Status.RETURNED;
        outbox.result(task.seq(), task.index(), status, nanos, outcome.bytes(), last);
    }

    private static EncodedOutcome tooLong(String taskName, int length) throws IOException {
        String message = "task " + taskName + ": its result takes " + length + " bytes; at most "
                + Wire.MOST_VALUE_BYTES + " can travel at once. Split it, or write it to a file and return its name";
        return new EncodedOutcome(true, Failures.encode(new TaskSerializationException(message, null)));
    }

    private synchronized boolean begin(TaskId task) {
        Thread.interrupted(); // meant for a task that has ended
        current = task;
        running = !unwanted.remove(task);
        if (!unwanted.isEmpty()) {
            unwanted.removeIf(other -> other.seq() - task.seq() < 0); // of jobs that were taken back
        }
        return running;
    }

    private synchronized void finish() {
        running = false;
        Thread.interrupted(); // meant for the task that has ended
    }
}
