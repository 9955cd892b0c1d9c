package dev.anypool.spi;

import dev.anypool.Worker;
import org.jspecify.annotations.Nullable;

/**
 * Where a backend notes which worker runs the code; {@link Worker#current()} reads it.
 */
public final class CurrentWorker {
    private static final ThreadLocal<@Nullable Worker> OF_THREAD = new ThreadLocal<>();
    private static volatile @Nullable Worker ofProcess;

    private CurrentWorker() {}

    /**
     * Returns the worker that runs the calling code.
     *
     * @return the worker, {@code null} outside of one
     */
    public static @Nullable Worker get() {
        Worker worker = OF_THREAD.get();
        return worker == null ? ofProcess : worker;
    }

    /**
     * Notes that the calling thread is a worker.
     *
     * @param worker which, or {@code null} for no longer
     */
    public static void setForThread(@Nullable Worker worker) {
        if (worker == null) {
            OF_THREAD.remove();
        } else {
            OF_THREAD.set(worker);
        }
    }

    /**
     * Notes that this whole JVM is a worker, for good.
     *
     * @param worker which
     */
    public static void setForProcess(Worker worker) {
        ofProcess = worker;
    }
}
