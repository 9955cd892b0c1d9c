package dev.anypool.encoding;

import dev.anypool.TaskSerializationException;
import dev.anypool.spi.Origin;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What became of a task, as bytes.
 *
 * @param failed whether the task threw
 * @param bytes the encoded result, or the encoded failure
 */
public record EncodedOutcome(boolean failed, byte[] bytes) {

    /**
     * Decodes the outcome, on the side where the task was submitted.
     *
     * @param taskName the task's name, for errors
     * @param context where classes come from and which are let through
     * @param origin where the task was submitted
     * @param worker who ran it
     * @return the result
     * @throws Throwable what the task threw, with the worker's stack and the submitter's; or
     *     {@link TaskSerializationException} if the result cannot be decoded
     */
    public @Nullable Object decode(String taskName, DecodingContext context, Origin origin, String worker)
            throws Throwable {
        if (failed) {
            Throwable failure = Failures.decode(ByteBuffer.wrap(bytes), context);
            origin.appendTo(failure, worker);
            throw failure;
        }
        try {
            return Values.decode(ByteBuffer.wrap(bytes), context);
        } catch (Exception | StackOverflowError | LinkageError e) {
            throw new TaskSerializationException(
                    "task " + taskName + ": the result of " + worker + " could not be decoded: " + e, e);
        }
    }
}
