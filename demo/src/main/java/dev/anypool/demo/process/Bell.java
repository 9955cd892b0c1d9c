package dev.anypool.demo.process;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Tells the parent that a target has begun: a port of the loopback interface that the target connects to. */
final class Bell implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private final ServerSocket server;

    private Bell(ServerSocket server) {
        this.server = server;
    }

    /**
     * What travels with the target.
     *
     * @param port the port to connect to
     */
    record Button(int port) implements Serializable {
        void ring() {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * Opens a bell.
     *
     * @throws IOException if there is no port for it
     */
    static Bell open() throws IOException {
        ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
        return new Bell(server);
    }

    Button button() {
        return new Button(server.getLocalPort());
    }

    /**
     * Waits until it rings.
     *
     * @throws IOException if that takes too long
     */
    void await() throws IOException {
        server.accept().close();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
