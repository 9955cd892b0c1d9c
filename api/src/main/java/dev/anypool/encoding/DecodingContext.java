package dev.anypool.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import org.jspecify.annotations.Nullable;

/**
 * Where decoded classes come from, and which are let through.
 *
 * @param loader the class loader that is asked for classes
 * @param filter what is let through, besides the filter of the whole JVM; {@code null} for everything
 */
public record DecodingContext(ClassLoader loader, @Nullable ObjectInputFilter filter) {

    /**
     * Reads the one object of a JDK serialization stream.
     *
     * @param bytes the stream
     * @return the object
     * @throws IOException if the bytes are not such a stream, or the filter refuses it
     * @throws ClassNotFoundException if a class is not to be found
     */
    @Nullable Object read(InputStream bytes) throws IOException, ClassNotFoundException {
        try (LoaderStream stream = new LoaderStream(bytes)) {
            return stream.readObject();
        }
    }

    private final class LoaderStream extends ObjectInputStream {
        private LoaderStream(InputStream bytes) throws IOException {
            super(bytes);
            if (filter != null) {
                ObjectInputFilter ofTheJvm = getObjectInputFilter();
                setObjectInputFilter(ofTheJvm == null ? filter : both(ofTheJvm, filter));
            }
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(described); // primitive types, and classes that only a caller can see
            }
        }
    }

    private static ObjectInputFilter both(ObjectInputFilter first, ObjectInputFilter second) {
        return info -> {
            ObjectInputFilter.Status status = first.checkInput(info);
            return status == ObjectInputFilter.Status.REJECTED ? status : second.checkInput(info);
        };
    }
}
