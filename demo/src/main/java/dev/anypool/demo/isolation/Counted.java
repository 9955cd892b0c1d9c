package dev.anypool.demo.isolation;

import dev.anypool.Worker;
import java.io.Serializable;

/**
 * What a good task returns.
 *
 * @param primes how many primes it found
 * @param worker who ran it
 */
record Counted(int primes, Worker worker) implements Serializable {}
