package dev.anypool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Work that takes nothing and returns a result; it may throw.
 *
 * <p>It is {@link Serializable}, so a plain lambda or method reference travels to a worker JVM without a cast. Every
 * task is an {@link Action} whose result may be ignored; that is also what lets a method reference to an overloaded
 * method pick {@link PoolExecutor#submit(Task)} without ambiguity.
 *
 * @param <T> the type of the result
 */
@FunctionalInterface
public interface Task<T extends @Nullable Object> extends Action {

    /**
     * Does the work.
     *
     * @return the result, which may be {@code null}
     * @throws Exception when the work fails; it becomes the cause of the future's failure
     */
    T call() throws Exception;

    /**
     * Does the work and drops the result.
     *
     * @throws Exception when {@link #call()} does
     */
    @Override
    default void run() throws Exception {
        call();
    }
}
