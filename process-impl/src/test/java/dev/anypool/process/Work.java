package dev.anypool.process;

import dev.anypool.Worker;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import org.jspecify.annotations.Nullable;

/** The bodies of well-behaved tasks. All are static, so that nothing of a test travels with them. */
final class Work {
    private Work() {}

    static int square(int number) {
        return number * number;
    }

    static Worker whoAmI() {
        return Worker.current();
    }

    static @Nullable String property(String name) {
        return System.getProperty(name);
    }

    /** Sets the mark and waits at the gate. */
    static Worker hold(Mark started, Gate gate) throws InterruptedException {
        started.set();
        gate.pass();
        return Worker.current();
    }

    /** Leaves a line in the journal. */
    static int note(Journal journal, int number) {
        journal.add(Integer.toString(number));
        return number;
    }
}
