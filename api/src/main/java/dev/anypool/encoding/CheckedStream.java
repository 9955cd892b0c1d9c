package dev.anypool.encoding;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;

/**
 * Writes an object as JDK serialization does, but for those of hidden classes: the JDK would write them, and no other JVM could
 * read them, since only the one that made such a class has it.
 */
final class CheckedStream extends ObjectOutputStream {
    CheckedStream(OutputStream bytes) throws IOException {
        super(bytes);
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
        if (isHidden(type)) {
            throw new NotSerializableException(type.getName());
        }
    }

    /**
     * Tells whether a class, or what it is an array of, is known to this JVM only.
     *
     * @param type the class
     * @return whether it is
     */
    static boolean isHidden(Class<?> type) {
        Class<?> innermost = type;
        while (innermost.isArray()) {
            innermost = innermost.getComponentType();
        }
        return innermost.isHidden();
    }
}
