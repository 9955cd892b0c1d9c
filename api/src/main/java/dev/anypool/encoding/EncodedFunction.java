package dev.anypool.encoding;

import dev.anypool.TaskSerializationException;
import dev.anypool.spi.Invocation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A function that has travelled, on the side where it runs: decoded once, and called with one encoded row of arguments after the
 * other. Not thread-safe.
 */
public final class EncodedFunction {
    private final ByteBuffer bytes;
    private final DecodingContext context;
    private @Nullable Object function;
    private @Nullable Throwable failure;
    private boolean ranOutOfMemory;

    /**
     * Makes it; decodes nothing yet.
     *
     * @param bytes what {@link Tasks#encodeFunction} returned, from position to limit
     * @param context where classes come from
     */
    public EncodedFunction(ByteBuffer bytes, DecodingContext context) {
        this.bytes = bytes;
        this.context = context;
    }

    /**
     * Decodes the arguments, calls the function and encodes what becomes of it.
     *
     * @param taskName the task's name, for errors
     * @param row what {@link Tasks#encodeArguments} returned, from position to limit
     * @return the encoded outcome; a failure where anything, decoding and encoding included, threw
     * @throws IOException if not even a failure can be encoded
     */
    public EncodedOutcome run(String taskName, ByteBuffer row) throws IOException {
        try {
            Object result = Invocation.invoke(function(taskName), arguments(taskName, row));
            return new EncodedOutcome(false, Tasks.encodeResult(taskName, result));
        } catch (Throwable thrown) {
            ranOutOfMemory |= thrown instanceof OutOfMemoryError;
            return new EncodedOutcome(true, Failures.encode(thrown));
        }
    }

    /**
     * Tells whether a call ended with an {@link OutOfMemoryError}: other threads may have met one too, so the JVM is best not
     * used for long.
     *
     * @return whether one did
     */
    public boolean ranOutOfMemory() {
        return ranOutOfMemory;
    }

    private Object function(String taskName) {
        if (function == null && failure == null) {
            try {
                function = Objects.requireNonNull(Values.decode(bytes, context), "function");
            } catch (Exception | StackOverflowError | LinkageError e) {
                failure = e;
            }
        }
        if (function == null) {
            throw undecodable(taskName, "the function, or what it captured,", failure);
        }
        return function;
    }

    private @Nullable Object[] arguments(String taskName, ByteBuffer row) {
        try {
            return Tasks.decodeArguments(row, context);
        } catch (Exception | StackOverflowError | LinkageError e) {
            throw undecodable(taskName, "an argument", e);
        }
    }

    private static TaskSerializationException undecodable(String taskName, String what, @Nullable Throwable cause) {
        return new TaskSerializationException(
                "task " + taskName + ": " + what + " could not be decoded by the worker: " + cause
                        + (cause instanceof ClassNotFoundException || cause instanceof NoClassDefFoundError
                                ? ". Workers load classes from the class path that the parent's JVM was started with; a class"
                                        + " that was compiled in memory (java File.java, JShell) or that another loader has is"
                                        + " not there"
                                : ""),
                cause);
    }
}
