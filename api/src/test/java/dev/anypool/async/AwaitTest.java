package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting for some of several futures. */
@Tag("B50")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AwaitTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);

    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();
    private final CompletableFuture<String> third = new CompletableFuture<>();
    private final List<CompletableFuture<String>> all = List.of(first, second, third);

    private static void assertFound(
            CompletableFuture<Awaited<String>> wait,
            List<CompletableFuture<String>> done,
            List<CompletableFuture<String>> pending) {
        assertThat(wait.join().done()).containsExactlyElementsOf(done).isUnmodifiable();
        assertThat(wait.join().pending()).containsExactlyElementsOf(pending).isUnmodifiable();
    }

    @Test
    void firstCompleted_endsWithTheFirst_howeverItEnds() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_COMPLETED, all);
        assertThat(wait).isNotDone();

        second.completeExceptionally(new IOException("broken"));

        assertFound(wait, List.of(second), List.of(first, third));
    }

    @Test
    void firstFailed_passesOverSuccesses() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_FAILED, all);

        third.complete("c");
        assertThat(wait).isNotDone();
        first.completeExceptionally(new IOException("broken"));

        assertFound(wait, List.of(first, third), List.of(second));
    }

    @Test
    void firstFailed_takesACancelledOneForAFailure() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_FAILED, all);

        second.cancel(true);

        assertFound(wait, List.of(second), List.of(first, third));
    }

    @Test
    void firstFailed_endsWithTheLast_ifNoneFails() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_FAILED, all);

        List.of(third, first, second).forEach(future -> future.complete("x"));

        assertFound(wait, all, List.of());
    }

    @Test
    void all_waitsForTheLast_whateverFails() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.ALL, all);

        third.completeExceptionally(new IOException("broken"));
        second.cancel(true);
        assertThat(wait).isNotDone();
        first.complete("a");

        assertFound(wait, all, List.of());
    }

    @ParameterizedTest
    @EnumSource(Until.class)
    void limit_endsTheWaitAsItStands_andSettlesNothing(Until until) {
        CompletableFuture<Awaited<String>> wait = Async.await(until, List.of(first, second), SHORT);

        assertFound(wait, List.of(), List.of(first, second));
        assertThat(first).isNotDone();
        assertThat(first.getNumberOfDependents()).as("nothing waits there").isZero();
    }

    @Test
    void limit_tellsWhatIsDoneByThen() {
        second.complete("b");
        CompletableFuture<Awaited<String>> wait = Async.await(Until.ALL, all, SHORT);

        assertFound(wait, List.of(second), List.of(first, third));
    }

    @Test
    void limitThatIsNotReached_doesNothing() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.ALL, List.of(first), LONG);
        CompletableFuture<Awaited<String>> endless =
                Async.await(Until.ALL, List.of(first), Duration.ofSeconds(Long.MAX_VALUE));
        first.complete("a");

        assertFound(wait, List.of(first), List.of());
        assertFound(endless, List.of(first), List.of());
    }

    @ParameterizedTest
    @EnumSource(Until.class)
    void limitOfZero_looksOnce(Until until) {
        second.complete("b");

        assertFound(Async.await(until, all, Duration.ZERO), List.of(second), List.of(first, third));
    }

    @Test
    void doneAlready_endsAtOnce() {
        third.complete("c");

        CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_COMPLETED, all, LONG);

        assertThat(wait).isDone();
        assertFound(wait, List.of(third), List.of(first, second));
    }

    @Test
    void duplicates_countOnce() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.ALL, List.of(second, first, second, first));
        first.complete("a");
        assertThat(wait).isNotDone();
        second.complete("b");

        assertFound(wait, List.of(second, first), List.of());
    }

    @ParameterizedTest
    @EnumSource(Until.class)
    void noFutures_endAtOnce(Until until) {
        assertFound(Async.await(until, List.of()), List.of(), List.of());
        assertFound(Async.await(until, List.of(), LONG), List.of(), List.of());
    }

    @Test
    void cancellingTheWait_leavesTheFuturesAlone() {
        CompletableFuture<Awaited<String>> wait = Async.await(Until.ALL, all, LONG);

        wait.cancel(true);

        assertThat(all).noneMatch(CompletableFuture::isDone);
        assertThat(first.getNumberOfDependents()).isZero();
    }

    @Test
    void waitingAgainAndAgain_leavesNothingOnWhatIsPending() {
        for (int round = 0; round < 1_000; round++) {
            CompletableFuture<String> next = new CompletableFuture<>();
            CompletableFuture<Awaited<String>> wait = Async.await(Until.FIRST_COMPLETED, List.of(first, next), LONG);
            next.complete("x");
            assertFound(wait, List.of(next), List.of(first));
        }

        assertThat(first.getNumberOfDependents()).isLessThan(10);
    }

    @Test
    void blockedContinuationOfALimit_delaysNoOtherLimit() throws InterruptedException {
        int count = Runtime.getRuntime().availableProcessors() * 2 + 2;
        CountDownLatch begun = new CountDownLatch(count);
        CountDownLatch release = new CountDownLatch(1);
        for (int number = 0; number < count; number++) {
            Async.await(Until.ALL, List.of(first), SHORT).thenRun(() -> {
                begun.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }

        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        release.countDown();
    }

    @Test
    void badArguments_areRefusedAtOnce() {
        assertThatNullPointerException().isThrownBy(() -> Async.await(null, all));
        assertThatNullPointerException().isThrownBy(() -> Async.await(Until.ALL, Arrays.asList(first, null)));
        assertThatNullPointerException().isThrownBy(() -> Async.await(Until.ALL, all, null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Async.await(Until.ALL, all, Duration.ofMillis(-1)))
                .withMessageContaining("PT-0.001S");
    }
}
