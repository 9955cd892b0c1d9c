package dev.anypool.demo.isolation;

import java.util.List;

/** Findings made up for tests. */
final class Findings {
    private Findings() {}

    static Finding expected(Misdeed misdeed, int good, int right) {
        Expectation expectation = misdeed.expectation();
        Received received = new Received(expectation.exception().getSimpleName(), "it says " + expectation.reason());
        return new Finding(misdeed, received, expectation.worker(), 120_400_000L, good, right);
    }

    static Finding unexpected(Misdeed misdeed) {
        return new Finding(misdeed, new Received("none", "a result: 1"), Replacement.MISSING, null, 5, 5);
    }

    static Summary summary(Finding... findings) {
        List<LeftOut> leftOut = List.of(new LeftOut(Misdeed.STOPPED, "this machine has no kill command"));
        return new Summary("process", 2, List.of(findings), leftOut, 3.14);
    }
}
