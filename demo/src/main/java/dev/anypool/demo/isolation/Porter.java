package dev.anypool.demo.isolation;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.util.function.Consumer;

/**
 * Listens on the loopback interface for tasks that ring at their {@link Doorbell}. Whom it has answered is passed on already,
 * so what a task does after its ring comes after it in the mailbox as well.
 */
final class Porter implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool.demo");

    /** Who does not speak by then has only come to the wrong door. */
    private static final int PATIENCE_MILLIS = 5_000;

    private final ServerSocket door;
    private final Consumer<Ring> listener;
    private final long secret = new SecureRandom().nextLong();

    private Porter(ServerSocket door, Consumer<Ring> listener) {
        this.door = door;
        this.listener = listener;
    }

    /**
     * Starts to listen.
     *
     * @param listener is told of each ring, on a thread of the porter's
     * @throws IOException if there is no port
     */
    static Porter start(Consumer<Ring> listener) throws IOException {
        Porter porter = new Porter(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), listener);
        Thread thread = new Thread(porter::listen, "isolation-porter");
        thread.setDaemon(true);
        thread.start();
        return porter;
    }

    Doorbell doorbell(int trial) {
        return new Doorbell(door.getLocalPort(), secret, trial);
    }

    long secret() {
        return secret;
    }

    private void listen() {
        while (!door.isClosed()) {
            try (Socket caller = door.accept()) {
                answer(caller);
            } catch (IOException e) {
                LOGGER.log(Level.DEBUG, "a caller went away, or the door is closed", e);
            }
        }
    }

    private void answer(Socket caller) throws IOException {
        caller.setSoTimeout(PATIENCE_MILLIS);
        DataInputStream in = new DataInputStream(caller.getInputStream());
        if (in.readLong() == secret) {
            listener.accept(new Ring(in.readInt(), in.readInt(), in.readLong()));
            caller.getOutputStream().write(1);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
