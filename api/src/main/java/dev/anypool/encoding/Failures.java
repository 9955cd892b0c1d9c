package dev.anypool.encoding;

import dev.anypool.RemoteTaskException;
import dev.anypool.TaskSerializationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Encodes what a task threw: the exception itself where it can travel, and always a snapshot of its class name, message and
 * stack, from which a {@link RemoteTaskException} is made where it cannot.
 */
public final class Failures {
    private static final int MOST_CAUSES = 16;

    private Failures() {}

    /** What is known of an exception without its class. */
    private record Snapshot(
            String className,
            @Nullable String message,
            StackTraceElement[] trace,
            @Nullable Snapshot cause) implements Serializable {

        static Snapshot of(Throwable failure, int causes) {
            Throwable cause = causes == 0 ? null : read(failure, Throwable::getCause);
            StackTraceElement[] trace = read(failure, Throwable::getStackTrace);
            return new Snapshot(
                    failure.getClass().getName(),
                    read(failure, Throwable::getMessage),
                    trace == null ? new StackTraceElement[0] : trace,
                    cause == null ? null : of(cause, causes - 1));
        }

        /** The accessors of an exception are the user's code. */
        private static <T> @Nullable T read(Throwable failure, Function<Throwable, @Nullable T> accessor) {
            try {
                return accessor.apply(failure);
            } catch (Throwable e) { // whatever the user's code throws, the rest of the snapshot is still worth having
                return null;
            }
        }

        RemoteTaskException toException() {
            RemoteTaskException exception =
                    new RemoteTaskException(className, message, cause == null ? null : cause.toException());
            exception.setStackTrace(trace);
            return exception;
        }
    }

    /**
     * Encodes a failure.
     *
     * @param failure what the task threw
     * @return its bytes
     * @throws IOException if not even the snapshot can be encoded
     */
    public static byte[] encode(Throwable failure) throws IOException {
        byte[] snapshot = serialize(Snapshot.of(failure, MOST_CAUSES));
        byte[] exception = serializeOrNothing(failure);
        if (exception.length == 0 && failure instanceof TaskSerializationException own) {
            exception = serializeOrNothing(withoutCause(own));
        }
        return ByteBuffer.allocate(Integer.BYTES + snapshot.length + exception.length)
                .putInt(snapshot.length)
                .put(snapshot)
                .put(exception)
                .array();
    }

    /** The snapshot has to do for an exception that cannot be serialized. */
    private static byte[] serializeOrNothing(Throwable failure) {
        try {
            return serialize(failure);
        } catch (Throwable e) { // whatever the user's code throws
            return new byte[0];
        }
    }

    private static TaskSerializationException withoutCause(TaskSerializationException failure) {
        TaskSerializationException copy = new TaskSerializationException(
                String.valueOf(failure.getMessage()), failure.path().orElse(null), null);
        copy.setStackTrace(failure.getStackTrace());
        return copy;
    }

    /**
     * Decodes a failure.
     *
     * @param bytes what {@link #encode} returned, from position to limit
     * @param context where classes come from and which are let through
     * @return the exception, or a {@link RemoteTaskException} in its place
     * @throws IOException if the bytes are not those of a failure
     * @throws ClassNotFoundException never, unless the bytes are not those of a failure
     */
    public static Throwable decode(ByteBuffer bytes, DecodingContext context)
            throws IOException, ClassNotFoundException {
        int length = bytes.remaining() < Integer.BYTES ? -1 : bytes.getInt();
        if (length < 0 || length > bytes.remaining()) {
            throw new IOException("the length of an encoded failure is wrong: " + length);
        }
        ByteBuffer exception = bytes.slice(bytes.position() + length, bytes.remaining() - length);
        if (exception.hasRemaining()) {
            try {
                Object decoded = context.read(input(exception));
                if (decoded instanceof Throwable throwable) {
                    return throwable;
                }
            } catch (Exception | StackOverflowError | LinkageError e) {
                RemoteTaskException standIn = snapshot(bytes, length);
                standIn.addSuppressed(e); // why it is not the original
                return standIn;
            }
        }
        return snapshot(bytes, length);
    }

    private static RemoteTaskException snapshot(ByteBuffer bytes, int length)
            throws IOException, ClassNotFoundException {
        DecodingContext own = new DecodingContext(Failures.class.getClassLoader(), null);
        Object decoded = own.read(input(bytes.slice(bytes.position(), length)));
        if (decoded instanceof Snapshot snapshot) {
            return snapshot.toException();
        }
        throw new IOException("an encoded failure does not hold a snapshot");
    }

    private static ByteArrayInputStream input(ByteBuffer bytes) {
        return new ByteArrayInputStream(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    private static byte[] serialize(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(value);
        }
        return bytes.toByteArray();
    }
}
