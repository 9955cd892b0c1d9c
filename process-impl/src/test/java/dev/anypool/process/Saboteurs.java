package dev.anypool.process;

import dev.anypool.Action;
import dev.anypool.Task;
import dev.anypool.testkit.Mark;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tasks and values that harm the worker they meet. */
final class Saboteurs {
    private Saboteurs() {}

    /** Ends the JVM at once. */
    record HaltInTask(int exitCode) implements Action {
        @Override
        public void run() {
            Runtime.getRuntime().halt(exitCode);
        }
    }

    /** Ends the JVM the orderly way. */
    record ExitInTask(int exitCode) implements Action {
        @Override
        public void run() {
            System.exit(exitCode);
        }
    }

    /** Writes lines to standard error and ends the JVM. */
    record ComplainAndHalt(int lines) implements Action {
        @Override
        public void run() {
            for (int line = 1; line <= lines; line++) {
                System.err.println("complaint " + line);
            }
            Runtime.getRuntime().halt(3);
        }
    }

    /** Gets a signal that native code would get for its own fault, and waits for what it does. */
    record SignalSelf(String signal) implements Action {
        @Override
        public void run() throws Exception {
            Signals.send(signal, ProcessHandle.current().pid());
            Thread.currentThread().join();
        }
    }

    /** Sets a mark and is busy for ever; pays no heed to interrupts. */
    record BusyForEver(Mark started) implements Action {
        @Override
        public void run() {
            started.set();
            while (true) {
                Thread.onSpinWait();
            }
        }
    }

    /** Takes all the heap there is. */
    record ExhaustHeap() implements Task<Integer> {
        @Override
        public Integer call() {
            List<byte[]> hoard = new ArrayList<>();
            while (hoard.size() < 1_000_000) {
                hoard.add(new byte[1 << 20]);
            }
            return hoard.size();
        }
    }

    /** Calls itself for ever. */
    record OverflowStack() implements Task<Integer> {
        @Override
        public Integer call() {
            return dive(0);
        }

        private static int dive(int depth) {
            return dive(depth + 1) + 1;
        }
    }

    /** Ends the worker that decodes it. */
    static final class HaltWhenDecoded implements Serializable {
        private void readObject(ObjectInputStream stream) {
            Runtime.getRuntime().halt(5);
        }
    }

    /** Ends the worker that encodes it; can be encoded nowhere. */
    static final class HaltWhenEncoded implements Serializable {
        private void writeObject(ObjectOutputStream stream) {
            Runtime.getRuntime().halt(6);
        }
    }

    /** Ends the worker that resolves it. */
    static final class HaltWhenResolved implements Serializable {
        private Object readResolve() {
            Runtime.getRuntime().halt(7);
            return this;
        }
    }

    /** An exception that cannot be asked for its message. */
    static final class ThrowWhenAskedForItsMessage extends RuntimeException {
        @Override
        public @Nullable String getMessage() {
            throw new AssertionError("sabotaged getMessage");
        }
    }

    /** An exception whose encoding ends with an error. */
    static final class ThrowAnErrorWhenEncoded extends RuntimeException {
        ThrowAnErrorWhenEncoded() {
            super("sabotaged");
        }

        private void writeObject(ObjectOutputStream stream) {
            throw new AssertionError("sabotaged writeObject");
        }
    }

    /** An exception whose encoding ends the worker. */
    static final class HaltWhenThrown extends RuntimeException {
        private void writeObject(ObjectOutputStream stream) {
            Runtime.getRuntime().halt(8);
        }
    }

    /** Links to another of its kind, and so on, deeper than the stack is. */
    static final class Deep implements Serializable {
        private @Nullable Deep next;

        static Deep of(int depth) {
            Deep deep = new Deep();
            for (int count = 0; count < depth; count++) {
                Deep outer = new Deep();
                outer.next = deep;
                deep = outer;
            }
            return deep;
        }
    }
}
