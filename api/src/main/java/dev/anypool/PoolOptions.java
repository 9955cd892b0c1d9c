package dev.anypool;

import dev.anypool.spi.BackendOptions;
import dev.anypool.spi.Checks;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

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
    private static final Key<Integer> WORKERS = Key.count("anypool.workers", 1);
    private static final Key<String> NAME = Key.text("anypool.name");
    private static final Key<Duration> KILL_GRACE = Key.duration("anypool.kill-grace");
    private static final Key<Boolean> START_AHEAD = Key.flag("anypool.start-ahead");
    private static final Key<Integer> SPARE_WORKERS = Key.count("anypool.spare-workers", 0);
    private static final Key<Integer> TASKS_PER_WORKER = Key.count("anypool.tasks-per-worker", 1);
    private static final Key<Duration> IDLE_TIME = Key.limit("anypool.idle-time");
    private static final Key<Integer> MIN_WORKERS = Key.count("anypool.min-workers", 0);
    private static final Key<Integer> QUEUE_CAPACITY = Key.count("anypool.queue-capacity", 0);
    private static final Key<WhenFull> WHEN_FULL = Key.choice("anypool.when-full", WhenFull.class);
    private static final Key<Integer> RESTART_BUDGET = Key.count("anypool.restart-budget", 1);

    /** The keys of the configuration that every backend honours. */
    private static final List<Key<?>> KEYS = List.of(
            WORKERS,
            NAME,
            KILL_GRACE,
            START_AHEAD,
            SPARE_WORKERS,
            TASKS_PER_WORKER,
            IDLE_TIME,
            MIN_WORKERS,
            QUEUE_CAPACITY,
            WHEN_FULL,
            RESTART_BUDGET);

    private static final Duration DEFAULT_KILL_GRACE = Duration.ofSeconds(2);
    private static final int LEAST_DEFAULT_BUDGET = 32;
    private static final int DEFAULT_BUDGET_PER_WORKER = 4;
    private static final AtomicInteger POOLS = new AtomicInteger();
    private static final PoolOptions DEFAULTS =
            new PoolOptions(Settings.NONE, Optional.empty(), TaskOptions.defaults(), Map.of());

    private final Settings settings;
    private final Optional<Action> initializer;
    private final TaskOptions tasks;
    private final Map<Class<?>, BackendOptions> backends;

    private PoolOptions(
            Settings settings,
            Optional<Action> initializer,
            TaskOptions tasks,
            Map<Class<?>, BackendOptions> backends) {
        this.settings = settings;
        this.initializer = initializer;
        this.tasks = tasks;
        this.backends = backends;
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
        return with(WORKERS, Checks.atLeast("PoolOptions.workers", 1, workers));
    }

    /**
     * Names the pool, for its threads, workers, messages and logs. The default is {@code anypool-<number>}.
     *
     * @param name the name, not blank
     * @return the options with this name
     * @throws IllegalArgumentException if the name is blank
     */
    public PoolOptions name(String name) {
        return with(NAME, Checks.notBlank("PoolOptions.name", name));
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
        return with(KILL_GRACE, Checks.notNegative("PoolOptions.killGrace", grace));
    }

    /**
     * Says whether all workers start when the pool opens. The default is {@code false}: a worker starts when there is a
     * task for it and no other is idle.
     *
     * @param startAhead whether to start all workers at once
     * @return the options with this choice
     */
    public PoolOptions startAhead(boolean startAhead) {
        return with(START_AHEAD, startAhead);
    }

    /**
     * Sets how many workers are kept ready beside those that may run at once, so that one that has to be replaced is replaced
     * without waiting for another to start. The default is 0. A spare worker costs what an idle one costs; spare ones start when
     * work does, or with the pool if {@link #startAhead} is set.
     *
     * @param spares the number, 0 or more
     * @return the options with this number
     * @throws IllegalArgumentException if the number is negative
     */
    public PoolOptions spareWorkers(int spares) {
        return with(SPARE_WORKERS, Checks.atLeast("PoolOptions.spareWorkers", 0, spares));
    }

    /**
     * Sets what runs once in each worker before its first task: for what is costly to load, or has to be set in each JVM. On the
     * process backend it is copied when the pool opens. If it throws, the pool is broken: {@link BrokenPoolException} tells what it
     * threw, and whatever waits fails with it.
     *
     * @param initializer what to run
     * @return the options with this initializer in the place of an earlier one
     */
    public PoolOptions initializer(Action initializer) {
        Objects.requireNonNull(initializer, "PoolOptions.initializer");
        return new PoolOptions(settings, Optional.of(initializer), tasks, backends);
    }

    /**
     * Sets after how many tasks a worker is replaced by a fresh one: for tasks that leave something behind, such as memory that
     * native code does not free. Without it workers are not replaced for their age. A chunk of a map that would exceed the number is
     * cut.
     *
     * @param tasks the number, at least 1
     * @return the options with this number
     * @throws IllegalArgumentException if the number is less than 1
     */
    public PoolOptions tasksPerWorker(int tasks) {
        return with(TASKS_PER_WORKER, Checks.atLeast("PoolOptions.tasksPerWorker", 1, tasks));
    }

    /**
     * Sets after how long a worker that has nothing to do ends, as long as more than {@link #minWorkers(int)} are left. Without it
     * workers stay until the pool ends.
     *
     * @param time the time, more than zero
     * @return the options with this time
     * @throws IllegalArgumentException if the time is zero or negative
     */
    public PoolOptions idleTime(Duration time) {
        return with(IDLE_TIME, Checks.positive("PoolOptions.idleTime", time));
    }

    /**
     * Sets how many workers stay, however long they have nothing to do; see {@link #idleTime(Duration)}. The default is 0.
     *
     * @param workers the number, 0 or more
     * @return the options with this number
     * @throws IllegalArgumentException if the number is negative
     */
    public PoolOptions minWorkers(int workers) {
        return with(MIN_WORKERS, Checks.atLeast("PoolOptions.minWorkers", 0, workers));
    }

    /**
     * Sets how many tasks may wait for a worker. Tasks for which a worker is free, or may still be started, do not count. When
     * there is no room, {@link #whenFull(WhenFull)} says what happens. Without it there is no bound.
     *
     * @param tasks the number, 0 or more
     * @return the options with this number
     * @throws IllegalArgumentException if the number is negative
     */
    public PoolOptions queueCapacity(int tasks) {
        return with(QUEUE_CAPACITY, Checks.atLeast("PoolOptions.queueCapacity", 0, tasks));
    }

    /**
     * Sets what happens when the queue has no room. The default is {@link WhenFull#BLOCK}.
     *
     * @param choice what to do
     * @return the options with this choice
     */
    public PoolOptions whenFull(WhenFull choice) {
        return with(WHEN_FULL, Objects.requireNonNull(choice, "PoolOptions.whenFull"));
    }

    /**
     * Sets how many workers in a row may be lost, while no task ends in between, before the pool is given up with
     * {@link BrokenPoolException} instead of starting workers without end. Workers that the pool itself ends do not count. The
     * default is four for each worker, and 32 at least.
     *
     * @param workers the number, at least 1
     * @return the options with this number
     * @throws IllegalArgumentException if the number is less than 1
     */
    public PoolOptions restartBudget(int workers) {
        return with(RESTART_BUDGET, Checks.atLeast("PoolOptions.restartBudget", 1, workers));
    }

    /**
     * Sets what holds for every task of the pool unless {@link PoolExecutor#with(TaskOptions)} says otherwise.
     *
     * @param defaults the options of tasks
     * @return the options with this default
     */
    public PoolOptions tasks(TaskOptions defaults) {
        Objects.requireNonNull(defaults, "PoolOptions.tasks");
        return new PoolOptions(settings, initializer, defaults, backends);
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
        Map<Class<?>, BackendOptions> all = new LinkedHashMap<>(backends);
        all.put(options.getClass(), options);
        return new PoolOptions(settings, initializer, tasks, Map.copyOf(all));
    }

    /**
     * Returns how many workers run at once at most.
     *
     * @return the number set, else the number of available processors
     */
    public int workers() {
        return settings.get(WORKERS, Runtime.getRuntime().availableProcessors());
    }

    /**
     * Returns the pool's name.
     *
     * @return the name, empty if not set
     */
    public Optional<String> name() {
        return Optional.ofNullable(settings.get(NAME));
    }

    /**
     * Returns how long a task that was told to stop may take.
     *
     * @return the time
     */
    public Duration killGrace() {
        return settings.get(KILL_GRACE, DEFAULT_KILL_GRACE);
    }

    /**
     * Tells whether all workers start when the pool opens.
     *
     * @return {@code false} if not set
     */
    public boolean startAhead() {
        return settings.get(START_AHEAD, false);
    }

    /**
     * Returns how many workers are kept ready beside those that may run at once.
     *
     * @return the number, 0 if not set
     */
    public int spareWorkers() {
        return settings.get(SPARE_WORKERS, 0);
    }

    /**
     * Returns what runs once in each worker before its first task.
     *
     * @return the initializer, empty if not set
     */
    public Optional<Action> initializer() {
        return initializer;
    }

    /**
     * Returns after how many tasks a worker is replaced.
     *
     * @return the number, empty if not set
     */
    public OptionalInt tasksPerWorker() {
        return optional(TASKS_PER_WORKER);
    }

    /**
     * Returns after how long an idle worker ends.
     *
     * @return the time, empty if not set
     */
    public Optional<Duration> idleTime() {
        return Optional.ofNullable(settings.get(IDLE_TIME));
    }

    /**
     * Returns how many workers stay however long they are idle.
     *
     * @return the number, 0 if not set
     */
    public int minWorkers() {
        return settings.get(MIN_WORKERS, 0);
    }

    /**
     * Returns how many tasks may wait for a worker.
     *
     * @return the number, empty if there is no bound
     */
    public OptionalInt queueCapacity() {
        return optional(QUEUE_CAPACITY);
    }

    /**
     * Returns what happens when the queue has no room.
     *
     * @return what to do
     */
    public WhenFull whenFull() {
        return settings.get(WHEN_FULL, WhenFull.BLOCK);
    }

    /**
     * Returns how many workers in a row may be lost while no task ends.
     *
     * @return the number set, else the default
     */
    public int restartBudget() {
        return settings.get(RESTART_BUDGET, Math.max(LEAST_DEFAULT_BUDGET, DEFAULT_BUDGET_PER_WORKER * workers()));
    }

    /**
     * Returns what holds for every task of the pool.
     *
     * @return the options of tasks
     */
    public TaskOptions tasks() {
        return tasks;
    }

    /**
     * Returns the options of one backend.
     *
     * @param type the class of the options
     * @param <O> the class of the options
     * @return the options, empty if none were added
     */
    public <O extends BackendOptions> Optional<O> backend(Class<O> type) {
        return Optional.ofNullable(type.cast(backends.get(type)));
    }

    /**
     * Fills what is not set here from the configuration, and gives the pool a name if it has none. For those who write a
     * backend or a way of opening pools.
     *
     * @param configuration where to look
     * @return the completed options
     * @throws IllegalArgumentException if a configured value is not valid, or there are to be fewer workers than
     *     {@link #minWorkers(int)}
     */
    public PoolOptions complete(Configuration configuration) {
        Settings completed = settings.orElse(configuration, KEYS);
        if (completed.get(NAME) == null) {
            completed = completed.with(NAME, "anypool-" + POOLS.incrementAndGet());
        }
        PoolOptions options = new PoolOptions(completed, initializer, tasks.orElse(configuration), backends);
        Checks.between("PoolOptions.minWorkers", 0, options.workers(), options.minWorkers());
        return options;
    }

    /**
     * Returns the keys of the configuration that every backend honours.
     *
     * @return the keys
     */
    public static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>(KEYS);
        keys.addAll(TaskOptions.KEYS);
        return List.copyOf(keys);
    }

    private OptionalInt optional(Key<Integer> key) {
        Integer value = settings.get(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private <T> PoolOptions with(Key<T> key, T value) {
        return new PoolOptions(settings.with(key, value), initializer, tasks, backends);
    }

    @Override
    public String toString() {
        return "PoolOptions" + settings
                + initializer.map(action -> " with an initializer").orElse("") + ", " + tasks + ", "
                + backends.values();
    }
}
