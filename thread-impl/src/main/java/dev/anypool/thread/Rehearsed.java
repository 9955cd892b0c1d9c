package dev.anypool.thread;

import dev.anypool.Worker;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedFunction;
import dev.anypool.encoding.EncodedOutcome;
import dev.anypool.encoding.Tasks;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import java.io.IOException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Passes everything through the encoding that worker JVMs need, both ways. */
final class Rehearsed implements Passing {
    private final DecodingContext context = new DecodingContext(contextLoader(), null);

    private static ClassLoader contextLoader() {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        return loader == null ? ClassLoader.getSystemClassLoader() : loader;
    }

    @Override
    public Object encodeFunction(String taskName, Serializable function) {
        return Tasks.encodeFunction(taskName, function);
    }

    @Override
    public Object encodeArguments(String taskName, @Nullable Object[] arguments) {
        return Tasks.encodeArguments(taskName, arguments);
    }

    @Override
    public Runner open(Job job) {
        EncodedFunction function = new EncodedFunction(ByteBuffer.wrap((byte[]) job.function()), context);
        String worker = Worker.current().toString();
        return index -> {
            String taskName = job.taskName(index);
            try {
                EncodedOutcome outcome = function.run(taskName, ByteBuffer.wrap((byte[]) job.arguments(index)));
                return () -> outcome.decode(taskName, context, job.origin(), worker);
            } catch (IOException | Error e) {
                return Outcome.failure(e);
            }
        };
    }
}
