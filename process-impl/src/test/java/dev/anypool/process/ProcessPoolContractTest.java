package dev.anypool.process;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.testkit.PoolContract;

/** The contract of all backends, on worker JVMs. */
class ProcessPoolContractTest extends PoolContract {
    @Override
    protected PoolExecutor open(PoolOptions options) {
        return Pools.open(options);
    }

    @Override
    protected boolean isolatesTasks() {
        return true;
    }
}
