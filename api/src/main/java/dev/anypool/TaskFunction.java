package dev.anypool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Work on one argument; it may throw.
 *
 * <p>It is {@link Serializable}, so a plain lambda or method reference travels to a worker JVM without a cast.
 *
 * @param <A> the type of the argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskFunction<A extends @Nullable Object, R extends @Nullable Object> extends Serializable {

    /**
     * Does the work.
     *
     * @param argument the argument, {@code null} if the caller passed {@code null}
     * @return the result, which may be {@code null}
     * @throws Exception when the work fails; it becomes the cause of the future's failure
     */
    R apply(A argument) throws Exception;
}
