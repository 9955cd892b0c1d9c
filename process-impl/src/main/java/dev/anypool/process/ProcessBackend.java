package dev.anypool.process;

import dev.anypool.Action;
import dev.anypool.PoolOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedJob;
import dev.anypool.encoding.Tasks;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerListener;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** What one pool needs of worker JVMs: a private directory, the transport, and the way to start a worker. */
final class ProcessBackend implements Backend {
    /** How many workers may stand between a pool and the first parent: a task that opens pools in turn stops there. */
    private static final int MOST_DEPTH = 3;

    private final PrivateDirectory directory;
    private final Transport transport;
    private final WorkerLauncher launcher;
    private final DecodingContext context;

    private ProcessBackend(
            PrivateDirectory directory, Transport transport, WorkerLauncher launcher, DecodingContext context) {
        this.directory = directory;
        this.transport = transport;
        this.launcher = launcher;
        this.context = context;
    }

    static ProcessBackend open(PoolOptions options, ProcessPoolOptions own) {
        String name = options.name().orElse("anypool");
        Bootstrap parent = Bootstrap.ofThisJvm();
        int depth = parent == null ? 1 : parent.depth() + 1;
        if (depth > MOST_DEPTH) {
            throw new IllegalStateException("pool " + name + " would be opened " + depth
                    + " pools deep, by a task of a worker"
                    + " of a worker …; allowed are " + MOST_DEPTH + ", so that a task that opens pools without end is"
                    + " stopped");
        }
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        DecodingContext context = new DecodingContext(
                loader == null ? ClassLoader.getSystemClassLoader() : loader,
                own.resultFilter().orElse(null));
        byte[] initializer =
                options.initializer().map(ProcessBackend::encodeInitializer).orElse(new byte[0]);
        try {
            PrivateDirectory directory = PrivateDirectory.create();
            Transport transport = openTransport(name, directory);
            WorkerLauncher launcher = new WorkerLauncher(directory, own, options.workers(), depth, initializer);
            return new ProcessBackend(directory, transport, launcher, context);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    new IOException("pool " + name + " cannot make its private directory and socket: " + e, e));
        }
    }

    private static byte[] encodeInitializer(Action action) {
        return checkLength("initializer", Tasks.encodeFunction("initializer", action));
    }

    private static Transport openTransport(String name, PrivateDirectory directory) throws IOException {
        try {
            return Transport.open(name, directory.socket());
        } catch (IOException | RuntimeException | Error e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public String name() {
        return ProcessPoolOptions.BACKEND;
    }

    @Override
    public Object encodeFunction(String taskName, Serializable function) {
        return checkLength(taskName, Tasks.encodeFunction(taskName, function));
    }

    @Override
    public Object encodeArguments(String taskName, @Nullable Object[] arguments) {
        return checkLength(taskName, Tasks.encodeArguments(taskName, arguments));
    }

    static byte[] checkLength(String taskName, byte[] encoded) {
        if (encoded.length > Wire.MOST_VALUE_BYTES) {
            throw new TaskSerializationException(
                    "task " + taskName + ": its function or arguments take " + encoded.length + " bytes; at most "
                            + Wire.MOST_VALUE_BYTES + " can travel at once. Split them, or pass a file name",
                    null);
        }
        return encoded;
    }

    @Override
    public int sizeOf(Object arguments) {
        return arguments instanceof byte[] bytes ? bytes.length : 0;
    }

    @Override
    public JvmHandle start(int id, String name, WorkerListener listener) {
        JvmHandle handle = new JvmHandle(id, name, listener, context, transport, launcher);
        handle.start();
        return handle;
    }

    @Override
    public Outcome runHere(Job job, int index) {
        return new EncodedJob(job, context).run(index);
    }

    @Override
    public void close() {
        transport.close();
        directory.close();
    }
}
