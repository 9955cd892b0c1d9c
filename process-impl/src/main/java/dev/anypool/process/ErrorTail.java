package dev.anypool.process;

import com.google.common.collect.EvictingQueue;
import java.util.List;

/** The last lines of a worker's standard error. Safe for use by many threads. */
final class ErrorTail {
    private static final int MOST_LINES = 20;

    /** Guarded by this. */
    private final EvictingQueue<String> lines = EvictingQueue.create(MOST_LINES);

    synchronized void add(String line) {
        lines.add(line);
    }

    synchronized List<String> lines() {
        return List.copyOf(lines);
    }
}
