package dev.anypool;

import dev.anypool.spi.Checks;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a caller may ask for a task or a map: given to {@link PoolExecutor#with(TaskOptions)}, or to
 * {@link PoolOptions#tasks(TaskOptions)} as a pool's default.
 *
 * <p>Immutable; each method returns a new instance. An option that is not set comes from the pool's default, then from the
 * configuration ({@code anypool.run-limit}, {@code anypool.retries} and so on, named after the methods here), then from the default
 * named here. All backends honour all of them.
 */
public final class TaskOptions {
    private static final int MOST_CHUNK = 65_535;

    private static final Key<String> NAME = Key.text("anypool.task-name");
    private static final Key<Duration> RUN_LIMIT = Key.limit("anypool.run-limit");
    private static final Key<Duration> QUEUE_LIMIT = Key.limit("anypool.queue-limit");
    private static final Key<Duration> CALL_LIMIT = Key.limit("anypool.call-limit");
    private static final Key<Integer> RETRIES = Key.count("anypool.retries", 0);
    private static final Key<Integer> CHUNK_SIZE = Key.count("anypool.chunk-size", 1, MOST_CHUNK);
    private static final Key<Boolean> FAIL_FAST = Key.flag("anypool.fail-fast");
    private static final Key<Integer> LOOK_AHEAD = Key.count("anypool.look-ahead", 1);
    private static final Key<Boolean> ORDERED = Key.flag("anypool.ordered");
    private static final Key<WhenFull> WHEN_FULL = Key.choice("anypool.when-full", WhenFull.class);

    /** The keys of the configuration: all but the name, which belongs to single tasks, and what is read for the pool. */
    static final List<Key<?>> KEYS =
            List.of(RUN_LIMIT, QUEUE_LIMIT, CALL_LIMIT, RETRIES, CHUNK_SIZE, FAIL_FAST, LOOK_AHEAD, ORDERED);

    private static final TaskOptions DEFAULTS = new TaskOptions(Settings.NONE);

    private final Settings settings;

    private TaskOptions(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static TaskOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Names the task, for messages, logs and {@code toString}. The elements of a map are named {@code name[index]}.
     *
     * @param name the name, not blank
     * @return the options with this name
     * @throws IllegalArgumentException if the name is blank
     */
    public TaskOptions name(String name) {
        return with(NAME, Checks.notBlank("TaskOptions.name", name));
    }

    /**
     * Limits how long a task may run, counted from the moment it starts; time spent in the queue does not count. A task
     * that exceeds it fails with {@link TaskTimeoutException} and is stopped as if it were cancelled. In a map it is the
     * limit of each element. Without it there is no limit.
     *
     * <p>Tasks with a limit are given to a worker one by one, and not ahead of time.
     *
     * @param limit the limit, more than zero
     * @return the options with this limit
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public TaskOptions runLimit(Duration limit) {
        return with(RUN_LIMIT, Checks.positive("TaskOptions.runLimit", limit));
    }

    /**
     * Limits how long a task may wait for a worker, counted from the moment it is submitted. A task that has not started by then
     * never runs: it fails with {@link TaskTimeoutException}. In a map it is the limit of each element. A task that is run again
     * after it was lost with its worker has started once and waits without a limit. Without it there is no limit.
     *
     * @param limit the limit, more than zero
     * @return the options with this limit
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public TaskOptions queueLimit(Duration limit) {
        return with(QUEUE_LIMIT, Checks.positive("TaskOptions.queueLimit", limit));
    }

    /**
     * Limits how long a whole call may take, counted from the call. A {@code map} that is not done by then fails with
     * {@link TaskTimeoutException}, which says how many of its elements were done, and the others are cancelled; the same goes for
     * a task that was submitted alone. A {@code stream} throws it in a {@link java.util.concurrent.CompletionException} when its
     * consumer asks for more. Without it there is no limit.
     *
     * @param limit the limit, more than zero
     * @return the options with this limit
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public TaskOptions callLimit(Duration limit) {
        return with(CALL_LIMIT, Checks.positive("TaskOptions.callLimit", limit));
    }

    /**
     * Allows a task that is lost with its worker to be run again, up to this many times. The default is 0: a task that had
     * started is never run twice unasked. A task that had not started is not lost, and does not count.
     *
     * @param retries how often, 0 or more
     * @return the options with this number
     * @throws IllegalArgumentException if the number is negative
     */
    public TaskOptions retries(int retries) {
        return with(RETRIES, Checks.atLeast("TaskOptions.retries", 0, retries));
    }

    /**
     * Fixes how many elements of a map or stream go to a worker at once. Without it the size adapts to the time that the
     * elements take (map), or is 1 (stream); with a bounded queue fewer may go at once. Results and failures are the same with any size.
     *
     * @param elements how many, from 1 to 65,535
     * @return the options with this size
     * @throws IllegalArgumentException if the number is out of range
     */
    public TaskOptions chunkSize(int elements) {
        return with(CHUNK_SIZE, Checks.between("TaskOptions.chunkSize", 1, MOST_CHUNK, elements));
    }

    /**
     * Says whether the first failure of an element fails the whole map at once and stops what has not finished (the
     * default, {@code true}), or all elements are let finish first.
     *
     * @param failFast whether to stop at the first failure
     * @return the options with this choice
     */
    public TaskOptions failFast(boolean failFast) {
        return with(FAIL_FAST, failFast);
    }

    /**
     * Fixes how many elements a stream reads from its source ahead of the one that its consumer waits for. The default is
     * eight for each worker.
     *
     * @param elements how many, at least 1
     * @return the options with this number
     * @throws IllegalArgumentException if the number is less than 1
     */
    public TaskOptions lookAhead(int elements) {
        return with(LOOK_AHEAD, Checks.atLeast("TaskOptions.lookAhead", 1, elements));
    }

    /**
     * Says whether streams hand over their elements in input order (the default, {@code true}) or as they are completed, those that
     * are done already first. It concerns {@link PoolExecutor#stream stream}, {@link PoolExecutor#outcomes outcomes} and
     * {@link MapFuture#stream()}; the list of a map is in input order in any case.
     *
     * @param ordered whether to keep the order of the input
     * @return the options with this choice
     */
    public TaskOptions ordered(boolean ordered) {
        return with(ORDERED, ordered);
    }

    /**
     * Sets what happens to these tasks when the queue has no room, in the place of what the
     * {@linkplain PoolOptions#whenFull(WhenFull) pool} says.
     *
     * @param choice what to do
     * @return the options with this choice
     */
    public TaskOptions whenFull(WhenFull choice) {
        return with(WHEN_FULL, Objects.requireNonNull(choice, "TaskOptions.whenFull"));
    }

    /**
     * Returns the name.
     *
     * @return the name, empty if not set
     */
    public Optional<String> name() {
        return Optional.ofNullable(settings.get(NAME));
    }

    /**
     * Returns the run limit.
     *
     * @return the limit, empty if not set
     */
    public Optional<Duration> runLimit() {
        return Optional.ofNullable(settings.get(RUN_LIMIT));
    }

    /**
     * Returns the queue limit.
     *
     * @return the limit, empty if not set
     */
    public Optional<Duration> queueLimit() {
        return Optional.ofNullable(settings.get(QUEUE_LIMIT));
    }

    /**
     * Returns the limit of the whole call.
     *
     * @return the limit, empty if not set
     */
    public Optional<Duration> callLimit() {
        return Optional.ofNullable(settings.get(CALL_LIMIT));
    }

    /**
     * Returns how often a lost task may be run again.
     *
     * @return the number, 0 if not set
     */
    public int retries() {
        return settings.get(RETRIES, 0);
    }

    /**
     * Returns the fixed chunk size.
     *
     * @return the size, empty if it adapts
     */
    public OptionalInt chunkSize() {
        return optional(CHUNK_SIZE);
    }

    /**
     * Tells whether the first failure fails a map at once.
     *
     * @return {@code true} if not set
     */
    public boolean failFast() {
        return settings.get(FAIL_FAST, true);
    }

    /**
     * Returns how far a stream reads ahead.
     *
     * @return the number of elements, empty if not set
     */
    public OptionalInt lookAhead() {
        return optional(LOOK_AHEAD);
    }

    /**
     * Tells whether streams keep the order of their input.
     *
     * @return {@code true} if not set
     */
    public boolean ordered() {
        return settings.get(ORDERED, true);
    }

    /**
     * Returns what happens to these tasks when the queue has no room.
     *
     * @return what to do, empty if the pool decides
     */
    public Optional<WhenFull> whenFull() {
        return Optional.ofNullable(settings.get(WHEN_FULL));
    }

    /**
     * Fills what is not set here from other options.
     *
     * @param base the options that stand behind these
     * @return the merged options
     */
    public TaskOptions orElse(TaskOptions base) {
        return new TaskOptions(settings.orElse(base.settings));
    }

    TaskOptions orElse(Configuration configuration) {
        return new TaskOptions(settings.orElse(configuration, KEYS));
    }

    private OptionalInt optional(Key<Integer> key) {
        Integer value = settings.get(key);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private <T> TaskOptions with(Key<T> key, T value) {
        return new TaskOptions(settings.with(key, value));
    }

    @Override
    public String toString() {
        return "TaskOptions" + settings;
    }
}
