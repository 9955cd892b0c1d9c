package dev.anypool.thread;

import dev.anypool.PoolOptions;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import dev.anypool.spi.PoolProvider;
import java.util.List;

/** The thread backend, as {@link java.util.ServiceLoader} finds it. */
public final class ThreadPoolProvider implements PoolProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public ThreadPoolProvider() {}

    @Override
    public String backend() {
        return ThreadPoolOptions.BACKEND;
    }

    @Override
    public List<Key<?>> keys() {
        return ThreadPoolOptions.keys();
    }

    @Override
    public Backend create(PoolOptions options, Configuration configuration) {
        ThreadPoolOptions own = options.backend(ThreadPoolOptions.class)
                .orElse(ThreadPoolOptions.defaults())
                .complete(configuration);
        return new ThreadBackend(
                own.rehearsal() ? new Rehearsed() : new Direct(),
                own.virtualThreads() ? VirtualThreads.factory() : Thread::new,
                options.initializer());
    }
}
