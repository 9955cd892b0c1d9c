package dev.anypool.demo.async;

import dev.anypool.Worker;
import java.io.Serializable;

/**
 * How many primes there are.
 *
 * @param below below this number
 * @param primes the primes
 * @param worker who counted them
 */
record Counted(int below, int primes, Worker worker) implements Serializable {}
