package dev.anypool.thread;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.testkit.PoolContract;
import org.junit.jupiter.api.BeforeAll;

/** The contract of all backends, on virtual threads. */
class VirtualThreadPoolContractTest extends PoolContract {
    @BeforeAll
    static void onlyWhereThereAreVirtualThreads() {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with JDK 21");
    }

    @Override
    protected PoolExecutor open(PoolOptions options) {
        return Pools.open(options.with(ThreadPoolOptions.defaults().virtualThreads(true)));
    }
}
