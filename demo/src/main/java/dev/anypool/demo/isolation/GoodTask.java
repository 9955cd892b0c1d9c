package dev.anypool.demo.isolation;

import dev.anypool.Task;
import dev.anypool.Worker;
import java.util.List;

/**
 * Counts primes by trial division: some milliseconds of honest work, with a known result.
 *
 * @param below where to stop
 * @param expected how many there are
 */
record GoodTask(int below, int expected) implements Task<Counted> {
    private static final List<GoodTask> ALL =
            List.of(new GoodTask(100_000, 9_592), new GoodTask(150_000, 13_848), new GoodTask(200_000, 17_984));

    /** Returns the task for a number, so that neighbours differ. */
    static GoodTask of(int number) {
        return ALL.get(number % ALL.size());
    }

    @Override
    public Counted call() {
        int primes = 0;
        for (int candidate = 2; candidate < below; candidate++) {
            if (isPrime(candidate)) {
                primes++;
            }
        }
        return new Counted(primes, Worker.current());
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
