package dev.anypool.process;

import dev.anypool.spi.BackendOptions;
import dev.anypool.spi.Checks;
import dev.anypool.spi.Configuration;
import dev.anypool.spi.Key;
import java.io.ObjectInputFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What only the process backend understands; added to a pool's options by
 * {@link dev.anypool.PoolOptions#with(BackendOptions)}.
 *
 * <p>A worker's JVM takes over the parent's class path, module options, {@code -D} properties and assertions from its command line,
 * its environment (but for {@code JAVA_TOOL_OPTIONS} and the like) and its working directory. It uses the serial collector, is told of
 * its share of the processors and of half the memory, and has a temporary directory of its own ({@code java.io.tmpdir}), which is
 * removed when the worker ends.
 *
 * <p>Immutable; each method returns a new instance. What is not set is looked up in the configuration under
 * {@code anypool.process.…} and falls back to the default named here.
 */
public final class ProcessPoolOptions implements BackendOptions {
    static final String BACKEND = "process";

    private static final Key<Long> MAX_HEAP = Key.bytes("anypool.process.max-heap");
    private static final Key<Long> RECYCLE_ABOVE = Key.bytes("anypool.process.recycle-above");
    private static final Key<Integer> PROCESSORS = Key.count("anypool.process.processors", 1);
    private static final Key<List<String>> JVM_OPTIONS = Key.words("anypool.process.jvm-options");
    private static final Key<WorkerOutput> OUTPUT = Key.choice("anypool.process.output", WorkerOutput.class);
    private static final Key<String> DIRECTORY = Key.text("anypool.process.directory");
    private static final long LEAST_HEAP = 8L << 20;
    private static final ProcessPoolOptions DEFAULTS = new ProcessPoolOptions(new Values());

    private final Values values;

    private ProcessPoolOptions(Values values) {
        this.values = values;
    }

    /**
     * Returns the options with nothing set.
     *
     * @return the defaults
     */
    public static ProcessPoolOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Caps the heap of each worker. The default is its share of half the machine's memory.
     *
     * @param bytes the cap in bytes, at least 8 MiB
     * @return the options with this cap
     * @throws IllegalArgumentException if the cap is less than 8 MiB
     */
    public ProcessPoolOptions maxHeap(long bytes) {
        if (bytes < LEAST_HEAP) {
            throw new IllegalArgumentException(
                    "ProcessPoolOptions.maxHeap must be at least " + LEAST_HEAP + " bytes (8 MiB), but is " + bytes);
        }
        return change(copy -> copy.maxHeap = bytes);
    }

    /**
     * Sets how much memory a worker may take, native memory included, before it is replaced: between tasks, when the one that
     * runs has ended. On Linux that is what is resident; elsewhere it is the heap that the worker has taken from the system. A JVM
     * takes some 50 MiB with nothing to do, and its heap may grow to {@link #maxHeap}; a limit below that replaces sound
     * workers. Without it workers are not replaced for their size.
     *
     * @param bytes the limit in bytes, at least 8 MiB
     * @return the options with this limit
     * @throws IllegalArgumentException if the limit is less than 8 MiB
     */
    public ProcessPoolOptions recycleAbove(long bytes) {
        if (bytes < LEAST_HEAP) {
            throw new IllegalArgumentException("ProcessPoolOptions.recycleAbove must be at least " + LEAST_HEAP
                    + " bytes (8 MiB), but is " + bytes);
        }
        return change(copy -> copy.recycleAbove = bytes);
    }

    /**
     * Sets how many processors each worker is told it has, after which its JVM, its collector and the parallel streams of its
     * tasks measure their threads. The default is its share of the parent's, at least 1.
     *
     * @param processors the number, at least 1; more than the machine has is allowed
     * @return the options with this number
     * @throws IllegalArgumentException if the number is less than 1
     */
    public ProcessPoolOptions processors(int processors) {
        return change(copy -> copy.processors = Checks.atLeast("ProcessPoolOptions.processors", 1, processors));
    }

    /**
     * Adds options to the command line of each worker JVM, after all that the pool puts there itself.
     *
     * @param options such as {@code -XX:+UseParallelGC} or {@code -Dname=value}
     * @return the options with these in the place of earlier ones
     * @throws IllegalArgumentException if one does not begin with a hyphen
     */
    public ProcessPoolOptions jvmOptions(String... options) {
        return jvmOptions(List.of(options));
    }

    private ProcessPoolOptions jvmOptions(List<String> options) {
        for (String option : options) {
            if (!option.startsWith("-")) {
                throw new IllegalArgumentException(
                        "ProcessPoolOptions.jvmOptions must begin with a hyphen, but one is '" + option + "'");
            }
        }
        return change(copy -> copy.jvmOptions = List.copyOf(options));
    }

    /**
     * Adds variables to the environment of each worker, which otherwise is the parent's.
     *
     * @param variables the variables
     * @return the options with these in the place of earlier ones
     */
    public ProcessPoolOptions environment(Map<String, String> variables) {
        return change(copy -> copy.environment = Map.copyOf(variables));
    }

    /**
     * Sets the working directory of each worker. The default is the parent's.
     *
     * @param directory an existing directory
     * @return the options with this directory
     * @throws IllegalArgumentException if it is not a directory
     */
    public ProcessPoolOptions directory(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException(
                    "ProcessPoolOptions.directory must be an existing directory, but is '" + directory + "'");
        }
        return change(copy -> copy.directory = directory);
    }

    /**
     * Sets where the lines go that workers write. The default is {@link WorkerOutput#PREFIXED}.
     *
     * @param output where
     * @return the options with this choice
     */
    public ProcessPoolOptions output(WorkerOutput output) {
        return change(copy -> copy.output = Objects.requireNonNull(output, "ProcessPoolOptions.output"));
    }

    /**
     * Sets what the parent lets through when it decodes results and exceptions that workers send; the filter of the whole JVM
     * ({@link java.io.ObjectInputFilter.Config#getSerialFilter()}) applies besides. The default lets everything through.
     *
     * @param filter the filter
     * @return the options with this filter
     */
    public ProcessPoolOptions resultFilter(ObjectInputFilter filter) {
        return change(copy -> copy.resultFilter = Objects.requireNonNull(filter, "ProcessPoolOptions.resultFilter"));
    }

    /**
     * Returns the cap of each worker's heap.
     *
     * @return the cap in bytes, empty if not set
     */
    public OptionalLong maxHeap() {
        return values.maxHeap == null ? OptionalLong.empty() : OptionalLong.of(values.maxHeap);
    }

    /**
     * Returns how much memory a worker may take before it is replaced.
     *
     * @return the limit in bytes, empty if not set
     */
    public OptionalLong recycleAbove() {
        return values.recycleAbove == null ? OptionalLong.empty() : OptionalLong.of(values.recycleAbove);
    }

    /**
     * Returns how many processors each worker is told it has.
     *
     * @return the number, empty if not set
     */
    public OptionalInt processors() {
        return values.processors == null ? OptionalInt.empty() : OptionalInt.of(values.processors);
    }

    /**
     * Returns the options added to each worker's command line.
     *
     * @return the options
     */
    public List<String> jvmOptions() {
        return values.jvmOptions == null ? List.of() : values.jvmOptions;
    }

    /**
     * Returns the variables added to each worker's environment.
     *
     * @return the variables
     */
    public Map<String, String> environment() {
        return values.environment;
    }

    /**
     * Returns each worker's working directory.
     *
     * @return the directory, empty if it is the parent's
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(values.directory);
    }

    /**
     * Returns where the lines go that workers write.
     *
     * @return where
     */
    public WorkerOutput output() {
        return values.output == null ? WorkerOutput.PREFIXED : values.output;
    }

    /**
     * Returns what the parent lets through when it decodes.
     *
     * @return the filter, empty if everything
     */
    public Optional<ObjectInputFilter> resultFilter() {
        return Optional.ofNullable(values.resultFilter);
    }

    @Override
    public String backend() {
        return BACKEND;
    }

    static List<Key<?>> keys() {
        return List.of(MAX_HEAP, RECYCLE_ABOVE, PROCESSORS, JVM_OPTIONS, OUTPUT, DIRECTORY);
    }

    ProcessPoolOptions complete(Configuration configuration) {
        ProcessPoolOptions completed = this;
        Long heap = values.maxHeap == null ? configuration.get(MAX_HEAP) : null;
        if (heap != null) {
            completed = completed.maxHeap(heap);
        }
        Long recycle = values.recycleAbove == null ? configuration.get(RECYCLE_ABOVE) : null;
        if (recycle != null) {
            completed = completed.recycleAbove(recycle);
        }
        Integer count = values.processors == null ? configuration.get(PROCESSORS) : null;
        if (count != null) {
            completed = completed.processors(count);
        }
        List<String> jvm = values.jvmOptions == null ? configuration.get(JVM_OPTIONS) : null;
        if (jvm != null) {
            completed = completed.jvmOptions(jvm);
        }
        WorkerOutput lines = values.output == null ? configuration.get(OUTPUT) : null;
        if (lines != null) {
            completed = completed.output(lines);
        }
        String folder = values.directory == null ? configuration.get(DIRECTORY) : null;
        if (folder != null) {
            completed = completed.directory(Path.of(Checks.notBlank(DIRECTORY.name(), folder)));
        }
        return completed;
    }

    private ProcessPoolOptions change(Consumer<Values> change) {
        Values copy = values.copy();
        change.accept(copy);
        return new ProcessPoolOptions(copy);
    }

    @Override
    public String toString() {
        return "ProcessPoolOptions[maxHeap=" + values.maxHeap + ", recycleAbove=" + values.recycleAbove
                + ", processors="
                + values.processors + ", jvmOptions=" + values.jvmOptions + ", environment="
                + new TreeMap<>(values.environment).keySet() + ", directory=" + values.directory + ", output="
                + values.output + ", resultFilter=" + (values.resultFilter != null) + "]";
    }

    /** What is set, {@code null} where nothing is. Written only before the options that hold it are published. */
    private static final class Values {
        private @Nullable Long maxHeap;
        private @Nullable Long recycleAbove;
        private @Nullable Integer processors;
        private @Nullable List<String> jvmOptions;
        private Map<String, String> environment = Map.of();
        private @Nullable Path directory;
        private @Nullable WorkerOutput output;
        private @Nullable ObjectInputFilter resultFilter;

        private Values copy() {
            Values copy = new Values();
            copy.maxHeap = maxHeap;
            copy.recycleAbove = recycleAbove;
            copy.processors = processors;
            copy.jvmOptions = jvmOptions;
            copy.environment = environment;
            copy.directory = directory;
            copy.output = output;
            copy.resultFilter = resultFilter;
            return copy;
        }
    }
}
