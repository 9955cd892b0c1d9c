package dev.anypool.demo.mapreduce;

import dev.anypool.Worker;
import java.io.Serializable;
import java.util.List;

/**
 * What came of one partition.
 *
 * @param worker who read it
 * @param items how many files; of a large file only the first slice counts
 * @param bytes how many bytes of files the partition spans
 * @param busyNanos how long the worker was at it, in nanoseconds
 * @param counts the words
 * @param unreadable the files that could not be read
 */
record Tally(Worker worker, long items, long bytes, long busyNanos, WordCounts counts, List<Unreadable> unreadable)
        implements Serializable {}
