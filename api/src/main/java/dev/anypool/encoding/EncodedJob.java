package dev.anypool.encoding;

import dev.anypool.Worker;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A job whose function and arguments are encoded, run in the JVM where it was submitted. Not thread-safe. */
public final class EncodedJob {
    private final Job job;
    private final DecodingContext context;
    private final EncodedFunction function;
    private final String worker = Worker.current().toString();

    /**
     * Makes it; decodes nothing yet.
     *
     * @param job the job, with what {@link Tasks} encoded
     * @param context where classes come from
     */
    public EncodedJob(Job job, DecodingContext context) {
        this.job = job;
        this.context = context;
        this.function = new EncodedFunction(ByteBuffer.wrap((byte[]) job.function()), context);
    }

    /**
     * Decodes and runs one task on the calling thread, and encodes what becomes of it.
     *
     * @param index the task's place
     * @return the outcome; whatever the task threw is one
     */
    public Outcome run(int index) {
        String taskName = job.taskName(index);
        try {
            EncodedOutcome outcome = function.run(taskName, ByteBuffer.wrap((byte[]) job.arguments(index)));
            return () -> outcome.decode(taskName, context, job.origin(), worker);
        } catch (IOException | Error e) {
            return Outcome.failure(e);
        }
    }
}
