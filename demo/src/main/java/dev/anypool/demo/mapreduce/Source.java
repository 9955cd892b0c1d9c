package dev.anypool.demo.mapreduce;

import java.util.function.Function;

/** What is read, and how. */
enum Source {
    /** The classes of the running JDK; a file is named by its module and its path, as in {@code jrt:/}. */
    CLASSES("class files", ClassCounter::new),

    /** Text files; a file is named by its URI, which has room for names that the platform's character set has not. */
    TEXT("text files", TextCounter::new);

    private final String items;
    private final Function<WordCounts, SliceCounter> counter;

    Source(String items, Function<WordCounts, SliceCounter> counter) {
        this.items = items;
        this.counter = counter;
    }

    /** Returns what the items are called, in the plural. */
    String items() {
        return items;
    }

    /** Returns a counter that adds to a table. */
    SliceCounter counter(WordCounts counts) {
        return counter.apply(counts);
    }
}
