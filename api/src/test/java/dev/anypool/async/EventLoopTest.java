package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop of one thread, its delays and its end. */
@Tag("B52")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventLoopTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final EventLoop loop = EventLoop.open("test-loop");
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() {
        gate.countDown();
        loop.close();
        assertThat(loop.isTerminated()).isTrue();
    }

    /** Keeps the loop busy until the gate opens. */
    private CompletableFuture<Void> hold() {
        return loop.submit(() -> {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted", e);
            }
        });
    }

    // ---- tasks ----

    @Test
    void tasks_runOnTheLoop_oneAfterTheOther() {
        List<Integer> ran = new ArrayList<>();
        IntStream.range(0, 100).forEach(number -> loop.execute(() -> ran.add(loop.isCurrent() ? number : -1)));

        assertThat(loop.submit(() -> List.copyOf(ran)).join())
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
        assertThat(loop.isCurrent()).isFalse();
        assertThat(loop.submit(() -> Thread.currentThread().getName()).join()).isEqualTo("test-loop");
    }

    @Test
    void continuations_runOnTheLoop_alsoThoseOfADoneFuture() {
        CompletableFuture<String> done = loop.submit(() -> "done");
        done.join();

        assertThat(done.thenApply(value -> loop.isCurrent())
                        .thenCombine(done, (first, value) -> first && loop.isCurrent())
                        .join())
                .isTrue();
    }

    @Test
    void failure_isTheFutures() {
        CompletableFuture<Object> failed = loop.submit(() -> {
            throw new IOException("thrown");
        });

        assertThatThrownBy(failed::join).hasCauseExactlyInstanceOf(IOException.class);
    }

    @Test
    void taskThatThrowsOrInterrupts_doesNotHurtTheNext() {
        loop.execute(() -> {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("thrown by a task, and logged");
        });

        assertThat(loop.submit(() -> Thread.currentThread().isInterrupted()).join())
                .isFalse();
    }

    @Test
    void cancelledTask_neverRuns() {
        hold();
        AtomicBoolean ran = new AtomicBoolean();
        CompletableFuture<Void> task = loop.submit(() -> ran.set(true));

        task.cancel(true);
        gate.countDown();

        loop.submit(() -> "after it").join();
        assertThat(ran).isFalse();
    }

    @Test
    void nullArguments_areRefused() {
        assertThatNullPointerException().isThrownBy(() -> loop.execute(null));
        assertThatNullPointerException().isThrownBy(() -> loop.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> loop.delay(null));
        assertThatNullPointerException().isThrownBy(() -> EventLoop.open(null));
    }

    // ---- delays ----

    @Test
    void delays_comeInTheOrderOfTheirTimes_onTheLoop() {
        hold();
        List<String> came = new ArrayList<>();
        CompletableFuture<Void> late = loop.delay(Duration.ofMillis(30)).thenRun(() -> came.add("late"));
        CompletableFuture<Void> soon = loop.delay(Duration.ofMillis(1)).thenRun(() -> came.add("soon"));
        CompletableFuture<Void> now = loop.delay(Duration.ZERO).thenRun(() -> came.add("now" + loop.isCurrent()));
        gate.countDown();

        CompletableFuture.allOf(late, soon, now).join();
        assertThat(came).containsExactly("nowtrue", "soon", "late");
    }

    @Test
    void delay_takesItsTime() {
        long start = System.nanoTime();

        loop.delay(Duration.ofMillis(20)).join();

        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(20));
    }

    @Test
    void delays_areDueWhileTasksKeepComing() {
        AtomicBoolean due = new AtomicBoolean();
        loop.delay(Duration.ofMillis(5)).thenRun(() -> due.set(true));

        CompletableFuture<String> busy = new CompletableFuture<>();
        loop.execute(new Runnable() {
            @Override
            public void run() {
                if (due.get()) {
                    busy.complete("seen");
                } else {
                    loop.execute(this);
                }
            }
        });

        assertThat(busy.join()).isEqualTo("seen");
    }

    @Test
    void cancelledDelay_isTakenBack() {
        CompletableFuture<Void> delay = loop.delay(LONG);

        assertThat(delay.cancel(true)).isTrue();

        assertThat(delay).isCancelled();
    }

    @Test
    void badDelay_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> loop.delay(Duration.ofMillis(-1)));
    }

    // ---- run ----

    @Test
    void run_returnsTheResultOfTheProgram() {
        String result = loop.run(() -> loop.delay(Duration.ofMillis(1))
                .thenCompose(nothing -> loop.submit(() -> "done on the loop: " + loop.isCurrent())));

        assertThat(result).isEqualTo("done on the loop: true");
    }

    @Test
    void run_takesAnyFuture() {
        CompletableFuture<String> future = new CompletableFuture<>();
        loop.execute(() -> future.complete("value"));

        assertThat(loop.<String>run(future)).isEqualTo("value");
    }

    @Test
    void run_throwsAsJoinDoes() {
        CompletableFuture<String> failed = CompletableFuture.failedFuture(new IOException("failed"));
        CompletableFuture<String> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);

        assertThatThrownBy(() -> loop.run(failed))
                .isExactlyInstanceOf(CompletionException.class)
                .hasCauseExactlyInstanceOf(IOException.class);
        assertThatThrownBy(() -> loop.run(cancelled)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> loop.<String>run(() -> {
                    throw new IOException("thrown by the program");
                }))
                .isExactlyInstanceOf(CompletionException.class)
                .hasCauseExactlyInstanceOf(IOException.class);
    }

    @Test
    void run_endsWithTheLoop() {
        hold();
        CompletableFuture<String> never = new CompletableFuture<>();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread runner = new Thread(() -> {
            try {
                loop.run(never);
            } catch (Throwable e) {
                thrown.complete(e);
            }
        });
        runner.start();

        loop.shutdown();
        gate.countDown();

        assertThat(thrown.join()).isInstanceOf(RejectedExecutionException.class).hasMessageContaining("test-loop");
    }

    // ---- waiting on itself ----

    private void assertRefusesToWait(ThrowingCall call) {
        assertThatThrownBy(() -> loop.submit(() -> {
                            call.run();
                            return "";
                        })
                        .join())
                .cause()
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("test-loop", "must not");
    }

    private interface ThrowingCall {
        void run() throws Exception;
    }

    @Test
    void itsOwnThread_mustNotWaitForItsFutures() {
        assertRefusesToWait(() -> loop.submit(() -> "later").join());
        assertRefusesToWait(() -> loop.submit(() -> "later").get());
        assertRefusesToWait(() -> loop.delay(LONG).get(1, TimeUnit.MILLISECONDS));
        assertRefusesToWait(
                () -> loop.delay(LONG).thenApply(nothing -> "derived").join());
        assertRefusesToWait(() -> loop.run(new CompletableFuture<>()));
        assertRefusesToWait(() -> loop.run(() -> loop.delay(LONG)));
        assertRefusesToWait(loop::close);
        assertThat(loop.isShutdown()).isFalse();
    }

    @Test
    void itsOwnThread_mayAskADoneFuture() {
        CompletableFuture<String> done = loop.submit(() -> "done");

        assertThat(done.thenApply(value -> done.join() + done.getNow("")).join())
                .isEqualTo("donedone");
    }

    @Test
    void otherThreads_mayWait() throws Exception {
        assertThat(loop.submit(() -> "value").get(30, TimeUnit.SECONDS)).isEqualTo("value");
        assertThatThrownBy(() -> loop.delay(LONG).get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
    }

    @Test
    void anotherLoop_mayWait() {
        try (EventLoop other = EventLoop.open()) {
            assertThat(other.submit(() -> loop.submit(() -> "value").join()).join())
                    .isEqualTo("value");
        }
    }

    // ---- the end ----

    @Test
    void shutdown_runsWhatWasGiven_andRefusesMore() {
        hold();
        CompletableFuture<String> queued = loop.submit(() -> "queued");

        loop.shutdown();
        loop.shutdown();

        assertThat(loop.isShutdown()).isTrue();
        assertThat(loop.isTerminated()).isFalse();
        assertThatThrownBy(() -> loop.execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContainingAll("test-loop", "shut down");
        assertThatThrownBy(() -> loop.submit(() -> "")).isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> loop.delay(LONG)).isInstanceOf(RejectedExecutionException.class);
        gate.countDown();
        assertThat(queued.join()).isEqualTo("queued");
    }

    @Test
    void shutdown_cancelsDelays() {
        CompletableFuture<Void> delay = loop.delay(LONG);
        AtomicBoolean called = new AtomicBoolean();
        CompletableFuture<Void> derived = delay.whenComplete((nothing, failure) -> called.set(true));

        loop.shutdown();

        assertThat(delay).isCancelled();
        assertThatThrownBy(derived::join).isInstanceOf(CompletionException.class);
        loop.close();
        assertThat(called).isFalse();
    }

    @Test
    void closedLoop_isNotCalledBack_andNobodyHangs() {
        CompletableFuture<String> outside = new CompletableFuture<>();
        CompletableFuture<String> bound = BoundFuture.follow(outside, loop);
        AtomicBoolean called = new AtomicBoolean();
        CompletableFuture<String> before = bound.whenComplete((value, failure) -> called.set(true));
        loop.close();

        outside.complete("value");
        CompletableFuture<String> after = bound.whenComplete((value, failure) -> called.set(true));

        assertThat(bound.join()).isEqualTo("value");
        for (CompletableFuture<String> derived : List.of(before, after)) {
            assertThatThrownBy(derived::join).hasCauseInstanceOf(RejectedExecutionException.class);
        }
        assertThat(called).isFalse();
    }

    @Test
    void shutdown_byTheLoopItself_isPossible() {
        loop.submit(loop::shutdown).join();

        loop.close();

        assertThat(loop.isTerminated()).isTrue();
    }

    @Test
    void close_waitsForWhatRuns_interruptedToo() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = loop.submit(() -> {
            begun.countDown();
            try {
                gate.await();
                return false;
            } catch (InterruptedException e) {
                return true;
            } finally {
                ran.set(true);
            }
        });
        begun.await();

        Thread.currentThread().interrupt();
        loop.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(ran).isTrue();
        assertThat(interrupted.join()).as("the interrupt was passed on").isTrue();
    }
}
