package dev.anypool.thread;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.testkit.PoolContract;

/** The contract of all backends, on threads that get everything as it is. */
class ThreadPoolContractTest extends PoolContract {
    @Override
    protected PoolExecutor open(PoolOptions options) {
        return Pools.open(options);
    }
}
