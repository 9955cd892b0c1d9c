package dev.anypool.demo.isolation;

import dev.anypool.Task;
import org.jspecify.annotations.Nullable;

/**
 * Tells that it runs, and misbehaves.
 *
 * @param misdeed how
 * @param doorbell where it tells so
 */
record BadTask(Misdeed misdeed, Doorbell doorbell) implements Task<@Nullable Object> {
    @Override
    public @Nullable Object call() throws Exception {
        doorbell.ring();
        return misdeed.commit(doorbell.secret());
    }
}
