package dev.anypool.demo.mapreduce;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;

/**
 * A file or folder that could not be read.
 *
 * @param file its path
 * @param reason why not
 */
record Unreadable(String file, String reason) implements Serializable {

    static Unreadable of(String file, IOException failure) {
        return new Unreadable(file, reason(failure));
    }

    private static String reason(IOException failure) {
        if (failure instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        return Objects.requireNonNullElse(
                failure.getMessage(), failure.getClass().getSimpleName());
    }

    @Override
    public String toString() {
        return file + ": " + reason;
    }
}
