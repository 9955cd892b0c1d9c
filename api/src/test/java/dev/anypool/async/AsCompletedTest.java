package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures in the order in which they are settled. */
@Tag("B14")
@Tag("B50")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AsCompletedTest {
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private final CompletableFuture<String> second = new CompletableFuture<>();
    private final CompletableFuture<String> third = new CompletableFuture<>();
    private final List<CompletableFuture<String>> all = List.of(first, second, third);

    @Test
    void doneOnes_comeFirst_thenInTheOrderOfCompletion() {
        third.complete("c");
        Iterator<CompletableFuture<String>> stream = Async.asCompleted(all).iterator();

        assertThat(stream.next()).isSameAs(third);
        second.completeExceptionally(new IllegalStateException());
        first.cancel(true);

        assertThat(stream.next()).isSameAs(second);
        assertThat(stream.next()).isSameAs(first);
        assertThat(stream.hasNext()).isFalse();
        assertThatThrownBy(stream::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void severalDoneOnes_comeInInputOrder_duplicatesOnce() {
        List.of(third, first, second).forEach(future -> future.complete("x"));

        assertThat(Async.asCompleted(List.of(second, first, second, third))).containsExactly(second, first, third);
    }

    @Test
    void noFutures_giveNothing() {
        assertThat(Async.asCompleted(List.<CompletableFuture<String>>of())).isEmpty();
    }

    @Test
    void taking_waitsForTheNext() {
        Stream<CompletableFuture<String>> stream = Async.asCompleted(all);

        new Thread(() -> List.of(third, first, second).forEach(future -> future.complete("x"))).start();

        assertThat(stream).containsExactly(third, first, second);
    }

    @Test
    void limit_failsTheStream_andSaysHowManyWereSettled() {
        second.complete("b");
        Iterator<CompletableFuture<String>> stream =
                Async.asCompleted(all, Duration.ofMillis(10)).iterator();

        assertThat(stream.next()).isSameAs(second);
        assertThatThrownBy(stream::next)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(TimeoutException.class)
                .hasMessage("1 of 3 futures were settled within the limit of 10 ms");
        assertThat(first).isNotDone();
        first.complete("a");
        assertThat(stream.next()).as("settled later, and there").isSameAs(first);
    }

    @Test
    void limitThatIsNotReached_doesNothing() {
        all.forEach(future -> future.complete("x"));

        assertThat(Async.asCompleted(all, Duration.ofSeconds(Long.MAX_VALUE))).hasSize(3);
        assertThatIllegalArgumentException().isThrownBy(() -> Async.asCompleted(all, Duration.ofMillis(-1)));
    }

    @Test
    void closing_leavesTheFuturesAlone_andNothingOnThem() {
        try (Stream<CompletableFuture<String>> stream = Async.asCompleted(all)) {
            assertThat(stream).isNotNull();
            assertThat(first.getNumberOfDependents()).isEqualTo(1);
        }

        assertThat(all).noneMatch(CompletableFuture::isDone).allMatch(future -> future.getNumberOfDependents() == 0);
    }

    @Test
    void interrupt_doesNotCutAWaitShort_andIsLeftToTheThread() {
        Thread.currentThread().interrupt();
        new Thread(() -> first.complete("a")).start();

        assertThat(Async.asCompleted(List.of(first)).findFirst()).containsSame(first);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void onTheThreadOfAnEventLoop_itRefusesToWait() {
        try (EventLoop loop = EventLoop.open()) {
            second.complete("b");
            CompletableFuture<CompletableFuture<String>> done =
                    loop.submit(() -> Async.asCompleted(all).iterator().next());
            CompletableFuture<Long> waits = loop.submit(
                    () -> Async.asCompleted(all).filter(future -> true).count());

            assertThat(done.join()).isSameAs(second);
            assertThatThrownBy(waits::join)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll("event loop", "must not wait", "Async.await");
        }
    }
}
