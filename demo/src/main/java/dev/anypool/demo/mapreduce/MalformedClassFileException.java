package dev.anypool.demo.mapreduce;

import java.io.IOException;

/** A file is not the class file that it is said to be. */
final class MalformedClassFileException extends IOException {
    private static final long serialVersionUID = 1L;

    MalformedClassFileException(String message) {
        super(message);
    }

    MalformedClassFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
