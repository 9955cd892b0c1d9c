package dev.anypool.demo.mapreduce;

import java.util.List;

/**
 * What came of one round of the job.
 *
 * @param source what was read
 * @param items how many files were read
 * @param bytes how many bytes they have
 * @param counts the words
 * @param workers who read them
 * @param unreadable what could not be read
 * @param seconds how long it took: listing, map and reduce
 */
record Result(
        Source source,
        long items,
        long bytes,
        WordCounts counts,
        List<WorkerShare> workers,
        List<Unreadable> unreadable,
        double seconds) {}
