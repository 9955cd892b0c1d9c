package dev.anypool.testkit;

import java.io.ObjectInputStream;

/** An exception that leaves its process and cannot be put together again in another. */
public final class UndecodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes the exception.
     *
     * @param message its message
     */
    public UndecodableException(String message) {
        super(message);
    }

    private void readObject(ObjectInputStream stream) {
        throw new IllegalStateException("sabotaged readObject");
    }
}
