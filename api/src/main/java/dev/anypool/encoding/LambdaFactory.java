package dev.anypool.encoding;

import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the lambdas of one shape in one class. Thread-safe.
 *
 * <p>The class is always asked for the lambda first, through the method which the compiler put there for that: bytes can bring
 * back only what the class really has. If the answer has other types than it should, the lambda is linked anew. Either way all
 * lambdas of a shape have one class, and only the first costs time.
 */
final class LambdaFactory {
    /** Kept by the capturing classes themselves, so that they can be unloaded. */
    private static final ClassValue<ConcurrentHashMap<LambdaShape, LambdaFactory>> KNOWN = new ClassValue<>() {
        @Override
        protected ConcurrentHashMap<LambdaShape, LambdaFactory> computeValue(Class<?> capturingClass) {
            return new ConcurrentHashMap<>();
        }
    };

    private final Class<?> capturingClass;
    private final LambdaShape shape;

    /** By reflection and not as a method handle, whose first use costs a new JVM more than 10 ms. */
    private final Method deserializer;

    /** Whether an answer of the class was compared with the shape, and taken. */
    private volatile boolean trusted;

    /** Makes the lambda from the array of what it captured, once the class gave a wrong answer. */
    private volatile @Nullable MethodHandle linked; // written under the lock of this

    private LambdaFactory(Class<?> capturingClass, LambdaShape shape) throws NoSuchMethodException {
        this.capturingClass = capturingClass;
        this.shape = shape;
        deserializer = capturingClass.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
        deserializer.setAccessible(true);
    }

    /**
     * Makes a lambda.
     *
     * @param capturingClass the class whose code made the original
     * @param shape which of that class's lambdas it is
     * @param captured what it captured
     * @return the lambda
     * @throws Throwable if the class has no such lambda, or does not take what was captured
     */
    static Object make(Class<?> capturingClass, LambdaShape shape, @Nullable Object[] captured) throws Throwable {
        if (!capturingClass.getModule().isOpen(capturingClass.getPackageName(), LambdaFactory.class.getModule())) {
            return LambdaStream.make(capturingClass, shape, captured);
        }
        ConcurrentHashMap<LambdaShape, LambdaFactory> known = KNOWN.get(capturingClass);
        LambdaFactory factory = known.get(shape);
        if (factory == null) {
            LambdaFactory made = new LambdaFactory(capturingClass, shape);
            LambdaFactory earlier = known.putIfAbsent(shape, made);
            factory = earlier == null ? made : earlier;
        }
        return factory.make(captured);
    }

    private Object make(@Nullable Object[] captured) throws Throwable {
        MethodHandle known = linked;
        return known == null ? ask(captured) : known.invokeExact(captured);
    }

    private Object ask(@Nullable Object[] captured) throws Throwable {
        Object answer;
        try {
            answer = deserializer.invoke(null, shape.withCaptured(capturingClass, captured));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ClassCastException) {
                return link().invokeExact(captured); // it has such a lambda, but of an object of another type
            }
            throw e.getTargetException();
        }
        if (trusted || hasTheTypes(answer)) {
            trusted = true;
            return answer;
        }
        try {
            return link(answer.getClass().getInterfaces()).invokeExact(captured);
        } catch (ReflectiveOperationException | LambdaConversionException e) {
            trusted = true; // the answer is the best there is
            return answer;
        }
    }

    /** The synthetic method through which a lambda serializes itself tells its types. */
    private boolean hasTheTypes(Object lambda) throws ReflectiveOperationException {
        Method form;
        try {
            form = lambda.getClass().getDeclaredMethod("writeReplace");
        } catch (NoSuchMethodException e) {
            return true; // the class made it in a way of its own
        }
        form.setAccessible(true);
        return !(form.invoke(lambda) instanceof SerializedLambda serialized)
                || serialized.getInstantiatedMethodType().equals(shape.instantiatedType());
    }

    private synchronized MethodHandle link(Class<?>... interfaces)
            throws ReflectiveOperationException, LambdaConversionException {
        MethodHandle factory = linked;
        if (factory == null) {
            factory = LambdaLinker.link(capturingClass, shape, interfaces);
            linked = factory;
        }
        return factory;
    }
}
