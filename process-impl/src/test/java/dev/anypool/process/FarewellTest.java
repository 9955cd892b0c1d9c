package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Action;
import dev.anypool.encoding.Tasks;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.FrameReader;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Wire;
import dev.anypool.process.worker.WorkerMain;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The orderly end of a worker whose parent dies at the same time: here the parent is a shell, and the test speaks for it. */
@StartsWorkers
class FarewellTest {
    @TempDir
    Path directory;

    private static void holdTheEnd() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            while (true) {
                Thread.onSpinWait();
            }
        }));
    }

    private Bootstrap bootstrap() throws IOException {
        Path ofPool = Files.createDirectory(directory.resolve("pool"));
        Path ofWorker = Files.createDirectory(directory.resolve("worker"));
        Files.createFile(ofPool.resolve("owner"));
        Path page = ofWorker.resolve("page");
        Page.create(page);
        Action initializer = FarewellTest::holdTheEnd;
        return new Bootstrap(
                1,
                "orphan",
                new byte[Wire.SECRET_BYTES],
                ofPool.resolve("socket").toString(),
                page.toString(),
                directory.toString(),
                1,
                0,
                Tasks.encodeFunction("initializer", initializer));
    }

    private static Process startBelowAShell() throws IOException {
        return new ProcessBuilder(
                        "bash",
                        "-c",
                        "exec 3<&0; \"$0\" \"$@\" <&3 3<&- & exec 3<&-; wait",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WorkerMain.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static long pidOf(ByteBuffer hello) {
        return hello.getLong(hello.position() + Integer.BYTES + Short.BYTES + Integer.BYTES);
    }

    @Test
    @Tag("B48")
    void workerThatIsToldToEnd_andWhoseParentIsGone_isNotHeldUpByItsHooks() throws Exception {
        Bootstrap bootstrap = bootstrap();
        Map<FrameType, Long> pids = new EnumMap<>(FrameType.class);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(bootstrap.socket()));
            Process shell = startBelowAShell();
            try (var in = shell.getOutputStream()) {
                bootstrap.writeTo(in);
            }
            try (SocketChannel worker = server.accept()) {
                FrameReader reader = new FrameReader(
                        (type, body) -> pids.put(type, type == FrameType.HELLO ? pidOf(body) : 0), 1 << 20);
                while (!pids.containsKey(FrameType.READY) && reader.read(worker) >= 0) {
                    continue;
                }
                assertThat(pids).containsKeys(FrameType.HELLO, FrameType.READY);
                shell.destroyForcibly().waitFor();

                FakeWorker.send(worker, RunFrames.retire(0));

                ParentJvm.assertWorkersGone(List.of(pids.get(FrameType.HELLO)));
            }
        } finally {
            Long pid = pids.get(FrameType.HELLO);
            if (pid != null) {
                ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }
}
