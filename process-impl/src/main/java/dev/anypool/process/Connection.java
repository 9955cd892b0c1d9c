package dev.anypool.process;

import dev.anypool.process.wire.FrameReader;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One worker's socket, on the parent's side. The transport's thread reads; anyone sends.
 *
 * <p>Sending is in two steps: {@link #enqueue} appends to a queue and costs next to nothing, {@link #flush} writes what is in the
 * queue, many small frames at once. A flush that finds another one at work leaves its frames to it; one that finds the socket
 * full leaves the rest to the transport.
 */
final class Connection {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final int STAGING_BYTES = 256 << 10;

    /** What a connection belongs to once it has said who it is. */
    interface Peer {
        /** Learns that this connection is its own, before anything else comes in. */
        void connected(Connection own);

        /** Takes a frame that the worker sent. */
        void frame(FrameType type, ByteBuffer body) throws IOException;

        /**
         * Learns that the connection is closed, once; nothing more comes in.
         *
         * @param fault what the worker sent that made no sense; {@code null} if the connection was closed by its side
         */
        void disconnected(@Nullable String fault);
    }

    /** Takes the first frame. */
    interface Greeter {
        Peer hello(FrameType type, ByteBuffer body) throws IOException;
    }

    private final SocketChannel socket;
    private final SelectionKey key;
    private final Greeter greeter;
    private final FrameReader reader;

    /** Set with the first frame; used by the transport's thread alone. */
    private @Nullable Peer peer;

    private boolean closed;

    private final Queue<ByteBuffer> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock writing = new ReentrantLock();

    /** What was taken from the queue and not written yet. Guarded by {@code writing}. */
    private final ByteBuffer staging = ByteBuffer.allocateDirect(STAGING_BYTES).flip();

    /** Whether the socket is full, and the transport will go on. Written under {@code writing}. */
    private volatile boolean full;

    Connection(SocketChannel socket, SelectionKey key, Greeter greeter, int mostHelloBytes) {
        this.socket = socket;
        this.key = key;
        this.greeter = greeter;
        this.reader = new FrameReader(this::frame, mostHelloBytes);
    }

    // ---- on the transport's thread ----

    void read() throws IOException {
        int count = reader.read(socket);
        if (count < 0) {
            close(null);
        }
    }

    private void frame(FrameType type, ByteBuffer body) throws IOException {
        if (peer == null) {
            Peer known = greeter.hello(type, body);
            peer = known;
            reader.mostBytes(Wire.MOST_FRAME_BYTES);
            known.connected(this);
        } else {
            peer.frame(type, body);
        }
    }

    /** Goes on where the socket was full. */
    void continueWriting() {
        writing.lock();
        try {
            full = false;
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
            write();
        } catch (IOException e) {
            queue.clear(); // what the worker had sent before its end is still to be read, and then the end
        } finally {
            writing.unlock();
        }
        flush();
    }

    void close(@Nullable String fault) {
        if (closed) {
            return;
        }
        closed = true;
        key.cancel();
        try {
            socket.close();
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "closing a worker's socket failed", e);
        }
        if (peer == null) {
            Transport.warn("closed a connection that did not say who it is: " + fault, null);
        } else {
            peer.disconnected(fault);
        }
    }

    /** Takes what the worker had ready and not sent, after its end. */
    void accept(LongFunction<ByteBuffer> unsent) throws IOException {
        reader.accept(unsent.apply(reader.received()));
    }

    // ---- on any thread ----

    void enqueue(ByteBuffer bytes) {
        queue.add(bytes);
    }

    void flush() {
        while (!full && !queue.isEmpty() && writing.tryLock()) {
            try {
                write();
            } catch (IOException | CancelledKeyException e) {
                queue.clear(); // the transport reads the end of the stream, and tells it
                return;
            } finally {
                writing.unlock();
            }
        }
    }

    private void write() throws IOException {
        while (fillStaging()) {
            socket.write(staging);
            if (staging.hasRemaining()) {
                full = true;
                key.interestOpsOr(SelectionKey.OP_WRITE);
                key.selector().wakeup();
                return;
            }
        }
    }

    /** Returns whether there is anything to write. */
    private boolean fillStaging() {
        if (staging.hasRemaining()) {
            return true;
        }
        staging.clear();
        for (ByteBuffer next = queue.peek(); next != null && staging.hasRemaining(); next = queue.peek()) {
            int count = Math.min(next.remaining(), staging.remaining());
            staging.put(next.slice(next.position(), count));
            next.position(next.position() + count);
            if (!next.hasRemaining()) {
                queue.poll();
            }
        }
        staging.flip();
        return staging.hasRemaining();
    }
}
