package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the parts of the contract share: pools that end with the test, and a directory through which tests and tasks signal.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class ContractPart {
    private final PoolContract backend;
    private final List<PoolExecutor> pools = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final CountDownLatch blocked = new CountDownLatch(1);

    @TempDir
    Path directory;

    ContractPart(PoolContract backend) {
        this.backend = backend;
    }

    final boolean isolatesTasks() {
        return backend.isolatesTasks();
    }

    /** Opens a pool that ends with the test. */
    final PoolExecutor open(PoolOptions options) {
        PoolExecutor pool = backend.open(options);
        pools.add(pool);
        return pool;
    }

    /** Opens a pool that nobody holds but the caller. */
    final PoolExecutor openAndForget(PoolOptions options) {
        return backend.open(options);
    }

    final PoolExecutor open(int workers) {
        return open(PoolOptions.defaults().workers(workers));
    }

    /** Opens a pool that gives tasks this little time to stop. */
    final PoolExecutor open(int workers, Duration killGrace) {
        return open(PoolOptions.defaults().workers(workers).killGrace(killGrace));
    }

    final Gate gate(String name) {
        Gate gate = Gate.in(directory, name);
        gates.add(gate);
        return gate;
    }

    final Mark mark(String name) {
        return Mark.in(directory, name);
    }

    final Journal journal(String name) {
        return Journal.in(directory, name);
    }

    /** Waits for a failure and returns what the task threw. */
    static Throwable causeOf(CompletableFuture<?> future) {
        try {
            Object result = future.join();
            throw new AssertionError("expected a failure, but the result was " + result);
        } catch (CompletionException e) {
            return Objects.requireNonNull(e.getCause());
        }
    }

    static List<Integer> numbers(int end) {
        return IntStream.range(0, end).boxed().toList();
    }

    static List<TaskFuture<Integer>> submitMany(PoolExecutor pool, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> pool.submit(Work::square, number))
                .toList();
    }

    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.start();
        return thread;
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static void awaitAllSettled(Collection<? extends CompletableFuture<?>> futures) {
        Waiting.until("all futures are settled", () -> futures.stream().allMatch(CompletableFuture::isDone));
    }

    static void assertRejected(Runnable call) {
        assertThatThrownBy(call::run)
                .isExactlyInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("shut down");
    }

    static void awaitTerminated(PoolExecutor pool) throws InterruptedException {
        assertThat(pool.awaitTermination(Waiting.GUARD))
                .as("the pool has terminated")
                .isTrue();
    }

    /** What a continuation does that never comes back, as far as its test is concerned. */
    final void block() {
        try {
            if (!blocked.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nobody released the blocked continuation");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("a blocked continuation was interrupted", e);
        }
    }

    /** Lets the continuations go that {@link #block}; the end of a test does so in any case. */
    final void releaseBlocked() {
        blocked.countDown();
    }

    @AfterEach
    void everyPoolTerminates() throws InterruptedException {
        releaseBlocked();
        gates.forEach(Gate::open);
        pools.forEach(PoolExecutor::shutdownNow);
        for (PoolExecutor pool : pools) {
            awaitTerminated(pool);
        }
    }
}
