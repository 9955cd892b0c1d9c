package dev.anypool.demo.isolation;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** What bad tasks do on their workers. */
final class Deeds {
    /**
     * The secrets of the runs that are over. Written by the demo at its end; a thread, which cannot be killed, stops looping
     * then. A worker JVM never sees any.
     */
    private static final Set<Long> OVER = ConcurrentHashMap.newKeySet();

    private Deeds() {}

    /** Ends what still loops in this JVM for a run. */
    static void endLoopsOf(long run) {
        OVER.add(run);
    }

    /** Keeps a processor busy; pays no heed to interrupts. */
    static Object loop(long run) {
        while (!OVER.contains(run)) {
            Thread.onSpinWait();
        }
        return "the end";
    }

    /** Waits for what comes from outside; pays no heed to interrupts. */
    static Object waitForEver() {
        while (true) {
            LockSupport.park();
        }
    }

    /** Writes to the address 0, as faulty native code does. */
    static Object crash() throws ReflectiveOperationException {
        // By reflection: the compiler warns of this class, and cannot be told not to.
        Class<?> unsafe = Class.forName("sun.misc.Unsafe");
        Field instance = unsafe.getDeclaredField("theUnsafe");
        instance.setAccessible(true);
        unsafe.getMethod("putAddress", long.class, long.class).invoke(instance.get(null), 0L, 0L);
        return "still alive";
    }

    static Object exit() {
        System.exit(3);
        return "still alive";
    }

    static Object halt() {
        Runtime.getRuntime().halt(4);
        return "still alive";
    }

    static Object exhaustHeap() {
        List<byte[]> hoard = new ArrayList<>();
        while (hoard.size() < 1_000_000) {
            hoard.add(new byte[1 << 20]);
        }
        return hoard.size();
    }

    static Object overflowStack() {
        return dive(0);
    }

    /** Would end when the number overflows; the stack does so long before. */
    private static int dive(int depth) {
        return depth < 0 ? depth : dive(depth + 1) + 1;
    }

    /** Returns what cannot be encoded. */
    static Object returnThread() {
        return Thread.currentThread();
    }
}
