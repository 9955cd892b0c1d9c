package dev.anypool.encoding;

import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * What tells one serializable lambda of a class from the others: names and signatures as in {@link SerializedLambda}.
 *
 * @param interfaceName the functional interface, with slashes
 * @param interfaceMethod the name of its one method
 * @param interfaceSignature the erased signature of that method
 * @param kind how the implementation is called, as in {@link java.lang.invoke.MethodHandleInfo}
 * @param implClass the class that has the implementation, with slashes
 * @param implMethod its name
 * @param implSignature its signature
 * @param instantiatedType the signature of the interface's method, its type variables replaced
 * @param captured how many values it captured
 */
record LambdaShape(
        String interfaceName,
        String interfaceMethod,
        String interfaceSignature,
        int kind,
        String implClass,
        String implMethod,
        String implSignature,
        String instantiatedType,
        int captured) {

    /**
     * Makes the JDK's form of such a lambda.
     *
     * @param capturingClass the class whose code made it
     * @param values what it captured
     * @return the form
     */
    SerializedLambda withCaptured(Class<?> capturingClass, @Nullable Object[] values) {
        return new SerializedLambda(
                capturingClass,
                interfaceName,
                interfaceMethod,
                interfaceSignature,
                kind,
                implClass,
                implMethod,
                implSignature,
                instantiatedType,
                values);
    }

    @Override
    public int hashCode() { // by hand, like equals: a record's own cost a new JVM milliseconds
        return 31 * implMethod.hashCode() + instantiatedType.hashCode();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LambdaShape shape
                && interfaceName.equals(shape.interfaceName)
                && interfaceMethod.equals(shape.interfaceMethod)
                && interfaceSignature.equals(shape.interfaceSignature)
                && kind == shape.kind
                && implClass.equals(shape.implClass)
                && implMethod.equals(shape.implMethod)
                && implSignature.equals(shape.implSignature)
                && instantiatedType.equals(shape.instantiatedType)
                && captured == shape.captured;
    }

    /**
     * Names it, for errors.
     *
     * @return the implementing method and the functional interface
     */
    String name() {
        return (implClass + "::" + implMethod + " as " + interfaceName).replace('/', '.');
    }
}
