package dev.anypool.testkit;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A mark that a task leaves and a test looks for. It is a file, so that it works for tasks in other processes; it travels as an
 * argument or a captured variable.
 *
 * @param path where the file is
 */
public record Mark(String path) implements Serializable {

    /**
     * Makes a mark that is not set.
     *
     * @param directory where its file will be
     * @param name the file's name
     * @return the mark
     */
    public static Mark in(Path directory, String name) {
        return new Mark(directory.resolve(name + ".mark").toString());
    }

    /** Sets the mark, for good. An interrupt of the thread does not hinder it. */
    public void set() {
        try {
            new File(path).createNewFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Tells whether the mark is set.
     *
     * @return whether it is
     */
    public boolean isSet() {
        return new File(path).exists();
    }

    /** Waits in a test until the mark is set; fails if that takes too long. */
    public void await() {
        Waiting.until("mark " + path + " is set", this::isSet);
    }
}
