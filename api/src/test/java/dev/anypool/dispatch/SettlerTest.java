package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SettlerTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final String name = "settled-" + NAMES.incrementAndGet() + "-";
    private final Settler settler = new Settler(name);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void noThreadIsLeft() {
        release.countDown();
        settler.close();
        awaitNoThread();
    }

    private void awaitNoThread() {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith(name)));
    }

    private void block() {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private CompletableFuture<String> settle(Runnable before) {
        CompletableFuture<String> future = new CompletableFuture<>();
        settler.settle(future, () -> {
            before.run();
            future.complete("settled");
        });
        return future;
    }

    private CompletableFuture<String> settle() {
        return settle(() -> {});
    }

    @Test
    void settle_completesTheFutureOnAnotherThread() {
        AtomicReference<Thread> where = new AtomicReference<>();

        CompletableFuture<String> future = settle(() -> where.set(Thread.currentThread()));

        assertThat(future.join()).isEqualTo("settled");
        assertThat(where.get()).isNotSameAs(Thread.currentThread());
        assertThat(where.get().isDaemon()).isTrue();
        assertThat(where.get().getName()).startsWith(name);
    }

    @Test
    void settlementThatBlocks_delaysNobodyElse() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> blocked = settle(() -> {
            begun.countDown();
            block();
        });
        begun.await();

        for (int number = 0; number < 100; number++) {
            assertThat(settle().get(30, TimeUnit.SECONDS)).isEqualTo("settled");
        }
        assertThat(blocked.isDone()).isFalse();
        release.countDown();
        assertThat(blocked.join()).isEqualTo("settled");
    }

    @Test
    void manySettlementsThatBlock_allBegin_andDelayNobodyElse() throws Exception {
        int count = 50;
        CountDownLatch begun = new CountDownLatch(count);
        List<CompletableFuture<String>> blocked = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            blocked.add(settle(() -> {
                begun.countDown();
                block();
            }));
        }
        CompletableFuture<String> last = settle();

        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(last.get(30, TimeUnit.SECONDS)).isEqualTo("settled");
        release.countDown();
        blocked.forEach(future -> assertThat(future.join()).isEqualTo("settled"));
    }

    @Test
    void settlementThatThrows_stopsNothing() {
        CompletableFuture<String> failing = new CompletableFuture<>();
        settler.settle(failing, () -> {
            failing.complete("settled");
            throw new IllegalStateException("thrown on purpose by a settlement");
        });
        settler.settle(failing, () -> {
            throw new AssertionError("thrown on purpose by a settlement");
        });

        assertThat(settle().join()).isEqualTo("settled");
        assertThat(failing.join()).isEqualTo("settled");
    }

    /** A handler of the user's, that throws whatever comes. */
    private static final class Throwing extends Handler {
        @Override
        public void publish(LogRecord line) {
            throw new IllegalStateException("thrown on purpose by a log handler");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void settlementThatThrows_andCannotBeLogged_isSettled_andStopsNothing() throws Exception {
        Logger logger = Logger.getLogger(Settler.class.getName());
        Handler throwing = new Throwing();
        logger.addHandler(throwing);
        try {
            CompletableFuture<String> failing = settle(() -> {
                throw new IllegalStateException("thrown on purpose by a settlement");
            });

            assertThat(settle().get(30, TimeUnit.SECONDS)).isEqualTo("settled");
            assertThatThrownBy(() -> failing.get(30, TimeUnit.SECONDS))
                    .hasRootCauseMessage("thrown on purpose by a settlement");
            settler.close();
        } finally {
            logger.removeHandler(throwing);
        }
    }

    @Test
    void settlementsThatBlock_whileNoThreadCanBeStarted_delayNobodyOnceOneCan() throws Exception {
        AtomicInteger allowed = new AtomicInteger(2);
        Settler scarce = new Settler(name, thread -> {
            if (allowed.getAndDecrement() <= 0) {
                throw new OutOfMemoryError("thrown on purpose in place of a thread");
            }
            thread.start();
        });
        CountDownLatch begun = new CountDownLatch(2);
        for (int number = 0; number < 2; number++) {
            CompletableFuture<String> blocked = new CompletableFuture<>();
            scarce.settle(blocked, () -> {
                begun.countDown();
                block();
                blocked.complete("settled");
            });
        }
        CompletableFuture<String> waiting = new CompletableFuture<>();
        scarce.settle(waiting, () -> waiting.complete("settled"));
        assertThat(begun.await(30, TimeUnit.SECONDS))
                .as("the second thread goes around the first, though there is no third")
                .isTrue();

        allowed.set(10);
        CompletableFuture<String> next = new CompletableFuture<>();
        scarce.settle(next, () -> next.complete("settled"));

        assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("settled");
        assertThat(next.get(30, TimeUnit.SECONDS)).isEqualTo("settled");
        release.countDown();
        scarce.close();
    }

    @Test
    void settlementThatLeavesItsThreadInterrupted_isNotSeenByTheNext() {
        AtomicReference<Boolean> seen = new AtomicReference<>();
        settle(() -> Thread.currentThread().interrupt());
        settle(() -> seen.set(Thread.currentThread().isInterrupted())).join();

        assertThat(seen.get()).isFalse();
    }

    @Test
    void settle_fromManyThreadsAtOnce_losesNothing() throws InterruptedException {
        List<CompletableFuture<String>> futures = settleFromThreads(settler, 4, 20_000);

        for (CompletableFuture<String> future : futures) {
            assertThat(future.join()).isEqualTo("settled");
        }
    }

    /** More threads than processors and many settlements, so that a runner is often put off its processor, and replaced, at any point. */
    @Test
    void close_waitsForWhatWasGivenBefore_alsoWhenThreadsStandInEachOthersWay() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            Settler busy = new Settler(name);
            List<CompletableFuture<String>> futures = settleFromThreads(busy, 4, 20_000);

            busy.close();

            assertThat(futures.stream().filter(future -> !future.isDone()).count())
                    .as("not settled when close returned in round %s", round)
                    .isZero();
        }
    }

    /** Gives the settler so many settlements from each thread, all at once, and returns when all are given. */
    private static List<CompletableFuture<String>> settleFromThreads(Settler settler, int threads, int each)
            throws InterruptedException {
        Queue<CompletableFuture<String>> futures = new ConcurrentLinkedQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> submitters = new ArrayList<>();
        for (int number = 0; number < threads; number++) {
            Thread submitter = new Thread(() -> {
                awaitQuietly(go);
                for (int count = 0; count < each; count++) {
                    CompletableFuture<String> future = new CompletableFuture<>();
                    futures.add(future);
                    settler.settle(future, () -> future.complete("settled"));
                }
            });
            submitter.start();
            submitters.add(submitter);
        }
        go.countDown();
        for (Thread submitter : submitters) {
            submitter.join();
        }
        return List.copyOf(futures);
    }

    @Test
    void settle_oneAtATimeWithPauses_losesNoWakeUp() {
        for (int number = 0; number < 5_000; number++) {
            assertThat(settle().join()).isEqualTo("settled");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void close_waitsForWhatWasGivenBefore() {
        List<CompletableFuture<String>> futures = new ArrayList<>();
        for (int number = 0; number < 1_000; number++) {
            futures.add(settle());
        }

        settler.close();

        assertThat(futures).allMatch(CompletableFuture::isDone);
    }

    @Test
    void close_doesNotWaitForAContinuationThatBlocks_andItsThreadEndsWithIt() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> future = new CompletableFuture<>();
        future.thenRun(() -> {
            begun.countDown();
            block();
        });
        settler.settle(future, () -> future.complete("settled"));
        begun.await();
        CompletableFuture<String> other = settle();

        settler.close();

        assertThat(future.isDone()).isTrue();
        assertThat(other.isDone()).isTrue();
        assertThat(release.getCount()).isEqualTo(1);
    }

    @Test
    void close_ofASettlerThatWasNeverUsed_returns() {
        settler.close();
        awaitNoThread();
    }

    @Test
    void close_endsTheThreads() {
        settle().join();

        settler.close();

        awaitNoThread();
    }

    @Test
    void settle_afterClose_isStillDone() {
        settler.close();

        assertThat(settle().join()).isEqualTo("settled");
        awaitNoThread();
    }

    // ---- futures in their order ----

    private static Queue<CompletableFuture<Integer>> futures(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new CompletableFuture<Integer>())
                .collect(Collectors.toCollection(ArrayDeque::new));
    }

    /** Has futures passed on by the settler's own thread, and completed by what is told their number. */
    private List<CompletableFuture<Integer>> passOn(int count, IntConsumer before) {
        Queue<CompletableFuture<Integer>> waiting = futures(count);
        List<CompletableFuture<Integer>> all = List.copyOf(waiting);
        settle(() -> settler.passOn(waiting, future -> {
            int number = all.indexOf(future);
            before.accept(number);
            future.complete(number);
        }));
        return all;
    }

    @Test
    void passOn_fromAnotherThread_doesNothing() {
        Queue<CompletableFuture<Integer>> waiting = futures(2);

        assertThat(settler.passOn(waiting, future -> future.complete(1))).isFalse();

        assertThat(waiting).hasSize(2).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void passOn_completesAllInTheirOrder() {
        Queue<Integer> order = new ConcurrentLinkedQueue<>();

        List<CompletableFuture<Integer>> all = passOn(500, order::add);

        all.forEach(CompletableFuture::join);
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void passOn_goesAroundThoseThatBlock() throws Exception {
        List<CompletableFuture<Integer>> all = passOn(20, number -> {
            if (number % 3 == 0) {
                block();
            }
        });

        for (int number = 0; number < 20; number++) {
            if (number % 3 != 0) {
                assertThat(all.get(number).get(30, TimeUnit.SECONDS)).isEqualTo(number);
            }
        }
        assertThat(all.get(0).isDone()).isFalse();
    }

    @Test
    void close_waitsForWhatIsPassedOn() {
        List<CompletableFuture<Integer>> all = passOn(2_000, number -> {});

        settler.close();

        assertThat(all).allMatch(CompletableFuture::isDone);
    }

    @Test
    void close_waitsForWhatIsPassedOnMeanwhile_andForWhatThatPassesOn() throws InterruptedException {
        CompletableFuture<Integer> next = new CompletableFuture<>();
        CompletableFuture<Integer> last = new CompletableFuture<>();
        CountDownLatch closing = new CountDownLatch(1);
        CountDownLatch goingOn = new CountDownLatch(1);
        CompletableFuture<String> first = settle(() -> {
            awaitQuietly(closing);
            settler.passOn(new ArrayDeque<>(List.of(next)), future -> {
                awaitQuietly(goingOn);
                settler.passOn(new ArrayDeque<>(List.of(last)), end -> {
                    block();
                    end.complete(3);
                });
                future.complete(2);
            });
        });
        Thread closer = new Thread(settler::close);
        closer.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> closer.getState() == Thread.State.WAITING);

        closing.countDown();
        first.join();
        try {
            await().atMost(Duration.ofSeconds(30)).until(() -> closer.getState() == Thread.State.WAITING);
        } finally {
            goingOn.countDown();
        }
        next.join();
        closer.join(1_500); // longer than close waits for threads to end

        assertThat(closer.isAlive()).isTrue();
        release.countDown();
        closer.join();
        assertThat(last).isCompletedWithValue(3);
    }

    @Test
    void passOn_afterClose_isStillDone() {
        settler.close();

        List<CompletableFuture<Integer>> all = passOn(10, number -> {});

        all.forEach(CompletableFuture::join);
    }
}
