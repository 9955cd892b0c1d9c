package dev.anypool.process;

import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.FrameReader;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** A program that begins as a worker does, and answers its first job with what no worker sends. */
public final class FakeWorker {
    private static final int RESULT_BODY = Integer.BYTES + Short.BYTES + Byte.BYTES + Long.BYTES;

    /** What it does. */
    enum Sabotage {
        SEND_NOISE,
        SEND_A_NEGATIVE_LENGTH,
        SEND_AN_OVERSIZED_LENGTH,
        SEND_AN_UNKNOWN_TYPE,
        SEND_WHAT_ONLY_PARENTS_SEND,
        SEND_A_RESULT_CUT_SHORT,
        SEND_A_RESULT_CUT_SHORT_AND_LEAVE_A_FULL_OUTBOX,
        SEND_THE_RESULT_OF_ANOTHER_JOB,
        SEND_AN_UNKNOWN_STATUS,
        DIE_IN_THE_MIDDLE_OF_A_FRAME,
        CLOSE_THE_CHANNEL_AND_STAY,
        SEND_AN_OUTCOME_THAT_MEANS_NOTHING
    }

    private final Sabotage sabotage;
    private final SocketChannel socket;
    private final Page page;

    private FakeWorker(Sabotage sabotage, SocketChannel socket, Page page) {
        this.sabotage = sabotage;
        this.socket = socket;
        this.page = page;
    }

    /**
     * Begins as a worker does.
     *
     * @param arguments the sabotage
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Bootstrap bootstrap = Bootstrap.readFrom(System.in);
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(bootstrap.socket()));
        send(socket, hello(bootstrap.workerId(), ProcessHandle.current().pid(), bootstrap.secret()));
        send(socket, ready());
        FakeWorker self = new FakeWorker(Sabotage.valueOf(arguments[0]), socket, Page.open(Path.of(bootstrap.page())));
        FrameReader reader = new FrameReader(self::frame, Wire.MOST_FRAME_BYTES);
        while (socket.isOpen() && reader.read(socket) >= 0) {
            continue;
        }
        Thread.currentThread().join(); // for ever: the parent has to end it
    }

    static ByteBuffer hello(int workerId, long pid, byte[] secret) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES + Wire.HELLO_BYTES)
                .putInt(Byte.BYTES + Wire.HELLO_BYTES)
                .put(FrameType.HELLO.code())
                .putInt(Wire.MAGIC)
                .putShort(Wire.VERSION)
                .putInt(workerId)
                .putLong(pid)
                .put(secret)
                .flip();
    }

    static ByteBuffer ready() {
        return ByteBuffer.allocate(Wire.HEADER_BYTES)
                .putInt(Byte.BYTES)
                .put(FrameType.READY.code())
                .flip();
    }

    static ByteBuffer result(int seq, byte status, byte... outcome) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES + RESULT_BODY + outcome.length)
                .putInt(Byte.BYTES + RESULT_BODY + outcome.length)
                .put(FrameType.RESULT.code())
                .putInt(seq)
                .putShort((short) 0)
                .put(status)
                .putLong(1)
                .put(outcome)
                .flip();
    }

    static void send(SocketChannel socket, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            socket.write(bytes);
        }
    }

    private void frame(FrameType type, ByteBuffer body) throws IOException {
        if (type == FrameType.RETIRE) {
            Runtime.getRuntime().halt(0);
        }
        int seq = body.getInt();
        page.start(body.getShort(), seq);
        switch (sabotage) {
            case SEND_NOISE -> {
                byte[] noise = new byte[5000];
                Arrays.fill(noise, (byte) 0xEE);
                send(ByteBuffer.wrap(noise));
            }
            case SEND_A_NEGATIVE_LENGTH ->
                send(ByteBuffer.allocate(5).putInt(-1).put((byte) 5).flip());
            case SEND_AN_OVERSIZED_LENGTH ->
                send(ByteBuffer.allocate(5)
                        .putInt(Wire.MOST_FRAME_BYTES + 1)
                        .put(FrameType.RESULT.code())
                        .flip());
            case SEND_AN_UNKNOWN_TYPE ->
                send(ByteBuffer.allocate(5).putInt(1).put((byte) 99).flip());
            case SEND_WHAT_ONLY_PARENTS_SEND -> send(RunFrames.stop(seq, 0, false));
            case SEND_A_RESULT_CUT_SHORT -> send(resultCutShort());
            case SEND_A_RESULT_CUT_SHORT_AND_LEAVE_A_FULL_OUTBOX -> {
                page.outbox(0, 10_000);
                send(resultCutShort());
            }
            case SEND_THE_RESULT_OF_ANOTHER_JOB -> send(result(seq + 7, Status.RETURNED.code(), (byte) 0));
            case SEND_AN_UNKNOWN_STATUS -> send(result(seq, (byte) 77, (byte) 0));
            case DIE_IN_THE_MIDDLE_OF_A_FRAME -> {
                send(result(seq, Status.RETURNED.code(), new byte[1000]).limit(500));
                Runtime.getRuntime().halt(0);
            }
            case CLOSE_THE_CHANNEL_AND_STAY -> socket.close();
            case SEND_AN_OUTCOME_THAT_MEANS_NOTHING ->
                send(result(seq, Status.RETURNED.code(), (byte) 1, (byte) 2, (byte) 3));
        }
    }

    private void send(ByteBuffer bytes) throws IOException {
        send(socket, bytes);
    }

    private static ByteBuffer resultCutShort() {
        return ByteBuffer.allocate(Wire.HEADER_BYTES)
                .putInt(Byte.BYTES)
                .put(FrameType.RESULT.code())
                .flip();
    }
}
