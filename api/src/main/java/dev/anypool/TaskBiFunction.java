package dev.anypool;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Work on two arguments; it may throw.
 *
 * <p>It is {@link Serializable}, so a plain lambda or method reference travels to a worker JVM without a cast.
 *
 * @param <A> the type of the first argument
 * @param <B> the type of the second argument
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface TaskBiFunction<A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
        extends Serializable {

    /**
     * Does the work.
     *
     * @param first the first argument, {@code null} if the caller passed {@code null}
     * @param second the second argument, {@code null} if the caller passed {@code null}
     * @return the result, which may be {@code null}
     * @throws Exception when the work fails; it becomes the cause of the future's failure
     */
    R apply(A first, B second) throws Exception;
}
