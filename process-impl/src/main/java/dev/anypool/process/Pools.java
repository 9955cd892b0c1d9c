package dev.anypool.process;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.spi.Backends;
import dev.anypool.spi.Configuration;
import java.util.Map;

/**
 * Opens pools whose workers are JVMs of their own.
 *
 * <p>{@code dev.anypool.thread.Pools} has the same methods for threads, and {@code dev.anypool.Pools} for the backend that
 * the configuration names: changing the import is the whole swap.
 */
public final class Pools {
    private Pools() {}

    /**
     * Opens a pool with one worker for each available processor, unless the configuration says otherwise.
     *
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     */
    public static PoolExecutor open() {
        return open(PoolOptions.defaults());
    }

    /**
     * Opens a pool with a number of workers.
     *
     * @param workers how many workers run at once at most, at least 1
     * @return the pool
     * @throws IllegalArgumentException if the number is less than 1, or the configuration has an unknown key or value
     */
    public static PoolExecutor open(int workers) {
        return open(PoolOptions.defaults().workers(workers));
    }

    /**
     * Opens a pool.
     *
     * @param options how; what they leave open comes from the configuration
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     */
    public static PoolExecutor open(PoolOptions options) {
        return Backends.open(new ProcessPoolProvider(), Configuration.load(), options);
    }

    /**
     * Opens a pool as a map of configuration keys says, such as a framework's own configuration may supply it. What the map
     * leaves open comes from the rest of the configuration; {@code anypool.backend} is passed over.
     *
     * @param configuration keys such as {@code anypool.workers} with their values
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     */
    public static PoolExecutor open(Map<String, String> configuration) {
        return Backends.open(new ProcessPoolProvider(), Configuration.load(configuration), PoolOptions.defaults());
    }
}
