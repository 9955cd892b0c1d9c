package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The steps of a succession, each run by a thread of the test's choice. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SuccessionTest {
    private static final long VERY_LONG = TimeUnit.MINUTES.toNanos(10);

    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();
    private final LinkedBlockingQueue<Runnable> steps = new LinkedBlockingQueue<>();
    private final Queue<CompletableFuture<String>> begun = new ConcurrentLinkedQueue<>();

    private void begin(Runnable duringTheFirst, long mostNanos) {
        Consumer<CompletableFuture<String>> completion = future -> {
            begun.add(future);
            if (future == first) {
                duringTheFirst.run();
            }
            future.complete("done");
        };
        new Succession<>(
                        new ArrayDeque<>(List.of(first, second)),
                        completion,
                        (future, step) -> steps.add(step),
                        mostNanos)
                .begin();
    }

    private Thread runStep() throws InterruptedException {
        Thread thread = new Thread(steps.take());
        thread.start();
        return thread;
    }

    private static void awaitUntil(Callable<Boolean> condition) {
        await().pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .atMost(Duration.ofSeconds(30))
                .until(condition);
    }

    private static void spinUntilOpen(CountDownLatch gate) {
        while (gate.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    private static void block(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void next_isGivenWhenTheOneBeforeBegins_andBeginsOnItsOwnThreadAfterIt() throws InterruptedException {
        begin(() -> assertThat(steps).hasSize(1), VERY_LONG);

        steps.take().run();
        steps.take().run();

        assertThat(begun).containsExactly(first, second);
        assertThat(second).isCompletedWithValue("done");
        assertThat(steps).isEmpty();
    }

    @Test
    @Tag("B7")
    void next_waitsForOneThatRuns_asOneDoesThatWasPutOffItsProcessor() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        begin(() -> spinUntilOpen(gate), VERY_LONG);
        Thread running = runStep();
        awaitUntil(() -> begun.contains(first));

        Thread other = runStep();
        awaitUntil(() -> other.getState() == Thread.State.TIMED_WAITING);
        assertThat(begun).containsExactly(first);
        gate.countDown();

        running.join();
        other.join();
        assertThat(begun).containsExactly(first, second);
    }

    @Test
    @Tag("B7")
    void next_goesAroundOneThatBlocks() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        begin(() -> block(gate), VERY_LONG);
        Thread blocked = runStep();
        awaitUntil(() -> blocked.getState() == Thread.State.WAITING && begun.contains(first));

        runStep().join();

        assertThat(second).isCompletedWithValue("done");
        assertThat(first.isDone()).isFalse();
        gate.countDown();
        blocked.join();
    }

    @Test
    @Tag("B7")
    void next_waitsNoLongerThanTheLimit_forOneThatRuns() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        begin(() -> spinUntilOpen(gate), TimeUnit.MILLISECONDS.toNanos(20));
        Thread running = runStep();
        awaitUntil(() -> begun.contains(first));

        runStep().join();

        assertThat(second).isCompletedWithValue("done");
        assertThat(first.isDone()).isFalse();
        gate.countDown();
        running.join();
    }
}
