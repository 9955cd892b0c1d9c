package dev.anypool.encoding;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import org.jspecify.annotations.Nullable;

/**
 * Makes a lambda of a class in a package that is not open to us, such as those of the JDK: only the JDK's serialization gets
 * through to it.
 *
 * <p>What the lambda captured does not go through the bytes; numbers stand for it.
 */
final class LambdaStream extends ObjectInputStream {
    private final Class<?> capturingClass;
    private final @Nullable Object[] captured;

    private LambdaStream(InputStream bytes, Class<?> capturingClass, @Nullable Object[] captured) throws IOException {
        super(bytes);
        this.capturingClass = capturingClass;
        this.captured = captured;
        enableResolveObject(true);
    }

    /**
     * Makes the lambda.
     *
     * @param capturingClass the class whose code made the original
     * @param shape which of that class's lambdas it is
     * @param captured what it captured
     * @return the lambda
     * @throws IOException if the class has no such lambda, or does not take what was captured
     * @throws ClassNotFoundException if a class is not to be found
     */
    static Object make(Class<?> capturingClass, LambdaShape shape, @Nullable Object[] captured)
            throws IOException, ClassNotFoundException {
        Object[] numbers = new Object[captured.length];
        for (int index = 0; index < captured.length; index++) {
            numbers[index] = index;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(shape.withCaptured(capturingClass, numbers));
        }
        InputStream input = new ByteArrayInputStream(bytes.toByteArray());
        try (LambdaStream stream = new LambdaStream(input, capturingClass, captured)) {
            return stream.readObject();
        }
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws ClassNotFoundException {
        return Class.forName(described.getName(), false, capturingClass.getClassLoader());
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) {
        return object instanceof Integer number ? captured[number] : object;
    }
}
