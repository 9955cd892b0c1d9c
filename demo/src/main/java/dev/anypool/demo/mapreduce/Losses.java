package dev.anypool.demo.mapreduce;

import dev.anypool.PoolStats;
import dev.anypool.WorkerCrash;
import java.io.PrintWriter;
import java.util.List;

/** Tells which workers were lost, and what became of their tasks. */
final class Losses {
    private final PoolStats stats;

    Losses(PoolStats stats) {
        this.stats = stats;
    }

    /** Prints a line for each lost worker, nothing if there is none. */
    void print(PrintWriter out) {
        List<WorkerCrash> crashes = stats.crashes();
        for (int i = 0; i < crashes.size(); i++) {
            WorkerCrash crash = crashes.get(i);
            boolean last = i == crashes.size() - 1;
            out.println("Worker " + crash.worker() + " " + crash.summary() + (last ? "; " + again() : ""));
        }
    }

    private String again() {
        long tasks = stats.retried();
        return tasks == 1 ? "1 task was run again" : tasks + " tasks were run again";
    }
}
