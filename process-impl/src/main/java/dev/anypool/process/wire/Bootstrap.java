package dev.anypool.process.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import org.jspecify.annotations.Nullable;

/**
 * What a worker needs to know to begin; handed over on its standard input, so that nothing of it shows on a command line.
 *
 * @param workerId the worker's number
 * @param workerName the worker's name
 * @param secret what the worker proves itself with, once
 * @param socket the path of the parent's socket
 * @param page the path of the worker's page
 * @param temporaryRoot where the parent makes its directories, for pools that a task opens
 * @param depth how many workers stand between this one and the first parent, itself included
 * @param recycleAbove how many bytes of memory the worker may take before it asks to be replaced; 0 for any number
 * @param initializer the encoded function that runs before the first task; empty if there is none
 */
public record Bootstrap(
        int workerId,
        String workerName,
        byte[] secret,
        String socket,
        String page,
        String temporaryRoot,
        int depth,
        long recycleAbove,
        byte[] initializer) {

    /** What this JVM was started with, if it is a worker. */
    private static volatile @Nullable Bootstrap ofThisJvm;

    /**
     * Returns what this JVM was started with, for pools that a task opens in it.
     *
     * @return the bootstrap; {@code null} if this JVM is not a worker
     */
    public static @Nullable Bootstrap ofThisJvm() {
        return ofThisJvm;
    }

    /** Notes that this JVM is a worker and was started with this. */
    public void setForThisJvm() {
        ofThisJvm = this;
    }

    /**
     * Writes this.
     *
     * @param out where to
     * @throws IOException if writing fails
     */
    public void writeTo(OutputStream out) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(Wire.MAGIC);
        data.writeShort(Wire.VERSION);
        data.writeInt(workerId);
        data.writeUTF(workerName);
        data.write(secret);
        data.writeUTF(socket);
        data.writeUTF(page);
        data.writeUTF(temporaryRoot);
        data.writeInt(depth);
        data.writeLong(recycleAbove);
        data.writeInt(initializer.length);
        data.write(initializer);
        data.flush();
    }

    /**
     * Reads one.
     *
     * @param in where from
     * @return the bootstrap
     * @throws IOException if reading fails, or it is not one of this version
     */
    public static Bootstrap readFrom(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        if (data.readInt() != Wire.MAGIC) {
            throw new StreamCorruptedException("standard input does not hold an Anypool bootstrap;"
                    + " this program is started by Anypool and not by hand");
        }
        short version = data.readShort();
        if (version != Wire.VERSION) {
            throw new StreamCorruptedException("the parent speaks version " + version + " and this worker version "
                    + Wire.VERSION + "; use the same release of anypool-process on both sides");
        }
        int workerId = data.readInt();
        String workerName = data.readUTF();
        byte[] secret = new byte[Wire.SECRET_BYTES];
        data.readFully(secret);
        String socket = data.readUTF();
        String page = data.readUTF();
        String temporaryRoot = data.readUTF();
        int depth = data.readInt();
        long recycleAbove = data.readLong();
        byte[] initializer = new byte[data.readInt()];
        data.readFully(initializer);
        return new Bootstrap(
                workerId, workerName, secret, socket, page, temporaryRoot, depth, recycleAbove, initializer);
    }
}
