package dev.anypool.process.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * The signals that a terminal sends to all processes of a command at once: Ctrl-C, and the terminal's own end. A worker leaves them
 * to its parent, which finishes or stops the tasks as it sees fit; if it ends, so does the worker.
 *
 * <p>They are handled by doing nothing, and not ignored: programs that a task starts would inherit that. The classes are looked up
 * by name, since the compiler warns of {@code sun.misc}; a worker whose JVM is without it ends with the signal.
 */
final class TerminalSignals {
    private static final List<String> NAMES = List.of("INT", "HUP");

    private TerminalSignals() {}

    /** Makes this JVM do nothing when they come. */
    static void leaveToTheParent() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Constructor<?> named = signal.getConstructor(String.class);
            Method handle = signal.getMethod("handle", signal, handler);
            Object nothing = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> null);
            for (String name : NAMES) {
                leave(name, named, handle, nothing);
            }
        } catch (ReflectiveOperationException e) {
            return; // a JVM without jdk.unsupported
        }
    }

    private static void leave(String name, Constructor<?> named, Method handle, Object nothing)
            throws ReflectiveOperationException {
        try {
            handle.invoke(null, named.newInstance(name), nothing);
        } catch (InvocationTargetException e) {
            return; // the system has no such signal, or the JVM was told by -Xrs to leave all signals alone
        }
    }
}
