package dev.anypool.process;

import dev.anypool.Action;
import dev.anypool.TaskFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the worker of a {@link WorkerProcess} runs: calls the target, which is its argument, and shows on standard error what that
 * throws, as the JVM does for a program's {@code main}.
 */
record Target() implements TaskFunction<Action, @Nullable Void> {
    @Override
    public @Nullable Void apply(Action target) throws Exception {
        try {
            target.run();
            return null;
        } catch (Throwable thrown) {
            show(thrown);
            throw thrown;
        }
    }

    private static void show(Throwable thrown) {
        try {
            thrown.printStackTrace();
        } catch (Throwable e) { // its accessors are the user's code
            System.err.println(thrown.getClass().getName() + ", whose stack trace cannot be shown: " + e.getClass());
        }
    }
}
