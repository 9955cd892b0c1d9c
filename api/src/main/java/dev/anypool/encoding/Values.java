package dev.anypool.encoding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Encodes any serializable value: what is common and small in a few bytes, the rest as a JDK serialization stream.
 *
 * <p>Only final classes of the JDK have an encoding of their own, so that a value comes back as the same class with the same
 * content either way.
 */
public final class Values {
    private static final byte NULL = 0;
    private static final byte STREAM = 1;
    private static final byte FALSE = 2;
    private static final byte TRUE = 3;
    private static final byte INTEGER = 4;
    private static final byte LONG = 5;
    private static final byte DOUBLE = 6;
    private static final byte STRING = 7;
    private static final byte BYTES = 8;

    private Values() {}

    /**
     * Encodes a value.
     *
     * @param value the value
     * @return its bytes
     * @throws IOException if it cannot be serialized; its own code may throw any other exception
     */
    public static byte[] encode(@Nullable Object value) throws IOException {
        if (value == null) {
            return new byte[] {NULL};
        } else if (value instanceof Integer number) {
            return ByteBuffer.allocate(5).put(INTEGER).putInt(number).array();
        } else if (value instanceof Long number) {
            return ByteBuffer.allocate(9).put(LONG).putLong(number).array();
        } else if (value instanceof Double number) {
            return ByteBuffer.allocate(9)
                    .put(DOUBLE)
                    .putLong(Double.doubleToRawLongBits(number))
                    .array();
        } else if (value instanceof Boolean flag) {
            return new byte[] {flag ? TRUE : FALSE};
        } else if (value instanceof byte[] bytes) {
            return tagged(BYTES, bytes);
        } else if (value instanceof String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            if (new String(utf8, StandardCharsets.UTF_8).equals(text)) { // not so for a lone surrogate
                return tagged(STRING, utf8);
            }
        }
        return stream(value);
    }

    /**
     * Decodes a value.
     *
     * @param bytes what {@link #encode} returned, from position to limit
     * @param context where classes come from and which are let through
     * @return the value
     * @throws IOException if the bytes are not those of a value
     * @throws ClassNotFoundException if a class is not to be found
     */
    public static @Nullable Object decode(ByteBuffer bytes, DecodingContext context)
            throws IOException, ClassNotFoundException {
        try {
            byte tag = bytes.get();
            return switch (tag) {
                case NULL -> null;
                case STREAM ->
                    context.read(new ByteArrayInputStream(
                            bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining()));
                case FALSE -> false;
                case TRUE -> true;
                case INTEGER -> bytes.getInt();
                case LONG -> bytes.getLong();
                case DOUBLE -> Double.longBitsToDouble(bytes.getLong());
                case STRING -> new String(rest(bytes), StandardCharsets.UTF_8);
                case BYTES -> rest(bytes);
                default -> throw new StreamCorruptedException("unknown tag " + tag + " of an encoded value");
            };
        } catch (BufferUnderflowException e) {
            throw new StreamCorruptedException("an encoded value ends too early");
        }
    }

    private static byte[] stream(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        bytes.write(STREAM);
        try (CheckedStream stream = new CheckedStream(bytes)) {
            stream.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static byte[] tagged(byte tag, byte[] content) {
        byte[] bytes = new byte[content.length + 1];
        bytes[0] = tag;
        System.arraycopy(content, 0, bytes, 1, content.length);
        return bytes;
    }

    private static byte[] rest(ByteBuffer bytes) {
        byte[] rest = new byte[bytes.remaining()];
        bytes.get(rest);
        return rest;
    }
}
