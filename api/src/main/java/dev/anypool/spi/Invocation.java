package dev.anypool.spi;

import dev.anypool.Action;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import org.jspecify.annotations.Nullable;

/** Calls a user's function with its arguments. */
public final class Invocation {
    private Invocation() {}

    /**
     * Calls the function.
     *
     * @param function a {@link Task}, {@link Action}, {@link TaskFunction} or {@link TaskBiFunction}
     * @param arguments none, one or two, as the function takes
     * @return what it returns; {@code null} for an action
     * @throws Exception what it throws
     */
    @SuppressWarnings("unchecked") // the pool's methods paired the function with its arguments
    public static @Nullable Object invoke(Object function, @Nullable Object[] arguments) throws Exception {
        switch (arguments.length) {
            case 0:
                if (function instanceof Task<?> task) {
                    return task.call();
                }
                ((Action) function).run();
                return null;
            case 1:
                return ((TaskFunction<@Nullable Object, @Nullable Object>) function).apply(arguments[0]);
            default:
                return ((TaskBiFunction<@Nullable Object, @Nullable Object, @Nullable Object>) function)
                        .apply(arguments[0], arguments[1]);
        }
    }
}
