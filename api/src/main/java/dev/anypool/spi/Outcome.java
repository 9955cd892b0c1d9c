package dev.anypool.spi;

import org.jspecify.annotations.Nullable;

/**
 * What became of a task. It is worked out where that may take long and run the user's code, on a thread that the pool does
 * not need.
 */
@FunctionalInterface
public interface Outcome {

    /**
     * Works out the result.
     *
     * @return the result
     * @throws Throwable the task's failure
     */
    @Nullable Object get() throws Throwable;

    /**
     * The outcome of a task that returned.
     *
     * @param value its result
     * @return the outcome
     */
    static Outcome value(@Nullable Object value) {
        return () -> value;
    }

    /**
     * The outcome of a task that failed.
     *
     * @param failure what it threw
     * @return the outcome
     */
    static Outcome failure(Throwable failure) {
        return () -> {
            throw failure;
        };
    }
}
