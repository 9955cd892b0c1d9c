package dev.anypool.process.worker;

import dev.anypool.process.wire.Bootstrap;
import org.jspecify.annotations.Nullable;

/** What this JVM knows of being a worker, for pools that a task opens in it. */
public final class WorkerContext {
    private static volatile @Nullable Bootstrap bootstrap;

    private WorkerContext() {}

    static void set(Bootstrap own) {
        bootstrap = own;
    }

    /**
     * Returns what the worker was started with.
     *
     * @return the bootstrap; {@code null} if this JVM is not a worker
     */
    public static @Nullable Bootstrap bootstrap() {
        return bootstrap;
    }
}
