package dev.anypool.process.wire;

import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into frames. Frames that fit the buffer are handed over where they lie in it; a longer one is gathered in
 * an array of its own, whose length was checked before. Not thread-safe.
 */
public final class FrameReader {
    private static final int BUFFER_BYTES = 256 << 10;

    /** Takes frames. */
    @FunctionalInterface
    public interface Sink {
        /**
         * Takes a frame.
         *
         * @param type what it is
         * @param body its body, from position to limit; valid only during the call
         * @throws IOException if the body is not one of that type
         */
        void frame(FrameType type, ByteBuffer body) throws IOException;
    }

    private final Sink sink;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private int mostBytes;
    private long received;

    /** A frame that is too long for the buffer, as far as it has come. */
    private @Nullable ByteBuffer large;

    /**
     * Makes a reader.
     *
     * @param sink who takes the frames
     * @param mostBytes how long a frame may be
     */
    public FrameReader(Sink sink, int mostBytes) {
        this.sink = sink;
        this.mostBytes = mostBytes;
    }

    /**
     * Changes how long a frame may be, from the next one on.
     *
     * @param bytes the number of bytes
     */
    public void mostBytes(int bytes) {
        this.mostBytes = bytes;
    }

    /**
     * Returns how many bytes have come in.
     *
     * @return the number
     */
    public long received() {
        return received;
    }

    /**
     * Reads once from a channel and hands over the frames that are complete.
     *
     * @param channel the channel
     * @return how many bytes were read; -1 at the end of the stream
     * @throws IOException if reading fails, or the bytes are not frames
     */
    public int read(ReadableByteChannel channel) throws IOException {
        int count = channel.read(buffer);
        if (count > 0) {
            received += count;
            handOver();
        }
        return count;
    }

    /**
     * Takes bytes that came another way than through a channel.
     *
     * @param bytes the bytes, from position to limit
     * @throws IOException if they are not frames
     */
    public void accept(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), buffer.remaining());
            buffer.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            received += count;
            handOver();
        }
    }

    private void handOver() throws IOException {
        buffer.flip();
        while (large != null ? fillLarge() : nextFrame()) {
            continue;
        }
        buffer.compact();
    }

    /** Returns whether there may be more in the buffer. */
    private boolean nextFrame() throws IOException {
        if (buffer.remaining() < Wire.HEADER_BYTES) {
            return false;
        }
        int length = buffer.getInt(buffer.position());
        if (length < 1 || length > mostBytes) {
            throw new StreamCorruptedException(
                    "a frame of " + length + " bytes is not possible; allowed is 1 to " + mostBytes);
        }
        int whole = Integer.BYTES + length;
        if (buffer.remaining() >= whole) {
            ByteBuffer frame = buffer.slice(buffer.position() + Integer.BYTES, length);
            buffer.position(buffer.position() + whole);
            sink.frame(FrameType.of(frame.get()), frame);
            return true;
        }
        if (whole > buffer.capacity()) {
            buffer.getInt();
            large = ByteBuffer.allocate(length);
            return true;
        }
        return false;
    }

    private boolean fillLarge() throws IOException {
        ByteBuffer frame = large;
        if (frame == null) {
            return false;
        }
        int count = Math.min(frame.remaining(), buffer.remaining());
        frame.put(buffer.slice(buffer.position(), count));
        buffer.position(buffer.position() + count);
        if (frame.hasRemaining()) {
            return false;
        }
        large = null;
        frame.flip();
        sink.frame(FrameType.of(frame.get()), frame);
        return true;
    }
}
