package dev.anypool.process;

import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.Job;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Writes what the parent sends; {@code wire} has the layout. Large parts are passed on as they are, without a copy. */
final class RunFrames {
    private static final int LARGE = 32 << 10;

    private RunFrames() {}

    /** Writes a job, in one or more pieces that belong together. */
    static void run(Job job, int seq, short epoch, Consumer<ByteBuffer> out) {
        byte[] name = job.callName().getBytes(StandardCharsets.UTF_8);
        byte[] function = (byte[]) job.function();
        int fixed = Wire.HEADER_BYTES + Integer.BYTES + 2 * Short.BYTES + Integer.BYTES + name.length + Integer.BYTES;
        long length = fixed + (long) function.length;
        int copied = fixed + (function.length < LARGE ? function.length : 0);
        for (int index = 0; index < job.size(); index++) {
            int row = row(job, index).length;
            length += 2 * Integer.BYTES + (long) row;
            copied += 2 * Integer.BYTES + (row < LARGE ? row : 0);
        }
        Pieces pieces = new Pieces(ByteBuffer.allocate(copied), out);
        pieces.buffer
                .putInt(Math.toIntExact(length - Integer.BYTES))
                .put(FrameType.RUN.code())
                .putInt(seq)
                .putShort(epoch)
                .putShort((short) job.size())
                .putInt(name.length)
                .put(name)
                .putInt(function.length);
        pieces.put(function);
        for (int index = 0; index < job.size(); index++) {
            byte[] row = row(job, index);
            pieces.buffer.putInt(job.element(index)).putInt(row.length);
            pieces.put(row);
        }
        pieces.end();
    }

    static ByteBuffer stop(int seq, int index, boolean interrupt) {
        int body = Integer.BYTES + Short.BYTES + Byte.BYTES;
        return ByteBuffer.allocate(Wire.HEADER_BYTES + body)
                .putInt(Byte.BYTES + body)
                .put(FrameType.STOP.code())
                .putInt(seq)
                .putShort((short) index)
                .put((byte) (interrupt ? 1 : 0))
                .flip();
    }

    static ByteBuffer retire(int exitCode) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES + Byte.BYTES)
                .putInt(2 * Byte.BYTES)
                .put(FrameType.RETIRE.code())
                .put((byte) exitCode)
                .flip();
    }

    private static byte[] row(Job job, int index) {
        return (byte[]) job.arguments(index);
    }

    /** A buffer that small parts are copied into, and that is sent in slices around the large ones. */
    private static final class Pieces {
        private final ByteBuffer buffer;
        private final Consumer<ByteBuffer> out;
        private int sent;

        private Pieces(ByteBuffer buffer, Consumer<ByteBuffer> out) {
            this.buffer = buffer;
            this.out = out;
        }

        private void put(byte[] part) {
            if (part.length < LARGE) {
                buffer.put(part);
            } else {
                end();
                out.accept(ByteBuffer.wrap(part));
            }
        }

        private void end() {
            if (buffer.position() > sent) {
                out.accept(buffer.slice(sent, buffer.position() - sent));
                sent = buffer.position();
            }
        }
    }
}
