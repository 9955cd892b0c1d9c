package dev.anypool.spi;

import dev.anypool.PoolOptions;
import java.util.List;

/**
 * A kind of workers that pools can run on, found by {@link java.util.ServiceLoader}.
 */
public interface PoolProvider {

    /**
     * Returns the name that {@code anypool.backend} chooses this provider by.
     *
     * @return the name in lower case, such as {@code thread}
     */
    String backend();

    /**
     * Returns the keys of the configuration that this backend adds; each begins with {@code anypool.<backend>.}.
     *
     * @return the keys
     */
    List<Key<?>> keys();

    /**
     * Makes what one pool needs of this backend. Starts no worker.
     *
     * @param options the pool's options, completed from the configuration
     * @param configuration where options of this backend that were not given are looked up
     * @return the backend of one pool
     * @throws IllegalArgumentException if an option or a configured value is not valid
     */
    Backend create(PoolOptions options, Configuration configuration);
}
