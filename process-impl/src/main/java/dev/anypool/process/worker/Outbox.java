package dev.anypool.process.worker;

import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes to the parent: frames are written into the page, and a thread of its own sends them from there.
 *
 * <p>The task thread does not send: user code may leave it interrupted, and an interrupt closes the channel. Nor can it be relied on
 * to send the result of one task before the next one runs for long: so the sender waits a moment for more results of the same
 * job, and then sends what there is.
 *
 * <pre>
 *   memory    0 ........ sent ........ written ........ capacity
 *             has left   leaves next   free
 * </pre>
 */
final class Outbox {
    /** Results wait for more of their job for so long. */
    private static final long MOST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

    private static final int RESULT_BYTES = Integer.BYTES + Short.BYTES + Byte.BYTES + Long.BYTES;

    private static final byte[] NOTHING = {};

    private final SocketChannel socket;
    private final Page page;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toSend = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final Condition empty = lock.newCondition();

    // All below is guarded by the lock.

    /** Its position is where the next byte is written. */
    private final ByteBuffer memory;

    /** How far the memory has been sent. */
    private int sent;

    /** How many bytes were sent before the first one in the memory. */
    private long offset;

    /** Whether what is written is to leave at once. */
    private boolean due;

    Outbox(SocketChannel socket, Page page) {
        this.socket = socket;
        this.page = page;
        this.memory = page.outbox();
        Thread sender = new Thread(this::send, "anypool-sender");
        sender.setDaemon(true);
        sender.start();
    }

    void hello(Bootstrap bootstrap, long pid) {
        lock.lock();
        try {
            header(FrameType.HELLO, Wire.HELLO_BYTES);
            memory.putInt(Wire.MAGIC)
                    .putShort(Wire.VERSION)
                    .putInt(bootstrap.workerId())
                    .putLong(pid)
                    .put(bootstrap.secret());
            note();
            leaveNow();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds a result.
     *
     * @param last whether it is the last one of its job, so that there is nothing to wait for
     */
    void result(int seq, int index, Status status, long nanos, byte[] outcome, boolean last) {
        lock.lock();
        try {
            header(FrameType.RESULT, RESULT_BYTES + outcome.length);
            memory.putInt(seq).putShort((short) index).put(status.code()).putLong(nanos);
            write(outcome);
            if (last) {
                leaveNow();
            } else {
                toSend.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds a frame that says all by its type. */
    void say(FrameType type) {
        say(type, NOTHING);
    }

    /** Adds a frame of these bytes. */
    void say(FrameType type, byte[] body) {
        lock.lock();
        try {
            header(type, body.length);
            write(body);
            leaveNow();
        } finally {
            lock.unlock();
        }
    }

    private void write(byte[] bytes) {
        int written = 0;
        while (written < bytes.length) {
            awaitRoom(1);
            int count = Math.min(memory.remaining(), bytes.length - written);
            memory.put(bytes, written, count);
            written += count;
            note();
        }
        note();
    }

    /** Waits until all has left. */
    void drain() {
        lock.lock();
        try {
            leaveNow();
            while (sent < memory.position()) {
                empty.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Closes the channel, in both directions. */
    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            Orphan.end(); // as when the parent is gone
        }
    }

    private void header(FrameType type, int bodyBytes) {
        awaitRoom(Wire.HEADER_BYTES + Math.max(RESULT_BYTES, Wire.HELLO_BYTES));
        memory.putInt(Byte.BYTES + bodyBytes).put(type.code());
    }

    private void awaitRoom(int bytes) {
        while (memory.remaining() < bytes) {
            note();
            leaveNow();
            room.awaitUninterruptibly();
        }
    }

    private void leaveNow() {
        due = true;
        toSend.signal();
    }

    private void note() {
        page.outbox(offset, memory.position());
    }

    // ---- on the sender's thread ----

    private void send() {
        try {
            while (true) {
                ByteBuffer next = awaitWork();
                int end = next.limit();
                while (next.hasRemaining()) {
                    socket.write(next);
                }
                sentUpTo(end);
            }
        } catch (IOException | InterruptedException e) {
            Orphan.end(); // the channel is closed
        }
    }

    /** Waits until there is something to send and a short while has passed, or it is due. */
    private ByteBuffer awaitWork() throws InterruptedException {
        lock.lock();
        try {
            while (sent == memory.position()) {
                toSend.await();
            }
            long left = MOST_WAIT_NANOS;
            while (!due && left > 0) {
                left = toSend.awaitNanos(left);
            }
            due = false;
            return memory.duplicate().position(sent).limit(memory.position());
        } finally {
            lock.unlock();
        }
    }

    private void sentUpTo(int end) {
        lock.lock();
        try {
            sent = end;
            if (sent == memory.position()) {
                offset += sent;
                sent = 0;
                memory.clear();
                note();
                room.signal();
                empty.signal();
            }
        } finally {
            lock.unlock();
        }
    }
}
