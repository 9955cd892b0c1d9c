package dev.anypool.testkit;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import org.junit.jupiter.api.Nested;

/**
 * What every backend promises, as tests. A backend runs them against itself with a class of a few lines:
 *
 * <pre>{@code
 * class ThreadPoolContractTest extends PoolContract {
 *     @Override
 *     protected PoolExecutor open(PoolOptions options) {
 *         return Pools.open(options);
 *     }
 * }
 * }</pre>
 *
 * <p>All tasks are such that they can travel to other processes, and signal through files. Each test closes its pools and fails
 * if one does not terminate. The tags of a test are the numbers of the behaviours that it covers.
 */
public abstract class PoolContract {

    /** For the subclass. */
    protected PoolContract() {}

    /**
     * Opens a pool on the backend under test.
     *
     * @param options how
     * @return the pool; the test closes it
     */
    protected abstract PoolExecutor open(PoolOptions options);

    /**
     * Tells whether functions, arguments and results are copied between parent and worker, as worker JVMs need it.
     *
     * @return {@code false} unless overridden
     */
    protected boolean isolatesTasks() {
        return false;
    }

    @Nested
    final class Submitting extends SubmitContract {
        Submitting() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Failing extends FailureContract {
        Failing() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Encoding extends IsolationContract {
        Encoding() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Mapping extends MapContract {
        Mapping() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class FailingInAMap extends MapFailureContract {
        FailingInAMap() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Streaming extends StreamContract {
        Streaming() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Cancelling extends StopContract {
        Cancelling() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Settling extends SettlingContract {
        Settling() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Continuing extends ContinuationContract {
        Continuing() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class ContinuingInOrder extends ContinuationOrderContract {
        ContinuingInOrder() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class BridgingAsyncCode extends AsyncContract {
        BridgingAsyncCode() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Gathering extends GatherContract {
        Gathering() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Workers extends WorkersContract {
        Workers() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Limiting extends LimitsContract {
        Limiting() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class FillingTheQueue extends FullQueueContract {
        FillingTheQueue() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class ReplacingWorkers extends WorkerLivesContract {
        ReplacingWorkers() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class TakingAsCompleted extends CompletionOrderContract {
        TakingAsCompleted() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Ending extends LifecycleContract {
        Ending() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class EndingNow extends ShutdownNowContract {
        EndingNow() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class AsExecutorService extends ExecutorServiceContract {
        AsExecutorService() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Flowing extends FlowContract {
        Flowing() {
            super(PoolContract.this);
        }
    }

    @Nested
    final class Surviving extends ChaosContract {
        Surviving() {
            super(PoolContract.this);
        }
    }
}
