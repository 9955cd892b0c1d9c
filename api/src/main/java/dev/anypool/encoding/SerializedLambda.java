package dev.anypool.encoding;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of {@link java.lang.invoke.SerializedLambda} in streams that are decoded, so that a lambda or method reference
 * comes back with just the types it had.
 *
 * <p>The JDK's own class leaves it to the capturing class to find the lambda, by everything but its instantiated types. A method
 * reference that one class uses with several types then comes back as the first of them, and calling it throws a
 * {@link ClassCastException}.
 *
 * <p>The bytes are those of the JDK's class, whose serialized form is specified. A stream lets the two change places because
 * their fields, {@link #serialVersionUID} and simple names are the same.
 */
@SuppressWarnings("serial") // what is captured is declared as objects in the JDK's class too
final class SerializedLambda implements Serializable {
    @Serial
    private static final long serialVersionUID = 8025925345765570181L;

    private @Nullable Class<?> capturingClass;
    private @Nullable String functionalInterfaceClass;
    private @Nullable String functionalInterfaceMethodName;
    private @Nullable String functionalInterfaceMethodSignature;
    private @Nullable String implClass;
    private @Nullable String implMethodName;
    private @Nullable String implMethodSignature;
    private int implMethodKind;
    private @Nullable String instantiatedMethodType;
    private @Nullable Object @Nullable [] capturedArgs;

    private SerializedLambda() {}

    @Serial
    private Object readResolve() throws InvalidObjectException {
        Class<?> capturing = read(capturingClass, "capturingClass");
        @Nullable Object[] captured = read(capturedArgs, "capturedArgs");
        LambdaShape shape = new LambdaShape(
                read(functionalInterfaceClass, "functionalInterfaceClass"),
                read(functionalInterfaceMethodName, "functionalInterfaceMethodName"),
                read(functionalInterfaceMethodSignature, "functionalInterfaceMethodSignature"),
                implMethodKind,
                read(implClass, "implClass"),
                read(implMethodName, "implMethodName"),
                read(implMethodSignature, "implMethodSignature"),
                read(instantiatedMethodType, "instantiatedMethodType"),
                captured.length);
        try {
            return LambdaFactory.make(capturing, shape, captured);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            InvalidObjectException failure = new InvalidObjectException(
                    "the lambda " + shape.name() + " of " + capturing.getName() + " could not be made: " + e);
            failure.initCause(e);
            throw failure;
        }
    }

    private static <T> T read(@Nullable T value, String field) throws InvalidObjectException {
        if (value == null) {
            throw new InvalidObjectException("an encoded lambda has no " + field);
        }
        return value;
    }
}
