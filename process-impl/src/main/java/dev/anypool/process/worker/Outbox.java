package dev.anypool.process.worker;

import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What goes to the parent: frames are written into the page and sent from there, many at once where they are small. Used by one
 * thread at a time.
 */
final class Outbox {
    private static final int RESULT_BYTES = Integer.BYTES + Short.BYTES + Byte.BYTES + Long.BYTES;

    private final SocketChannel socket;
    private final Page page;
    private final ByteBuffer memory;

    /** How many bytes were sent before the first one in the memory. */
    private long offset;

    Outbox(SocketChannel socket, Page page) {
        this.socket = socket;
        this.page = page;
        this.memory = page.outbox();
    }

    void hello(Bootstrap bootstrap, long pid) throws IOException {
        header(FrameType.HELLO, Wire.HELLO_BYTES);
        memory.putInt(Wire.MAGIC)
                .putShort(Wire.VERSION)
                .putInt(bootstrap.workerId())
                .putLong(pid)
                .put(bootstrap.secret());
        note();
        flush();
    }

    /** Adds a result; it leaves at the next {@link #flush()}, or when the memory is full. */
    void result(int seq, int index, Status status, long nanos, byte[] outcome) throws IOException {
        header(FrameType.RESULT, RESULT_BYTES + outcome.length);
        memory.putInt(seq).putShort((short) index).put(status.code()).putLong(nanos);
        int written = 0;
        while (written < outcome.length) {
            if (!memory.hasRemaining()) {
                note();
                flush();
            }
            int count = Math.min(memory.remaining(), outcome.length - written);
            memory.put(outcome, written, count);
            written += count;
        }
        note();
    }

    void flush() throws IOException {
        memory.flip();
        int count = memory.remaining();
        while (memory.hasRemaining()) {
            socket.write(memory);
        }
        memory.clear();
        offset += count;
        note();
    }

    private void header(FrameType type, int bodyBytes) throws IOException {
        if (memory.remaining() < Wire.HEADER_BYTES + Math.max(RESULT_BYTES, Wire.HELLO_BYTES)) {
            flush();
        }
        memory.putInt(Byte.BYTES + bodyBytes).put(type.code());
    }

    private void note() {
        page.outbox(offset, memory.position());
    }
}
