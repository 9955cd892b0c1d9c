package dev.anypool.thread;

import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedJob;
import dev.anypool.encoding.Tasks;
import dev.anypool.spi.Job;
import java.io.Serializable;
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
        return new EncodedJob(job, context)::run;
    }
}
