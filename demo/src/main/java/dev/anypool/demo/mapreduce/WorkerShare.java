package dev.anypool.demo.mapreduce;

/**
 * What one worker did.
 *
 * @param name its name
 * @param pid the process id of its JVM
 * @param items how many files it read
 * @param busySeconds how long it was at it
 */
record WorkerShare(String name, long pid, long items, double busySeconds) {}
