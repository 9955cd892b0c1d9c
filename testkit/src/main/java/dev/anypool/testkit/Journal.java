package dev.anypool.testkit;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Lines that tasks write and a test reads, in the order in which they were written. It is a file, so that it works for tasks in
 * other processes; it travels as an argument or a captured variable.
 *
 * @param path where the file is
 */
public record Journal(String path) implements Serializable {

    /**
     * Makes an empty journal.
     *
     * @param directory where its file will be
     * @param name the file's name
     * @return the journal
     */
    public static Journal in(Path directory, String name) {
        return new Journal(directory.resolve(name + ".journal").toString());
    }

    /**
     * Adds a line. An interrupt of the thread does not hinder it.
     *
     * @param line the line, short and without line breaks
     */
    public void add(String line) {
        try (FileOutputStream out = new FileOutputStream(path, true)) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns what was written so far.
     *
     * @return the lines
     */
    public List<String> lines() {
        Path file = Path.of(path);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits in a test until there are so many lines; fails if that takes too long.
     *
     * @param count how many
     */
    public void awaitLines(int count) {
        Waiting.until(count + " lines in journal " + path, () -> lines().size() >= count);
    }
}
