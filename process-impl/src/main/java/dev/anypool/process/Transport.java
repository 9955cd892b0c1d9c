package dev.anypool.process;

import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one pool, and the one thread that reads from all of them.
 *
 * <p>Writing is done by whoever has something to send, as far as the socket takes it at once; this thread sends the rest when there
 * is room. It runs no user code and never waits for one worker.
 */
final class Transport {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");

    /** A connection that has not said who it is may send no more than this. */
    private static final int MOST_HELLO_BYTES = Byte.BYTES + Wire.HELLO_BYTES;

    private final Selector selector;
    private final ServerSocketChannel server;
    private final Thread thread;

    /** The workers that have been started and have not connected yet. */
    private final Map<Integer, Expected> expected = new ConcurrentHashMap<>();

    private final ScheduledThreadPoolExecutor watch;

    private volatile boolean closed;

    private record Expected(byte[] secret, JvmHandle handle) {}

    private Transport(String name, Selector selector, ServerSocketChannel server) {
        this.selector = selector;
        this.server = server;
        this.thread = new Thread(this::run, name + "-transport");
        this.thread.setDaemon(true);
        this.watch = new ScheduledThreadPoolExecutor(1, runnable -> {
            Thread watching = new Thread(runnable, name + "-watch");
            watching.setDaemon(true);
            return watching;
        });
        this.watch.setRemoveOnCancelPolicy(true);
    }

    static Transport open(String name, Path socket) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        server.configureBlocking(false);
        Selector selector = Selector.open();
        server.register(selector, SelectionKey.OP_ACCEPT);
        Transport transport = new Transport(name, selector, server);
        transport.thread.start();
        return transport;
    }

    /** Lets a worker connect, once, if it knows the secret. */
    void expect(int workerId, byte[] secret, JvmHandle handle) {
        expected.put(workerId, new Expected(secret, handle));
    }

    void expectNoMore(int workerId) {
        expected.remove(workerId);
    }

    /** Has something short called after some time, unless that is cancelled or the pool ends before. */
    Future<?> after(long seconds, Runnable call) {
        return watch.schedule(call, seconds, TimeUnit.SECONDS);
    }

    /** Closes all sockets and waits until the thread has ended. */
    void close() {
        closed = true;
        selector.wakeup();
        watch.shutdownNow();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector;
                server) {
            try {
                while (!closed) {
                    selector.select(this::serve);
                }
            } finally {
                for (SelectionKey key : selector.keys()) {
                    if (key.attachment() instanceof Connection connection) {
                        connection.close(null);
                    }
                }
            }
        } catch (IOException | ClosedSelectorException e) {
            LOGGER.log(Level.ERROR, "the transport of " + thread.getName() + " failed", e);
        }
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection == null) {
                accept();
                return;
            }
            if (key.isReadable()) {
                connection.read(); // first, so that nothing a dying worker has sent is lost to a failing write
            }
            if (key.isValid() && key.isWritable()) {
                connection.continueWriting();
            }
        } catch (CancelledKeyException e) {
            LOGGER.log(Level.DEBUG, "the connection was closed meanwhile", e);
        } catch (IOException | RuntimeException | Error e) { // an error too must cost no more than one worker
            if (connection == null) {
                warn("a connection could not be accepted", e);
            } else {
                boolean broken = e instanceof IOException && !(e instanceof StreamCorruptedException);
                connection.close(broken ? null : e.toString());
            }
        }
    }

    /** Has something logged by a thread of its own: a log handler is the user's code, and the transport's thread runs none. */
    static void warn(String message, @Nullable Throwable cause) {
        String name = Thread.currentThread().getName() + "-log";
        Thread logging = new Thread(() -> LOGGER.log(Level.WARNING, message, cause), name);
        logging.setDaemon(true);
        logging.start();
    }

    private void accept() throws IOException {
        SocketChannel socket = server.accept();
        if (socket != null) {
            socket.configureBlocking(false);
            SelectionKey key = socket.register(selector, SelectionKey.OP_READ);
            key.attach(new Connection(socket, key, this::hello, MOST_HELLO_BYTES));
        }
    }

    /** The first frame of a connection: gives the connection to the worker's handle, or throws. */
    private Connection.Peer hello(FrameType type, ByteBuffer body) throws IOException {
        if (type != FrameType.HELLO || body.remaining() != Wire.HELLO_BYTES || body.getInt() != Wire.MAGIC) {
            throw new StreamCorruptedException("a stranger connected: its first frame is not a HELLO");
        }
        short version = body.getShort();
        if (version != Wire.VERSION) {
            throw new StreamCorruptedException(
                    "a worker speaks version " + version + ", and this parent version " + Wire.VERSION);
        }
        int workerId = body.getInt();
        long pid = body.getLong();
        byte[] secret = new byte[Wire.SECRET_BYTES];
        body.get(secret);
        @Nullable Expected worker = expected.get(workerId);
        if (worker == null || !MessageDigest.isEqual(worker.secret(), secret)) {
            throw new StreamCorruptedException(
                    "a stranger connected: it does not know the secret of worker " + workerId);
        }
        expected.remove(workerId);
        worker.handle().greeted(pid);
        return worker.handle();
    }
}
