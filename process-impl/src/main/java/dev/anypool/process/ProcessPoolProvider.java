package dev.anypool.process;

import dev.anypool.PoolOptions;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import dev.anypool.spi.PoolProvider;
import java.util.List;

/** The process backend, as {@link java.util.ServiceLoader} finds it. */
public final class ProcessPoolProvider implements PoolProvider {

    /** Made by {@link java.util.ServiceLoader}. */
    public ProcessPoolProvider() {}

    @Override
    public String backend() {
        return ProcessPoolOptions.BACKEND;
    }

    @Override
    public List<Key<?>> keys() {
        return ProcessPoolOptions.keys();
    }

    @Override
    public Backend create(PoolOptions options, Configuration configuration) {
        ProcessPoolOptions own = options.backend(ProcessPoolOptions.class)
                .orElse(ProcessPoolOptions.defaults())
                .complete(configuration);
        return ProcessBackend.open(options, own);
    }
}
