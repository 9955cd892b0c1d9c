package dev.anypool.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/** How tests wait for what must come. The limit is a guard against hangs, never a measure of speed. */
public final class Waiting {
    /** How long anything may take on a slow and busy machine before it counts as a hang. */
    public static final Duration GUARD = Duration.ofSeconds(30);

    private Waiting() {}

    /**
     * Waits until a condition holds.
     *
     * @param what the condition in words, for the error
     * @param condition the condition
     */
    public static void until(String what, Callable<Boolean> condition) {
        patiently(what).until(condition);
    }

    /**
     * Waits until assertions hold.
     *
     * @param what what they say in words, for the error
     * @param assertions the assertions
     */
    public static void untilAsserted(String what, ThrowingRunnable assertions) {
        patiently(what).untilAsserted(assertions);
    }

    private static ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(GUARD);
    }
}
