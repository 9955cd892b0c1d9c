package dev.anypool.encoding;

import dev.anypool.TaskSerializationException;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Encodes functions, rows of arguments and results, and tells clearly what cannot travel. */
public final class Tasks {
    private static final int MOST_ARGUMENTS = 2;
    private static final String RESULT = "the result";

    private Tasks() {}

    /**
     * Encodes a function with what it captured.
     *
     * @param taskName the task's name, for errors
     * @param function the function
     * @return its bytes
     * @throws TaskSerializationException if it cannot travel
     */
    public static byte[] encodeFunction(String taskName, Serializable function) {
        return encode(taskName, "the function", ", or what it captured,", function);
    }

    /**
     * Encodes the arguments of one task.
     *
     * @param taskName the task's name, for errors
     * @param arguments none, one or two
     * @return their bytes
     * @throws TaskSerializationException if one cannot travel
     */
    public static byte[] encodeArguments(String taskName, @Nullable Object[] arguments) {
        byte[][] encoded = new byte[arguments.length][];
        int length = 1;
        for (int index = 0; index < arguments.length; index++) {
            String what = arguments.length == 1 ? "the argument" : "argument " + (index + 1);
            encoded[index] = encode(taskName, what, "", arguments[index]);
            length += Integer.BYTES + encoded[index].length;
        }
        ByteBuffer row = ByteBuffer.allocate(length).put((byte) arguments.length);
        for (byte[] value : encoded) {
            row.putInt(value.length).put(value);
        }
        return row.array();
    }

    /**
     * Decodes the arguments of one task.
     *
     * @param row what {@link #encodeArguments} returned, from position to limit
     * @param context where classes come from
     * @return the arguments
     * @throws IOException if the bytes are not those of a row
     * @throws ClassNotFoundException if a class is not to be found
     */
    public static @Nullable Object[] decodeArguments(ByteBuffer row, DecodingContext context)
            throws IOException, ClassNotFoundException {
        ByteBuffer[] encoded = split(row);
        @Nullable Object[] arguments = new @Nullable Object[encoded.length];
        for (int index = 0; index < encoded.length; index++) {
            arguments[index] = Values.decode(encoded[index], context);
        }
        return arguments;
    }

    private static ByteBuffer[] split(ByteBuffer row) throws StreamCorruptedException {
        int count = row.hasRemaining() ? row.get() : -1;
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw new StreamCorruptedException("a task cannot have " + count + " arguments");
        }
        ByteBuffer[] encoded = new ByteBuffer[count];
        for (int index = 0; index < count; index++) {
            int length = row.remaining() < Integer.BYTES ? -1 : row.getInt();
            if (length < 0 || length > row.remaining()) {
                throw new StreamCorruptedException("the encoded arguments of a task end too early");
            }
            encoded[index] = row.slice(row.position(), length);
            row.position(row.position() + length);
        }
        return encoded;
    }

    /**
     * Encodes a result.
     *
     * @param taskName the task's name, for errors
     * @param result the result
     * @return its bytes
     * @throws TaskSerializationException if it cannot travel
     */
    public static byte[] encodeResult(String taskName, @Nullable Object result) {
        return encode(taskName, RESULT, "", result);
    }

    /** Encodes one part of a task; {@code orInside} is for errors whose place in it is not known. */
    private static byte[] encode(String taskName, String what, String orInside, @Nullable Object value) {
        try {
            return Values.encode(value);
        } catch (NotSerializableException e) {
            throw cannotTravel(taskName, what, orInside, value, e);
        } catch (Exception | StackOverflowError e) {
            throw new TaskSerializationException(
                    "task " + taskName + ": " + what + orInside + " could not be encoded: " + e, e);
        }
    }

    private static TaskSerializationException cannotTravel(
            String taskName, String what, String orInside, @Nullable Object value, NotSerializableException failure) {
        Culprit culprit = value == null ? null : CulpritSearch.in(value);
        if (culprit == null) {
            return new TaskSerializationException(
                    "task " + taskName + ": " + what + orInside + " cannot travel to a worker: " + failure.getMessage()
                            + " is not Serializable. Make it so, mark the field that holds it transient, or create it inside the"
                            + " task.",
                    failure);
        }
        return new TaskSerializationException(
                "task " + taskName + ": " + what + " cannot travel " + (what.equals(RESULT) ? "from" : "to")
                        + " a worker: " + culprit.where() + " " + culprit.complaint() + ". "
                        + culprit.cure(what.equals(RESULT)),
                culprit.where(),
                failure);
    }
}
