package dev.anypool.demo.isolation;

import java.util.List;

/**
 * What came of the whole demo.
 *
 * @param backend the name of the backend
 * @param workers how many workers the pool had
 * @param findings the trials, in order
 * @param leftOut what was not tried
 * @param seconds how long it took
 */
record Summary(String backend, int workers, List<Finding> findings, List<LeftOut> leftOut, double seconds) {

    /** Tells whether each bad task ended as expected and every good one was right. */
    boolean isGood() {
        return findings.stream().allMatch(Finding::isGood);
    }

    int unexpected() {
        return (int)
                findings.stream().filter(finding -> !finding.isAsExpected()).count();
    }

    int good() {
        return findings.stream().mapToInt(Finding::good).sum();
    }

    int right() {
        return findings.stream().mapToInt(Finding::right).sum();
    }

    int replaced() {
        return (int) findings.stream()
                .filter(finding -> finding.worker() == Replacement.REPLACED)
                .count();
    }
}
