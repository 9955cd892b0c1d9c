package dev.anypool.thread;

import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** How tasks pass from the thread that submits them to the thread that runs them, and their outcomes back. */
interface Passing {
    Object encodeFunction(String taskName, Serializable function);

    Object encodeArguments(String taskName, @Nullable Object[] arguments);

    /** Makes a job's function ready to run on the calling thread. */
    Runner open(Job job);

    /** Runs the tasks of one job. */
    interface Runner {
        /** Runs one task; whatever it throws becomes its outcome. */
        Outcome run(int index);
    }
}
