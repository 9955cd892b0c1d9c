package dev.anypool.process.worker;

import dev.anypool.Worker;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.CurrentWorker;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Optional;

/** Where a worker JVM begins. */
public final class WorkerMain {
    private WorkerMain() {}

    /**
     * Connects to the parent and runs tasks until the parent lets the worker end, or is gone.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        TerminalSignals.leaveToTheParent();
        Optional<ProcessHandle> parent =
                ProcessHandle.current().parent(); // who has started it, if it can connect below
        try {
            Bootstrap bootstrap = Bootstrap.readFrom(System.in);
            bootstrap.setForThisJvm();
            long pid = ProcessHandle.current().pid();
            CurrentWorker.setForProcess(new Worker(bootstrap.workerId(), bootstrap.workerName(), pid, "process"));
            Page page = Page.open(Path.of(bootstrap.page()));
            try (SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                socket.connect(UnixDomainSocketAddress.of(bootstrap.socket()));
                Outbox outbox = new Outbox(socket, page);
                outbox.hello(bootstrap, pid);
                TaskLoop loop = new TaskLoop(bootstrap, page, outbox);
                new ParentChannel(socket, loop).readToTheEnd();
                if (loop.hasEnded()) {
                    Farewell.exit(loop.exitCode(), parent);
                }
            }
        } catch (IOException e) {
            System.err.println("the worker could not begin: " + e);
            Runtime.getRuntime().halt(Wire.EXIT_FAILED);
        }
        Orphan.end();
    }
}
