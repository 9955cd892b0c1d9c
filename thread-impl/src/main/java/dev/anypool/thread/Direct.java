package dev.anypool.thread;

import dev.anypool.spi.Invocation;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Passes everything as it is. */
final class Direct implements Passing {
    @Override
    public Object encodeFunction(String taskName, Serializable function) {
        return function;
    }

    @Override
    public Object encodeArguments(String taskName, @Nullable Object[] arguments) {
        return arguments;
    }

    @Override
    public Runner open(Job job) {
        return index -> {
            try {
                return Outcome.value(Invocation.invoke(job.function(), (@Nullable Object[]) job.arguments(index)));
            } catch (Throwable failure) {
                return Outcome.failure(failure);
            }
        };
    }
}
