package dev.anypool;

import dev.anypool.spi.BackendOptions;
import dev.anypool.spi.Checks;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to open a pool: what every backend honours, and, for those who ask, what one backend alone understands.
 *
 * <p>Immutable; each method returns a new instance. An option that is not set is looked up in the system properties, the
 * environment and {@code anypool.properties} on the class path, in this order, and falls back to the default named here.
 *
 * <pre>{@code
 * PoolOptions options = PoolOptions.defaults().workers(4).name("titles");
 * }</pre>
 */
public final class PoolOptions {
    /** The keys of the configuration that every backend honours. */
    private static final Key<Integer> WORKERS = Key.count("anypool.workers", 1);

    private static final Key<String> NAME = Key.text("anypool.name");
    private static final Key<Duration> KILL_GRACE = Key.duration("anypool.kill-grace");
    private static final Key<Boolean> START_AHEAD = Key.flag("anypool.start-ahead");

    private static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(2);
    private static final AtomicInteger POOLS = new AtomicInteger();
    private static final PoolOptions DEFAULTS = new PoolOptions(new Values());

    private final Values values;

    private PoolOptions(Values values) {
        this.values = values;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static PoolOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Sets how many workers run at once at most. The default is one for each available processor.
     *
     * @param workers the number, at least 1
     * @return the options with this number
     * @throws IllegalArgumentException if the number is less than 1
     */
    public PoolOptions workers(int workers) {
        return change(copy -> copy.workers = Checks.atLeast("PoolOptions.workers", 1, workers));
    }

    /**
     * Names the pool, for its threads, workers, messages and logs. The default is {@code anypool-<number>}.
     *
     * @param name the name, not blank
     * @return the options with this name
     * @throws IllegalArgumentException if the name is blank
     */
    public PoolOptions name(String name) {
        return change(copy -> copy.name = Checks.notBlank("PoolOptions.name", name));
    }

    /**
     * Sets how long a task that was told to stop may take to end before its worker is killed (process backend) or
     * replaced (thread backend). The default is two seconds; zero kills at once.
     *
     * @param grace the time, zero or more
     * @return the options with this time
     * @throws IllegalArgumentException if the time is negative
     */
    public PoolOptions killGrace(Duration grace) {
        return change(copy -> copy.killGrace = Checks.notNegative("PoolOptions.killGrace", grace));
    }

    /**
     * Says whether all workers start when the pool opens. The default is {@code false}: a worker starts when there is a
     * task for it and no other is idle.
     *
     * @param startAhead whether to start all workers at once
     * @return the options with this choice
     */
    public PoolOptions startAhead(boolean startAhead) {
        return change(copy -> copy.startAhead = startAhead);
    }

    /**
     * Sets what holds for every task of the pool unless {@link PoolExecutor#with(TaskOptions)} says otherwise.
     *
     * @param defaults the options of tasks
     * @return the options with this default
     */
    public PoolOptions tasks(TaskOptions defaults) {
        return change(copy -> copy.tasks = Objects.requireNonNull(defaults, "PoolOptions.tasks"));
    }

    /**
     * Adds options that one backend alone understands, replacing earlier ones of the same backend. The other backends pass
     * over them, so the same options serve when the backend is swapped.
     *
     * @param options such as {@code ProcessPoolOptions}
     * @return the options with these added
     */
    public PoolOptions with(BackendOptions options) {
        Objects.requireNonNull(options, "PoolOptions.with");
        return change(copy -> {
            Map<Class<?>, BackendOptions> all = new LinkedHashMap<>(copy.backends);
            all.put(options.getClass(), options);
            copy.backends = Map.copyOf(all);
        });
    }

    /**
     * Returns how many workers run at once at most.
     *
     * @return the number set, else the number of available processors
     */
    public int workers() {
        return values.workers == null ? Runtime.getRuntime().availableProcessors() : values.workers;
    }

    /**
     * Returns the pool's name.
     *
     * @return the name, empty if not set
     */
    public Optional<String> name() {
        return Optional.ofNullable(values.name);
    }

    /**
     * Returns how long a task that was told to stop may take.
     *
     * @return the time
     */
    public Duration killGrace() {
        return values.killGrace == null ? DEFAULT_KILL_GRACE : values.killGrace;
    }

    /**
     * Tells whether all workers start when the pool opens.
     *
     * @return {@code false} if not set
     */
    public boolean startAhead() {
        return values.startAhead != null && values.startAhead;
    }

    /**
     * Returns what holds for every task of the pool.
     *
     * @return the options of tasks
     */
    public TaskOptions tasks() {
        return values.tasks == null ? TaskOptions.defaults() : values.tasks;
    }

    /**
     * Returns the options of one backend.
     *
     * @param type the class of the options
     * @param <O> the class of the options
     * @return the options, empty if none were added
     */
    public <O extends BackendOptions> Optional<O> backend(Class<O> type) {
        return Optional.ofNullable(type.cast(values.backends.get(type)));
    }

    /**
     * Fills what is not set here from the configuration, and gives the pool a name if it has none. For those who write a
     * backend or a way of opening pools.
     *
     * @param configuration where to look
     * @return the completed options
     * @throws IllegalArgumentException if a configured value is not valid
     */
    public PoolOptions complete(Configuration configuration) {
        return change(copy -> {
            copy.workers = copy.workers == null ? configuration.get(WORKERS) : copy.workers;
            copy.name = copy.name == null ? configuration.get(NAME) : copy.name;
            copy.name = copy.name == null ? "anypool-" + POOLS.incrementAndGet() : copy.name;
            copy.killGrace = copy.killGrace == null ? configuration.get(KILL_GRACE) : copy.killGrace;
            copy.startAhead = copy.startAhead == null ? configuration.get(START_AHEAD) : copy.startAhead;
        });
    }

    /**
     * Returns the keys of the configuration that every backend honours.
     *
     * @return the keys
     */
    public static List<Key<?>> keys() {
        return List.of(WORKERS, NAME, KILL_GRACE, START_AHEAD);
    }

    private PoolOptions change(Consumer<Values> change) {
        Values copy = values.copy();
        change.accept(copy);
        return new PoolOptions(copy);
    }

    @Override
    public String toString() {
        return "PoolOptions[workers=" + values.workers + ", name=" + values.name + ", killGrace=" + values.killGrace
                + ", startAhead=" + values.startAhead + ", tasks=" + values.tasks + ", backends="
                + values.backends.values() + "]";
    }

    /** What is set, {@code null} where nothing is. Written only before the options that hold it are published. */
    private static final class Values {
        private @Nullable Integer workers;
        private @Nullable String name;
        private @Nullable Duration killGrace;
        private @Nullable Boolean startAhead;
        private @Nullable TaskOptions tasks;
        private Map<Class<?>, BackendOptions> backends = Map.of();

        private Values copy() {
            Values copy = new Values();
            copy.workers = workers;
            copy.name = name;
            copy.killGrace = killGrace;
            copy.startAhead = startAhead;
            copy.tasks = tasks;
            copy.backends = backends;
            return copy;
        }
    }
}
