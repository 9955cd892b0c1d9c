package dev.anypool.demo.isolation;

/**
 * A bad task runs.
 *
 * @param trial the number of its trial
 * @param workerId the number of its worker
 * @param pid the process id of its JVM
 */
record Ring(int trial, int workerId, long pid) {}
