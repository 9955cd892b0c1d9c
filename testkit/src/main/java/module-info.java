/**
 * The contract that every backend of Anypool keeps, as JUnit tests that a backend runs against itself.
 *
 * <p>Extend {@link dev.anypool.testkit.PoolContract}; that is all.
 */
module dev.anypool.testkit {
    requires transitive dev.anypool;
    requires transitive org.junit.jupiter.api;
    requires transitive org.assertj.core;
    requires transitive awaitility;
    requires static transitive org.jspecify;

    exports dev.anypool.testkit;

    opens dev.anypool.testkit; // to JUnit, whose methods need not be public
}
