package dev.anypool;

import dev.anypool.spi.Checks;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a caller may ask for a task or a map: given to {@link PoolExecutor#with(TaskOptions)}, or to
 * {@link PoolOptions#tasks(TaskOptions)} as a pool's default.
 *
 * <p>Immutable; each method returns a new instance. An option that is not set comes from the pool's default, then from the
 * default named here. All backends honour all of them.
 */
public final class TaskOptions {
    private static final TaskOptions DEFAULTS = new TaskOptions(new Values());

    private final Values values;

    private TaskOptions(Values values) {
        this.values = values;
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
        return change(copy -> copy.name = Checks.notBlank("TaskOptions.name", name));
    }

    /**
     * Limits how long a task may run, counted from the moment it starts; time spent in the queue does not count. A task
     * that exceeds it fails with {@link TaskTimeoutException} and is stopped as if it were cancelled. In a map it is the
     * limit of each element. Without it there is no limit.
     *
     * @param limit the limit, more than zero
     * @return the options with this limit
     * @throws IllegalArgumentException if the limit is zero or negative
     */
    public TaskOptions runLimit(Duration limit) {
        return change(copy -> copy.runLimit = Checks.positive("TaskOptions.runLimit", limit));
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
        return change(copy -> copy.retries = Checks.atLeast("TaskOptions.retries", 0, retries));
    }

    /**
     * Fixes how many elements of a map or stream go to a worker at once. Without it the size adapts to the time that the
     * elements take (map), or is 1 (stream). Results and failures are the same with any size.
     *
     * @param elements how many, from 1 to 65,535
     * @return the options with this size
     * @throws IllegalArgumentException if the number is out of range
     */
    public TaskOptions chunkSize(int elements) {
        return change(copy -> copy.chunkSize = Checks.between("TaskOptions.chunkSize", 1, 65_535, elements));
    }

    /**
     * Says whether the first failure of an element fails the whole map at once and stops what has not finished (the
     * default, {@code true}), or all elements are let finish first.
     *
     * @param failFast whether to stop at the first failure
     * @return the options with this choice
     */
    public TaskOptions failFast(boolean failFast) {
        return change(copy -> copy.failFast = failFast);
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
        return change(copy -> copy.lookAhead = Checks.atLeast("TaskOptions.lookAhead", 1, elements));
    }

    /**
     * Returns the name.
     *
     * @return the name, empty if not set
     */
    public Optional<String> name() {
        return Optional.ofNullable(values.name);
    }

    /**
     * Returns the run limit.
     *
     * @return the limit, empty if not set
     */
    public Optional<Duration> runLimit() {
        return Optional.ofNullable(values.runLimit);
    }

    /**
     * Returns how often a lost task may be run again.
     *
     * @return the number, 0 if not set
     */
    public int retries() {
        return values.retries == null ? 0 : values.retries;
    }

    /**
     * Returns the fixed chunk size.
     *
     * @return the size, empty if it adapts
     */
    public OptionalInt chunkSize() {
        return optional(values.chunkSize);
    }

    /**
     * Tells whether the first failure fails a map at once.
     *
     * @return {@code true} if not set
     */
    public boolean failFast() {
        return values.failFast == null || values.failFast;
    }

    /**
     * Returns how far a stream reads ahead.
     *
     * @return the number of elements, empty if not set
     */
    public OptionalInt lookAhead() {
        return optional(values.lookAhead);
    }

    /**
     * Fills what is not set here from other options.
     *
     * @param base the options that stand behind these
     * @return the merged options
     */
    public TaskOptions orElse(TaskOptions base) {
        if (base.equals(DEFAULTS)) {
            return this;
        }
        Values other = base.values;
        return change(copy -> {
            copy.name = copy.name == null ? other.name : copy.name;
            copy.runLimit = copy.runLimit == null ? other.runLimit : copy.runLimit;
            copy.retries = copy.retries == null ? other.retries : copy.retries;
            copy.chunkSize = copy.chunkSize == null ? other.chunkSize : copy.chunkSize;
            copy.failFast = copy.failFast == null ? other.failFast : copy.failFast;
            copy.lookAhead = copy.lookAhead == null ? other.lookAhead : copy.lookAhead;
        });
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private TaskOptions change(Consumer<Values> change) {
        Values copy = values.copy();
        change.accept(copy);
        return new TaskOptions(copy);
    }

    @Override
    public String toString() {
        return "TaskOptions[name=" + values.name + ", runLimit=" + values.runLimit + ", retries=" + values.retries
                + ", chunkSize=" + values.chunkSize + ", failFast=" + values.failFast + ", lookAhead="
                + values.lookAhead + "]";
    }

    /** What is set, {@code null} where nothing is. Written only before the options that hold it are published. */
    private static final class Values {
        private @Nullable String name;
        private @Nullable Duration runLimit;
        private @Nullable Integer retries;
        private @Nullable Integer chunkSize;
        private @Nullable Boolean failFast;
        private @Nullable Integer lookAhead;

        private Values copy() {
            Values copy = new Values();
            copy.name = name;
            copy.runLimit = runLimit;
            copy.retries = retries;
            copy.chunkSize = chunkSize;
            copy.failFast = failFast;
            copy.lookAhead = lookAhead;
            return copy;
        }
    }
}
