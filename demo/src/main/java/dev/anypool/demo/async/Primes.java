package dev.anypool.demo.async;

import dev.anypool.Worker;

/** Work for a processor: counts primes by trial division, some tenths of a second at a time. */
final class Primes {
    private static final int STEP = 500_000;
    private static final int STEPS = 4;

    private Primes() {}

    /** Returns where to stop in a task, so that neighbours differ. */
    static int limitOf(int task) {
        return STEP * (1 + task % STEPS);
    }

    static Counted below(int limit) {
        int primes = 0;
        for (int candidate = 2; candidate < limit; candidate++) {
            if (isPrime(candidate)) {
                primes++;
            }
        }
        return new Counted(limit, primes, Worker.current());
    }

    private static boolean isPrime(int candidate) {
        for (int divisor = 2; divisor * divisor <= candidate; divisor++) {
            if (candidate % divisor == 0) {
                return false;
            }
        }
        return true;
    }
}
