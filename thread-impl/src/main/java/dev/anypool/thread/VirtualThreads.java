package dev.anypool.thread;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, where the running JDK has them; these classes are compiled for one that has not. */
final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Returns a factory of virtual threads that are not started.
     *
     * @throws IllegalArgumentException if the running JDK has none
     */
    static ThreadFactory factory() {
        try {
            Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
            MethodHandles.Lookup lookup = MethodHandles.publicLookup();
            MethodHandle ofVirtual = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder));
            MethodHandle factory = lookup.findVirtual(
                    Class.forName("java.lang.Thread$Builder"), "factory", MethodType.methodType(ThreadFactory.class));
            return (ThreadFactory) factory.invoke(ofVirtual.invoke());
        } catch (ClassNotFoundException | NoSuchMethodException e) {
            throw new IllegalArgumentException(
                    "ThreadPoolOptions.virtualThreads (anypool.thread.virtual) needs JDK 21 or newer, but this is JDK "
                            + Runtime.version().feature(),
                    e);
        } catch (Throwable e) {
            throw new IllegalStateException("virtual threads could not be had", e);
        }
    }
}
