package dev.anypool;

import java.io.Serializable;

/**
 * Work that takes nothing and returns nothing; it may throw.
 *
 * <p>It is {@link Serializable}, so a plain lambda or method reference travels to a worker JVM without a cast.
 */
@FunctionalInterface
public interface Action extends Serializable {

    /**
     * Does the work.
     *
     * @throws Exception when the work fails; it becomes the cause of the future's failure
     */
    void run() throws Exception;
}
