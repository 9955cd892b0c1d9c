package dev.anypool.testkit;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A gate that tasks wait at and a test opens. It is a file, so that it works for tasks in other processes; it travels as an
 * argument or a captured variable.
 *
 * @param path where the file of the open gate is
 */
public record Gate(String path) implements Serializable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long GUARD_NANOS = TimeUnit.MINUTES.toNanos(2);

    /**
     * Makes a closed gate.
     *
     * @param directory where its file will be
     * @param name the file's name
     * @return the gate
     */
    public static Gate in(Path directory, String name) {
        return new Gate(directory.resolve(name + ".gate").toString());
    }

    /** Opens the gate, for good. */
    public void open() {
        try {
            new File(path).createNewFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits until the gate is open.
     *
     * @throws InterruptedException if the thread is interrupted first
     */
    public void pass() throws InterruptedException {
        long start = System.nanoTime();
        while (!look(start)) {
            LockSupport.parkNanos(LOOK_NANOS);
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted at gate " + path);
            }
        }
    }

    /** Waits until the gate is open and pays no heed to interrupts: the task that will not stop. */
    public void passStubbornly() {
        long start = System.nanoTime();
        boolean interrupted = false;
        while (!look(start)) {
            LockSupport.parkNanos(LOOK_NANOS);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the way is free; also when the test is over and its directory gone, so that nothing waits for ever. */
    private boolean look(long start) {
        File file = new File(path);
        if (file.exists() || !file.getParentFile().exists()) {
            return true;
        }
        if (System.nanoTime() - start > GUARD_NANOS) {
            throw new IllegalStateException("nobody opened gate " + path);
        }
        return false;
    }
}
