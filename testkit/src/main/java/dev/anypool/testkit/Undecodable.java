package dev.anypool.testkit;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;

/** A value that can be encoded and throws when it is decoded. */
public final class Undecodable implements Serializable {
    private static final long serialVersionUID = 1L;

    private final boolean withError;

    /**
     * Makes the value.
     *
     * @param withError whether it throws an {@link Error}, and not an exception
     */
    public Undecodable(boolean withError) {
        this.withError = withError;
    }

    private void readObject(ObjectInputStream stream) throws IOException, ClassNotFoundException {
        stream.defaultReadObject();
        if (withError) {
            throw new AssertionError("sabotaged readObject");
        }
        throw new IllegalStateException("sabotaged readObject");
    }
}
