package dev.anypool.encoding;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.FilterInfo;
import java.io.ObjectInputFilter.Status;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
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
            ObjectInputFilter ofTheJvm = getObjectInputFilter();
            if (ofTheJvm != null || filter != null) {
                setObjectInputFilter(info -> check(LambdaInfo.of(info), ofTheJvm, filter));
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
            Class<?>[] types = new Class<?>[interfaces.length];
            for (int index = 0; index < interfaces.length; index++) {
                types[index] = Class.forName(interfaces[index], false, loader);
            }
            try {
                return Proxy.newProxyInstance(loader, types, (proxy, method, arguments) -> null)
                        .getClass();
            } catch (IllegalArgumentException e) {
                return super.resolveProxyClass(interfaces);
            }
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            if (described.getName().equals(java.lang.invoke.SerializedLambda.class.getName())) {
                return SerializedLambda.class;
            }
            try {
                return Class.forName(described.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                return super.resolveClass(described); // primitive types, and classes that only a caller can see
            }
        }
    }

    private static Status check(
            FilterInfo info, @Nullable ObjectInputFilter first, @Nullable ObjectInputFilter second) {
        Status status = first == null ? Status.UNDECIDED : first.checkInput(info);
        return status == Status.REJECTED || second == null ? status : second.checkInput(info);
    }

    /** Shows filters the JDK's class of encoded lambdas where ours takes its place. */
    private record LambdaInfo(FilterInfo info) implements FilterInfo {
        static FilterInfo of(FilterInfo info) {
            return info.serialClass() == SerializedLambda.class ? new LambdaInfo(info) : info;
        }

        @Override
        public Class<?> serialClass() {
            return java.lang.invoke.SerializedLambda.class;
        }

        @Override
        public long arrayLength() {
            return info.arrayLength();
        }

        @Override
        public long depth() {
            return info.depth();
        }

        @Override
        public long references() {
            return info.references();
        }

        @Override
        public long streamBytes() {
            return info.streamBytes();
        }
    }
}
