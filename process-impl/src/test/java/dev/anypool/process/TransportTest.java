package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.timeout;
import static org.mockito.Mockito.verify;

import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The parent's sockets: who gets in, and what is read from whom. */
@StartsWorkers
class TransportTest {
    private static final int WORKER = 7;
    private static final byte[] SECRET = secret(1);

    private final JvmHandle handle = mock();
    private final CompletableFuture<Connection> connected = new CompletableFuture<>();
    private final List<SocketChannel> sockets = new ArrayList<>();
    private Path path;
    private Transport transport;

    private static byte[] secret(int seed) {
        byte[] bytes = new byte[Wire.SECRET_BYTES];
        new java.util.Random(seed).nextBytes(bytes);
        return bytes;
    }

    @BeforeEach
    void open(@TempDir Path directory) throws IOException {
        path = directory.resolve("socket");
        transport = Transport.open("anypool-transport-test", path);
        transport.expect(WORKER, SECRET, handle);
        doAnswer(call -> connected.complete(call.getArgument(0))).when(handle).connected(any());
    }

    @AfterEach
    void close() throws IOException {
        transport.close();
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }

    private SocketChannel connect() throws IOException {
        SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        sockets.add(socket);
        socket.connect(UnixDomainSocketAddress.of(path));
        return socket;
    }

    private SocketChannel connectAsTheWorker() throws IOException {
        SocketChannel socket = connect();
        FakeWorker.send(socket, FakeWorker.hello(WORKER, 4711, SECRET));
        connected.join();
        return socket;
    }

    private static void assertClosedByTheParent(SocketChannel socket) {
        try {
            assertThat(socket.read(ByteBuffer.allocate(1))).isEqualTo(-1);
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // the parent had not read all of it
        }
    }

    private record Stranger(String name, ByteBuffer greeting) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Stranger> strangers() {
        byte[] noise = new byte[200];
        new java.util.Random(3).nextBytes(noise);
        return Stream.of(
                new Stranger("wrong secret", FakeWorker.hello(WORKER, 1, secret(2))),
                new Stranger("a worker nobody expects", FakeWorker.hello(WORKER + 1, 1, SECRET)),
                new Stranger("wrong magic", FakeWorker.hello(WORKER, 1, SECRET).putInt(Wire.HEADER_BYTES, 1)),
                new Stranger(
                        "wrong version",
                        FakeWorker.hello(WORKER, 1, SECRET)
                                .putShort(Wire.HEADER_BYTES + Integer.BYTES, (short) (Wire.VERSION + 1))),
                new Stranger("noise", ByteBuffer.wrap(noise)),
                new Stranger(
                        "oversized length",
                        ByteBuffer.allocate(Wire.HEADER_BYTES).putInt(0, Wire.HELLO_BYTES + 2)),
                new Stranger(
                        "negative length",
                        ByteBuffer.allocate(Wire.HEADER_BYTES).putInt(0, -1)),
                new Stranger("no length at all", ByteBuffer.allocate(Wire.HEADER_BYTES)),
                new Stranger("another frame first", FakeWorker.result(1, Status.RETURNED.code(), (byte) 0)),
                new Stranger(
                        "a short greeting",
                        ByteBuffer.allocate(9)
                                .putInt(5)
                                .put(FrameType.HELLO.code())
                                .putInt(Wire.MAGIC)
                                .flip()));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    @Tag("B38")
    void stranger_isClosed_andTheWorkerStillGetsIn(Stranger stranger) throws IOException {
        SocketChannel socket = connect();
        FakeWorker.send(socket, stranger.greeting());

        assertClosedByTheParent(socket);
        verify(handle, never()).connected(any());
        connectAsTheWorker();
        verify(handle).connected(any());
    }

    @Test
    void silentStranger_keepsNobodyOut() throws IOException {
        connect();

        connectAsTheWorker();

        verify(handle).connected(any());
    }

    @Test
    void secret_opensTheDoorOnce() throws IOException {
        connectAsTheWorker();
        SocketChannel second = connect();

        FakeWorker.send(second, FakeWorker.hello(WORKER, 4711, SECRET));

        assertClosedByTheParent(second);
        verify(handle).connected(any());
    }

    @Test
    void workerNoLongerExpected_isNotLetIn() throws IOException {
        transport.expectNoMore(WORKER);
        SocketChannel late = connect();

        FakeWorker.send(late, FakeWorker.hello(WORKER, 4711, SECRET));

        assertClosedByTheParent(late);
        verify(handle, never()).connected(any());
    }

    @Test
    @Tag("B38")
    void nonsenseOfAWorker_isToldToItsHandle() throws IOException {
        SocketChannel worker = connectAsTheWorker();

        FakeWorker.send(worker, ByteBuffer.allocate(5).putInt(1).put((byte) 99).flip());

        verify(handle, timeout(Waiting.GUARD.toMillis())).disconnected(any(String.class));
    }

    @Test
    void end_isToldToTheHandle_withoutAFault() throws IOException {
        connectAsTheWorker().close();

        verify(handle, timeout(Waiting.GUARD.toMillis())).disconnected(null);
    }

    @Test
    @Tag("B40")
    @Tag("B37")
    void resultsSentBeforeTheEnd_areRead_thoughThereIsMoreToWrite() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> seen = new CopyOnWriteArrayList<>();
        doAnswer(call -> {
                    int seq = ((ByteBuffer) call.getArgument(1)).getInt();
                    seen.add(seq);
                    reading.countDown();
                    return goOn.await(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS);
                })
                .when(handle)
                .frame(any(), any());
        SocketChannel worker = connectAsTheWorker();
        Connection connection = connected.join();
        connection.enqueue(ByteBuffer.allocate(16 << 20)); // more than any socket takes at once
        connection.flush();

        FakeWorker.send(worker, FakeWorker.result(1, Status.RETURNED.code(), (byte) 0));
        assertThat(reading.await(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS)).isTrue();
        FakeWorker.send(worker, FakeWorker.result(2, Status.RETURNED.code(), (byte) 0));
        worker.close();
        goOn.countDown();

        verify(handle, timeout(Waiting.GUARD.toMillis())).disconnected(null);
        assertThat(seen).containsExactly(1, 2);
    }
}
