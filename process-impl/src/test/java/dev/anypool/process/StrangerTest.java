package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.BrokenPoolException;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.Worker;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect: the workers, once each. And workers that cannot start. */
@StartsWorkers
class StrangerTest {
    private record Greeting(String what, ByteBuffer bytes) {}

    static Stream<Greeting> greetings() {
        return Stream.of(
                new Greeting("garbage", ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes())),
                new Greeting("an impossible length", ByteBuffer.allocate(8).putInt(0, Integer.MAX_VALUE)),
                new Greeting("a negative length", ByteBuffer.allocate(8).putInt(0, -1)),
                new Greeting(
                        "the wrong type",
                        ByteBuffer.allocate(5)
                                .putInt(1)
                                .put(FrameType.RESULT.code())
                                .flip()),
                new Greeting("the wrong version", hello((short) (Wire.VERSION + 1))),
                new Greeting("the wrong secret", hello(Wire.VERSION)));
    }

    private static ByteBuffer hello(short version) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES + Wire.HELLO_BYTES)
                .putInt(Byte.BYTES + Wire.HELLO_BYTES)
                .put(FrameType.HELLO.code())
                .putInt(Wire.MAGIC)
                .putShort(version)
                .putInt(2)
                .putLong(4711)
                .rewind();
    }

    @ParameterizedTest
    @MethodSource("greetings")
    void stranger_isTurnedAway_andThePoolWorksOn(Greeting greeting) throws IOException {
        try (PoolExecutor pool = Pools.open(1);
                SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));
            stranger.connect(UnixDomainSocketAddress.of(onlyDirectory().resolve("socket")));
            stranger.write(greeting.bytes().duplicate());

            assertThat(readToTheEnd(stranger)).as(greeting.what()).isZero();

            assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI))).isEqualTo(first);
        }
    }

    /** A log handler of the user's, that does something else when it is told of a stranger. */
    private static Handler whenTold(Runnable deed) {
        return new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getMessage().startsWith("closed a connection")) {
                    deed.run();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void logHandlerThatThrowsOrHangs_whenToldOfAStranger_costsThePoolNothing(boolean hangs) throws IOException {
        CompletableFuture<Void> release = new CompletableFuture<>();
        Handler handler = whenTold(() -> {
            if (!hangs) {
                throw new IllegalStateException("thrown on purpose by a log handler");
            }
            release.join();
        });
        Logger logger = Logger.getLogger("dev.anypool");
        logger.addHandler(handler);
        try (PoolExecutor pool = Pools.open(1);
                SocketChannel stranger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));
            stranger.connect(UnixDomainSocketAddress.of(onlyDirectory().resolve("socket")));
            stranger.write(ByteBuffer.wrap("GET / HTTP/1.1\r\n\r\n".getBytes()));
            assertThat(readToTheEnd(stranger)).isZero();

            TaskFuture<Worker> next = pool.submit(Work::whoAmI);

            assertThat(next.completeOnTimeout(null, 30, TimeUnit.SECONDS).join())
                    .isEqualTo(first);
            release.complete(null);
        } finally {
            release.complete(null);
            logger.removeHandler(handler);
        }
    }

    private static int readToTheEnd(SocketChannel channel) {
        try {
            return Math.max(0, channel.read(ByteBuffer.allocate(16)));
        } catch (IOException e) {
            return 0; // closed with our bytes unread
        }
    }

    private static Path onlyDirectory() throws IOException {
        List<Path> all = LeftOvers.poolDirectories();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void directory_isItsOwnersAlone() throws IOException {
        try (PoolExecutor pool = Pools.open(1)) {
            pool.submit(Work::whoAmI).join();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyDirectory())))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void commandLine_hasNoSecret() {
        try (PoolExecutor pool = Pools.open(1)) {
            Worker worker = Outcomes.resultOf(pool.submit(Work::whoAmI));
            String command = ProcessHandle.of(worker.pid())
                    .orElseThrow()
                    .info()
                    .commandLine()
                    .orElse("");
            assertThat(command).doesNotContain("socket").doesNotContain("secret");
        }
    }

    @Test
    void workersThatCannotStart_breakThePoolWithTheReason() {
        PoolOptions options = PoolOptions.defaults()
                .workers(2)
                .with(ProcessPoolOptions.defaults().jvmOptions("-XX:NoSuchOption=1"));
        try (PoolExecutor pool = Pools.open(options)) {
            TaskFuture<Integer> future = pool.submit(Work::square, 3);

            Throwable cause = Outcomes.causeOf(future);

            assertThat(cause)
                    .isInstanceOf(BrokenPoolException.class)
                    .hasMessageContaining("NoSuchOption")
                    .hasMessageContaining("before it could take tasks");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> pool.submit(Work::square, 4)))
                    .isInstanceOf(BrokenPoolException.class);
        }
    }
}
