package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.async.Async;
import dev.anypool.async.Awaited;
import dev.anypool.async.EventLoop;
import dev.anypool.async.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Waiting for several tasks, and gathering what becomes of them. */
abstract class GatherContract extends ContractPart {
    private final EventLoop loop = EventLoop.open("contract-loop");

    GatherContract(PoolContract backend) {
        super(backend);
    }

    @AfterEach
    void closeLoop() {
        releaseBlocked();
        loop.close();
    }

    /** Keeps a worker busy for each gate until that opens. */
    private List<CompletableFuture<String>> hold(PoolExecutor pool, Gate... gates) {
        List<CompletableFuture<String>> held = new ArrayList<>();
        for (Gate gate : gates) {
            Mark started = mark("started" + held.size());
            held.add(Async.runInExecutor(pool, Work::hold, started, gate));
            started.await();
        }
        return held;
    }

    @Test
    @Tag("B50")
    void await_firstCompleted_tellsWhatIsDone_andLeavesTheOthersRunning() {
        PoolExecutor pool = open(2);
        Gate slow = gate("slow");
        Gate fast = gate("fast");
        List<CompletableFuture<String>> tasks = hold(pool, slow, fast);
        CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_COMPLETED, tasks);

        fast.open();

        assertThat(wait.join().done()).containsExactly(tasks.get(1));
        assertThat(wait.join().pending()).containsExactly(tasks.get(0));
        slow.open();
        assertThat(tasks.get(0).join()).isEqualTo("held");
    }

    @Test
    @Tag("B50")
    void await_firstFailed_endsWithTheFailure() {
        PoolExecutor pool = open(2);
        CompletableFuture<Integer> held = hold(pool, gate("never")).get(0).thenApply(String::length);
        CompletableFuture<Integer> good = pool.submit(Work::square, 2);
        CompletableFuture<Integer> bad = pool.submit(Work::failAt, 3, 3);

        Awaited<Integer> found =
                Async.await(Until.FIRST_FAILED, List.of(held, good, bad)).join();

        assertThat(found.done()).contains(bad);
        assertThat(found.pending()).contains(held);
    }

    @Test
    @Tag("B50")
    void await_withALimit_endsAsItStands() {
        PoolExecutor pool = open(1);
        List<CompletableFuture<String>> tasks = hold(pool, gate("never"));

        Awaited<String> found = loop.run(() ->
                Async.on(loop).await(Until.ALL, tasks, Duration.ofMillis(20)).thenApply(result -> result));

        assertThat(found.done()).isEmpty();
        assertThat(found.pending()).containsExactlyElementsOf(tasks);
    }

    @Test
    @Tag("B14")
    @Tag("B50")
    void asCompleted_handsOverInTheOrderOfCompletion() {
        PoolExecutor pool = open(2);
        Gate first = gate("first");
        Gate second = gate("second");
        List<CompletableFuture<String>> tasks = hold(pool, first, second);

        try (Stream<CompletableFuture<String>> stream = Async.asCompleted(tasks)) {
            second.open();
            List<CompletableFuture<String>> order =
                    stream.peek(done -> first.open()).toList();

            assertThat(order).containsExactly(tasks.get(1), tasks.get(0));
        }
    }

    @Test
    @Tag("B51")
    void gather_givesResultsInInputOrder() {
        PoolExecutor pool = open(2);
        List<CompletableFuture<Integer>> tasks = IntStream.range(0, 20)
                .mapToObj(number -> Async.runInExecutor(pool, Work::square, number))
                .toList();

        List<Integer> results = loop.run(() -> Async.on(loop).gather(tasks).thenApply(all -> all));

        assertThat(results).hasSize(20).isSorted().startsWith(0, 1, 4, 9);
    }

    @Test
    @Tag("B51")
    void gather_tellsTheFirstFailure_andLeavesTheSiblingsRunning() {
        PoolExecutor pool = open(2);
        Gate gate = gate("gate");
        CompletableFuture<String> held = hold(pool, gate).get(0);

        CompletableFuture<List<Object>> all = Async.gather(held, pool.submit(Work::failAt, 1, 1));

        assertThatThrownBy(all::join)
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("future 1 of 2")
                .hasCauseInstanceOf(OrdinaryException.class);
        assertThat(held).isNotDone();
        gate.open();
        assertThat(held.join()).isEqualTo("held");
    }

    @Test
    @Tag("B51")
    void gather_ofOutcomes_collectsThemAll() {
        PoolExecutor pool = open(2);
        List<CompletableFuture<Integer>> tasks = IntStream.range(0, 4)
                .mapToObj(number -> Async.runInExecutor(pool, Work::failIfOdd, number))
                .toList();

        List<CompletableFuture<Integer>> outcomes = Async.gatherOutcomes(tasks).join();

        assertThat(outcomes.stream().map(CompletableFuture::isCompletedExceptionally))
                .containsExactly(false, true, false, true);
    }

    @Test
    @Tag("B51")
    void cancellingAGather_stopsItsTasks_nestedOnesToo() {
        PoolExecutor pool = open(2);
        Mark interrupted = mark("interrupted");
        Mark started = mark("started");
        Gate never = gate("never");
        CompletableFuture<String> inner =
                Async.runInExecutor(pool, () -> Work.awaitInterrupt(started, interrupted, never));
        CompletableFuture<List<List<String>>> all = Async.on(loop).gather(List.of(Async.gather(inner)));
        started.await();

        all.cancel(true);

        interrupted.await();
        assertThat(inner).isCancelled();
    }

    @Test
    @Tag("B51")
    void cancellingAPart_stopsThatTaskOnly() {
        PoolExecutor pool = open(2);
        Gate gate = gate("gate");
        List<CompletableFuture<String>> tasks = hold(pool, gate, gate("never"));
        CompletableFuture<List<CompletableFuture<String>>> all = Async.gatherOutcomes(tasks);

        tasks.get(1).cancel(true);
        gate.open();

        assertThat(all.join().get(0).join()).isEqualTo("held");
        assertThat(all.join().get(1)).isCancelled();
        assertThat(all.isCancelled()).isFalse();
    }

    @Test
    @Tag("B7")
    @Tag("B51")
    void blockedContinuations_ofGatheredTasks_delayNoOtherTask() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors() * 2 + 6;
        PoolExecutor pool = open(2);
        Gate gate = gate("gate");
        Mark started = mark("started");
        CountDownLatch begun = new CountDownLatch(count);
        IntStream.range(0, count)
                .mapToObj(number -> Async.gather(Async.runInExecutor(pool, Work::hold, started, gate)))
                .forEach(future -> future.thenRun(() -> {
                    begun.countDown();
                    block();
                }));

        gate.open();

        assertThat(begun.await(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS))
                .as("all continuations began")
                .isTrue();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }
}
