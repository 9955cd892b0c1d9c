package dev.anypool.spi;

/**
 * Options that one backend alone understands, added to a pool's options by
 * {@link dev.anypool.PoolOptions#with(BackendOptions)}. Implementations are immutable.
 */
public interface BackendOptions {

    /**
     * Returns the name of the backend that these options are for.
     *
     * @return the name, such as {@code process}
     */
    String backend();
}
