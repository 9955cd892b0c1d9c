package dev.anypool;

import dev.anypool.spi.Backends;
import dev.anypool.spi.Configuration;
import java.util.Map;

/**
 * Opens pools on the backend that the configuration names.
 *
 * <p>{@code anypool.backend} is looked up in the map given to {@link #open(Map)}, the system properties, the environment
 * ({@code ANYPOOL_BACKEND}) and {@code anypool.properties} on the class path, in this order. If it is set nowhere and one
 * backend alone is on the class path, that one is taken; of several, {@code thread}.
 *
 * <p>{@code dev.anypool.thread.Pools} and {@code dev.anypool.process.Pools} have the same methods for one fixed backend:
 * changing the import is the whole swap.
 */
public final class Pools {
    private Pools() {}

    /**
     * Opens a pool with one worker for each available processor, unless the configuration says otherwise.
     *
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     * @throws IllegalStateException if the backend is not on the class path
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
     * @throws IllegalStateException if the backend is not on the class path
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
     * @throws IllegalStateException if the backend is not on the class path
     */
    public static PoolExecutor open(PoolOptions options) {
        return Backends.open(Configuration.load(), options);
    }

    /**
     * Opens a pool as a map of configuration keys says, such as a framework's own configuration may supply it. What the map
     * leaves open comes from the rest of the configuration.
     *
     * @param configuration keys such as {@code anypool.workers} with their values
     * @return the pool
     * @throws IllegalArgumentException if the configuration has an unknown key or value
     * @throws IllegalStateException if the backend is not on the class path
     */
    public static PoolExecutor open(Map<String, String> configuration) {
        return Backends.open(Configuration.load(configuration), PoolOptions.defaults());
    }
}
