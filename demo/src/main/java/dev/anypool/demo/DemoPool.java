package dev.anypool.demo;

import dev.anypool.PoolExecutor;
import dev.anypool.Pools;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A pool that a command opens for as long as it runs. Nothing of it outlives the command, not even one that is ended with
 * Ctrl-C.
 */
public final class DemoPool implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Whether the JVM is being ended while a pool is open. Written by the shutdown hook. */
    private static volatile boolean stopping;

    private final PoolExecutor executor;
    private final Thread stopper = new Thread(this::stop, "demo-stopper");

    private DemoPool(PoolExecutor executor) {
        this.executor = executor;
    }

    /**
     * Opens a pool whose workers start at once.
     *
     * @throws UserError if there is no such backend
     */
    public static DemoPool open(String backend, int workers, String name) {
        return open(backend, workers, name, Map.of());
    }

    /**
     * Opens a pool whose workers start at once.
     *
     * @param settings keys of the configuration with their values, besides those for the other parameters
     * @throws UserError if there is no such backend
     */
    static DemoPool open(String backend, int workers, String name, Map<String, String> settings) {
        DemoPool pool = new DemoPool(executor(backend, workers, name, settings));
        Runtime.getRuntime().addShutdownHook(pool.stopper);
        return pool;
    }

    private static PoolExecutor executor(String backend, int workers, String name, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("anypool.backend", backend);
        all.put("anypool.workers", Integer.toString(workers));
        all.put("anypool.name", name);
        all.put("anypool.start-ahead", "true");
        try {
            return Pools.open(all);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new UserError(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    public PoolExecutor executor() {
        return executor;
    }

    /** Tells whether the user has ended the program while a pool was open. */
    static boolean isStopping() {
        return stopping;
    }

    @Override
    public void close() {
        executor.close();
        try {
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (IllegalStateException e) {
            // The hook runs already, and finds the pool closed.
        }
    }

    private void stop() {
        stopping = true;
        executor.shutdownNow();
        try {
            executor.awaitTermination(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
