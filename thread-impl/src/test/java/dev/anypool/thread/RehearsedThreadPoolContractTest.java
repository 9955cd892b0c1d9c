package dev.anypool.thread;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.testkit.PoolContract;

/** The contract of all backends, on threads that get everything encoded as worker JVMs would. */
class RehearsedThreadPoolContractTest extends PoolContract {
    @Override
    protected PoolExecutor open(PoolOptions options) {
        return Pools.open(options.with(ThreadPoolOptions.defaults().rehearsal(true)));
    }

    @Override
    protected boolean isolatesTasks() {
        return true;
    }
}
