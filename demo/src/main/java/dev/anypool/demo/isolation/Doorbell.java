package dev.anypool.demo.isolation;

import dev.anypool.Worker;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;

/**
 * How a task tells the parent that it runs, and where. It travels with the task; the other side is the {@link Porter}.
 *
 * @param port the porter's port on the loopback interface
 * @param secret what shows that the caller is one of our tasks; a new one for each run of the demo
 * @param trial the number of the trial that the task belongs to
 */
record Doorbell(int port, long secret, int trial) implements Serializable {

    /**
     * Tells the parent that the calling task runs, and returns when it has heard so. An interrupt does not hinder it.
     *
     * @throws IOException if the parent does not listen
     */
    void ring() throws IOException {
        Worker self = Worker.current();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeLong(secret);
            out.writeInt(trial);
            out.writeInt(self.id());
            out.writeLong(self.pid());
            new DataInputStream(socket.getInputStream()).readByte();
        }
    }
}
