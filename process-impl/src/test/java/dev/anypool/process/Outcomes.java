package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.Worker;
import dev.anypool.WorkerCrashedException;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.Waiting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for futures, with a guard against hangs, and tells what became of them. */
final class Outcomes {
    private Outcomes() {}

    static <T> T resultOf(CompletableFuture<T> future) {
        try {
            return future.get(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(future + " has no result: " + e, e);
        }
    }

    static Throwable causeOf(CompletableFuture<?> future) {
        try {
            Object result = future.get(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS);
            throw new AssertionError("expected a failure, but the result was " + result);
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(future + " was not settled", e);
        }
    }

    static WorkerCrashedException crashOf(CompletableFuture<?> future) {
        Throwable cause = causeOf(future);
        assertThat(cause).isInstanceOf(WorkerCrashedException.class);
        return (WorkerCrashedException) cause;
    }

    /** Checks that as many tasks run at once as the pool has workers, each on its own, and that results are right. */
    static void assertFullStrength(PoolExecutor pool, int workers, Path directory) {
        Gate gate = Gate.in(directory, "strength-" + System.nanoTime());
        List<Mark> marks = new ArrayList<>();
        List<TaskFuture<Worker>> futures = new ArrayList<>();
        for (int number = 0; number < workers; number++) {
            Mark mark = Mark.in(directory, "strong-" + number + "-" + System.nanoTime());
            marks.add(mark);
            futures.add(pool.submit(Work::hold, mark, gate));
        }
        marks.forEach(Mark::await);
        gate.open();
        Set<Worker> seen = new HashSet<>();
        futures.forEach(future -> seen.add(resultOf(future)));
        assertThat(seen).hasSize(workers);
        assertThat(resultOf(pool.map(Work::square, List.of(1, 2, 3, 4)))).containsExactly(1, 4, 9, 16);
        assertThat(pool.stats().workers()).hasSize(workers);
    }
}
