package dev.anypool.process.worker;

import dev.anypool.process.wire.FrameReader;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What comes from the parent. */
final class ParentChannel {
    private final SocketChannel socket;
    private final TaskLoop loop;

    ParentChannel(SocketChannel socket, TaskLoop loop) {
        this.socket = socket;
        this.loop = loop;
    }

    /** Reads until the parent closes the channel, or is gone. */
    void readToTheEnd() {
        FrameReader reader = new FrameReader(this::frame, Wire.MOST_FRAME_BYTES);
        try {
            while (reader.read(socket) >= 0) {
                continue;
            }
        } catch (IOException e) {
            return; // the same as its end
        } catch (OutOfMemoryError e) {
            Runtime.getRuntime().halt(Wire.EXIT_OUT_OF_MEMORY);
        }
    }

    private void frame(FrameType type, ByteBuffer body) throws IOException {
        switch (type) {
            case RUN -> loop.add(copy(body));
            case STOP -> loop.stop(body.getInt(), Short.toUnsignedInt(body.getShort()), body.get() != 0);
            case RETIRE -> loop.retire(Byte.toUnsignedInt(body.get()));
            default -> throw new StreamCorruptedException("a parent does not send " + type);
        }
    }

    /** The frame outlives the buffer that it was read into, unless it has memory of its own already. */
    private static ByteBuffer copy(ByteBuffer body) {
        if (body.hasArray()) {
            return body;
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
