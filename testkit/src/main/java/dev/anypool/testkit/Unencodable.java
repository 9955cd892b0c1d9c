package dev.anypool.testkit;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** A value that says it is serializable and throws when it is encoded. */
public final class Unencodable implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean withError;

    /**
     * Makes the value.
     *
     * @param withError whether it throws an {@link Error}, and not an exception
     */
    public Unencodable(boolean withError) {
        this.withError = withError;
    }

    private void writeObject(ObjectOutputStream stream) throws IOException {
        if (withError) {
            throw new AssertionError("sabotaged writeObject");
        }
        throw new IOException("sabotaged writeObject");
    }
}
