package dev.anypool.encoding;

import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Links a serializable lambda as the JVM does where the lambda is written in the source. */
final class LambdaLinker {
    private LambdaLinker() {}

    /**
     * Links it.
     *
     * @param capturingClass the class whose code made the original
     * @param shape the lambda's shape
     * @param interfaces what the lambda implements besides its functional interface
     * @return the lambda's factory, which takes an array of what the lambda captures and returns an {@link Object}
     * @throws ReflectiveOperationException if something of it is not to be found, or not accessible
     * @throws LambdaConversionException if its types do not fit each other
     */
    static MethodHandle link(Class<?> capturingClass, LambdaShape shape, Class<?>... interfaces)
            throws ReflectiveOperationException, LambdaConversionException {
        Lookup lookup = lookupIn(capturingClass);
        ClassLoader loader = capturingClass.getClassLoader();
        Class<?> functional = classNamed(shape.interfaceName(), loader);
        MethodType erased = MethodType.fromMethodDescriptorString(shape.interfaceSignature(), loader);
        MethodHandle implementation = implementation(lookup, shape, loader);
        List<Class<?>> captured = implementation.type().parameterList().subList(0, shape.captured());
        Set<MethodType> bridges = bridges(functional, shape.interfaceMethod(), erased);

        List<Object> arguments = new ArrayList<>();
        arguments.add(erased);
        arguments.add(implementation);
        arguments.add(MethodType.fromMethodDescriptorString(shape.instantiatedType(), loader));
        arguments.add(
                LambdaMetafactory.FLAG_SERIALIZABLE | LambdaMetafactory.FLAG_MARKERS | LambdaMetafactory.FLAG_BRIDGES);
        arguments.add(interfaces.length);
        arguments.addAll(Arrays.asList(interfaces));
        arguments.add(bridges.size());
        arguments.addAll(bridges);
        return LambdaMetafactory.altMetafactory(
                        lookup,
                        shape.interfaceMethod(),
                        MethodType.methodType(functional, captured),
                        arguments.toArray())
                .getTarget()
                .asSpreader(Object[].class, shape.captured())
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    private static Lookup lookupIn(Class<?> type) throws IllegalAccessException {
        LambdaLinker.class.getModule().addReads(type.getModule());
        Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
        return lookup.hasFullPrivilegeAccess() ? lookup : LookupGiver.fullLookup(lookup);
    }

    private static MethodHandle implementation(Lookup lookup, LambdaShape shape, ClassLoader loader)
            throws ReflectiveOperationException {
        Class<?> type = classNamed(shape.implClass(), loader);
        String name = shape.implMethod();
        MethodType signature = MethodType.fromMethodDescriptorString(shape.implSignature(), loader);
        return switch (shape.kind()) {
            case MethodHandleInfo.REF_invokeStatic -> lookup.findStatic(type, name, signature);
            case MethodHandleInfo.REF_invokeVirtual, MethodHandleInfo.REF_invokeInterface ->
                lookup.findVirtual(type, name, signature);
            case MethodHandleInfo.REF_invokeSpecial -> lookup.findSpecial(type, name, signature, lookup.lookupClass());
            case MethodHandleInfo.REF_newInvokeSpecial -> lookup.findConstructor(type, signature);
            default -> throw new NoSuchMethodException("a lambda's implementation of kind " + shape.kind());
        };
    }

    /** The same method with other types, as an interface inherits it that narrows the types of a generic one. */
    private static Set<MethodType> bridges(Class<?> functional, String name, MethodType erased) {
        Set<MethodType> types = new LinkedHashSet<>();
        for (Method method : functional.getMethods()) {
            if (method.getName().equals(name)
                    && method.getParameterCount() == erased.parameterCount()
                    && Modifier.isAbstract(method.getModifiers())) {
                types.add(MethodType.methodType(method.getReturnType(), method.getParameterTypes()));
            }
        }
        types.remove(erased);
        return types;
    }

    private static Class<?> classNamed(String name, ClassLoader loader) throws ClassNotFoundException {
        return Class.forName(name.replace('/', '.'), false, loader);
    }
}
