package dev.anypool.encoding;

import java.io.Externalizable;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What JDK serialization writes of one object, without what it writes of its parts.
 *
 * <p>The JDK's own stream tells it, also of classes that are closed to reflection: it is shown one object and given null in the
 * place of each part.
 *
 * @param written the object itself, or what its {@code writeReplace} puts in its place
 * @param parts the objects that the stream comes to next, in its order, each once; those with a {@code writeReplace} replaced.
 *     Nulls and classes are not among them
 * @param refusal what the object's own code threw to say that it cannot be serialized; {@code null} when it did not
 */
record WrittenForm(
        Object written, List<Object> parts, @Nullable NotSerializableException refusal) {

    /**
     * Finds out.
     *
     * @param value the object
     * @param mostParts at most this many parts are told
     * @return what is written; less where the object's own code throws
     */
    static WrittenForm of(Object value, int mostParts) {
        try (ShallowStream stream = new ShallowStream(mostParts)) {
            Throwable thrown = stream.write(value);
            stream.parts.removeIf(part -> part == thrown); // the stream writes that down too
            return new WrittenForm(
                    stream.written == null ? value : stream.written,
                    stream.parts,
                    thrown instanceof NotSerializableException refusal ? refusal : null);
        } catch (IOException e) {
            return new WrittenForm(value, List.of(), null); // the stream itself has no reason to throw
        }
    }

    /** Ends the writing early. */
    private static final class Enough extends IOException {
        private static final long serialVersionUID = 1L;

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }
    }

    private static final class ShallowStream extends ObjectOutputStream {
        private final int mostParts;
        private final List<Object> parts = new ArrayList<>();
        private @Nullable Object written;
        private boolean ended;

        ShallowStream(int mostParts) throws IOException {
            super(OutputStream.nullOutputStream());
            this.mostParts = mostParts;
            enableReplaceObject(true);
        }

        @Nullable Throwable write(Object value) {
            try {
                writeObject(value);
                return null;
            } catch (Throwable e) { // whatever the user's code throws, what came before is worth having
                return e;
            }
        }

        @Override
        protected @Nullable Object replaceObject(Object object) throws IOException {
            if (ended) {
                return null; // the stream writes down why it ended
            }
            if (written == null) {
                written = object;
                if (mostParts > 0 && object instanceof Serializable && !(object instanceof Externalizable)) {
                    return object;
                }
            } else {
                parts.add(object);
                if (parts.size() < mostParts) {
                    return null;
                }
            }
            ended = true;
            throw new Enough();
        }
    }
}
