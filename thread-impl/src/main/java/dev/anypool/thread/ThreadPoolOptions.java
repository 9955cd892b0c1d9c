package dev.anypool.thread;

import dev.anypool.spi.BackendOptions;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What only the thread backend understands; added to a pool's options by
 * {@link dev.anypool.PoolOptions#with(BackendOptions)}.
 *
 * <p>Immutable; each method returns a new instance. What is not set is looked up in the configuration
 * ({@code anypool.thread.rehearsal}, {@code anypool.thread.virtual}) and is {@code false} otherwise.
 */
public final class ThreadPoolOptions implements BackendOptions {
    static final String BACKEND = "thread";

    private static final Key<Boolean> REHEARSAL = Key.flag("anypool.thread.rehearsal");
    private static final Key<Boolean> VIRTUAL = Key.flag("anypool.thread.virtual");
    private static final ThreadPoolOptions DEFAULTS = new ThreadPoolOptions(null, null);

    private final @Nullable Boolean rehearsal;
    private final @Nullable Boolean virtual;

    private ThreadPoolOptions(@Nullable Boolean rehearsal, @Nullable Boolean virtual) {
        this.rehearsal = rehearsal;
        this.virtual = virtual;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static ThreadPoolOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Puts every function, argument, result and failure through the encoding that the process backend uses, so that what a
     * worker JVM would reject fails in a unit test, and tasks see copies as they would there.
     *
     * @param rehearsal whether to do so
     * @return the options with this choice
     */
    public ThreadPoolOptions rehearsal(boolean rehearsal) {
        return new ThreadPoolOptions(rehearsal, virtual);
    }

    /**
     * Runs the workers on virtual threads instead of platform threads. The number of workers still limits how many tasks run at
     * once. For work that waits; work that computes gains nothing.
     *
     * @param virtual whether to do so; opening the pool fails on a JDK that has no virtual threads (before 21)
     * @return the options with this choice
     */
    public ThreadPoolOptions virtualThreads(boolean virtual) {
        return new ThreadPoolOptions(rehearsal, virtual);
    }

    /**
     * Tells whether the rehearsal is on.
     *
     * @return {@code false} if not set
     */
    public boolean rehearsal() {
        return rehearsal != null && rehearsal;
    }

    /**
     * Tells whether workers run on virtual threads.
     *
     * @return {@code false} if not set
     */
    public boolean virtualThreads() {
        return virtual != null && virtual;
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    static List<Key<?>> keys() {
        return List.of(REHEARSAL, VIRTUAL);
    }

    ThreadPoolOptions complete(Configuration configuration) {
        return new ThreadPoolOptions(
                rehearsal == null ? configuration.get(REHEARSAL) : rehearsal,
                virtual == null ? configuration.get(VIRTUAL) : virtual);
    }

    @Override
    public String toString() {
        return "ThreadPoolOptions[rehearsal=" + rehearsal + ", virtualThreads=" + virtual + "]";
    }
}
