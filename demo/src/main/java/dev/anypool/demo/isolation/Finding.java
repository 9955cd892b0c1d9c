package dev.anypool.demo.isolation;

import org.jspecify.annotations.Nullable;

/**
 * What came of one trial.
 *
 * @param misdeed what the bad task did
 * @param received what its caller got
 * @param worker what became of its worker
 * @param recoveryNanos how long after that the first good result came from the worker's place; {@code null} if none came
 * @param good how many good tasks ran before, beside and after it
 * @param right how many of them gave the right result
 */
record Finding(
        Misdeed misdeed,
        Received received,
        Replacement worker,
        @Nullable Long recoveryNanos,
        int good,
        int right) {

    boolean isAsExpected() {
        return misdeed.expectation().isMetBy(received, worker);
    }

    boolean isGood() {
        return isAsExpected() && good == right;
    }
}
