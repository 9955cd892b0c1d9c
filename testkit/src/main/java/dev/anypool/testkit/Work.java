package dev.anypool.testkit;

import dev.anypool.Worker;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The bodies of tasks. All are static, so that nothing of a test travels with them. */
final class Work {
    private static volatile WeakReference<@Nullable Object> remembered = new WeakReference<>(null);

    private Work() {}

    static int square(int number) {
        return number * number;
    }

    static <T extends @Nullable Object> T same(T value) {
        return value;
    }

    static String describe(Object value) {
        return value.getClass().getSimpleName() + " " + value;
    }

    static @Nullable String upperCase(@Nullable String text) {
        return text == null ? null : text.toUpperCase(java.util.Locale.ROOT);
    }

    static Worker whoAmI() {
        return Worker.current();
    }

    /** Waits at the gate if the input is the path of one. */
    static String passIfGate(String input) throws InterruptedException {
        if (input.endsWith(".gate")) {
            new Gate(input).pass();
        }
        return input;
    }

    static int failAt(int number, int bad) throws OrdinaryException {
        if (number == bad) {
            throw new OrdinaryException("number " + number, number);
        }
        return number;
    }

    static int failIfOdd(int number) throws OrdinaryException {
        return failAt(number, number % 2 == 1 ? number : -1);
    }

    static int failWith(Exception failure) throws Exception {
        throw failure;
    }

    static Object timeOutByItself() throws TimeoutException {
        throw new TimeoutException("thrown by the task");
    }

    /** Sets the mark and waits at the gate. */
    static String hold(Mark started, Gate gate) throws InterruptedException {
        started.set();
        gate.pass();
        return "held";
    }

    /** Sets the mark and waits at the gate, whatever interrupts it. */
    static String holdStubbornly(Mark started, Gate gate) {
        started.set();
        gate.passStubbornly();
        return "held";
    }

    /** Waits to be interrupted, and leaves a mark when it is. */
    static String awaitInterrupt(Mark started, Mark interrupted, Gate never) throws InterruptedException {
        started.set();
        try {
            never.pass();
            return "the gate was opened";
        } catch (InterruptedException e) {
            interrupted.set();
            throw e;
        }
    }

    /** Remembers a value in this worker without holding it. */
    static boolean remember(Object value) {
        remembered = new WeakReference<>(value);
        return true;
    }

    /** Tells whether the worker has let go of what it was asked to remember, once the collector has been made to look. */
    static boolean hasForgotten() {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(20));
        while (remembered.get() != null && Instant.now().isBefore(deadline)) {
            System.gc();
        }
        return remembered.get() == null;
    }
}
