package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.TaskTimeoutException;
import dev.anypool.TaskTimeoutException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Limits of waiting and of whole calls; those of running are with the other ways of stopping a task. */
abstract class LimitsContract extends ContractPart {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    LimitsContract(PoolContract backend) {
        super(backend);
    }

    private static TaskTimeoutException timeoutOf(Throwable failure, Kind kind) {
        assertThat(failure).isExactlyInstanceOf(TaskTimeoutException.class);
        TaskTimeoutException timeout = (TaskTimeoutException) failure;
        assertThat(timeout.kind()).isEqualTo(kind);
        assertThat(timeout.limit()).isEqualTo(SHORT);
        return timeout;
    }

    @Test
    @Tag("B20")
    void queueLimit_failsATaskThatHasNotStarted_whichThenNeverRuns() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Mark ran = mark("ran");
        Gate gate = gate("gate");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        started.await();

        TaskFuture<Void> waiting = pool.with(
                        TaskOptions.defaults().name("patient").queueLimit(SHORT))
                .submit(ran::set);

        TaskTimeoutException failure = timeoutOf(causeOf(waiting), Kind.QUEUE);
        assertThat(failure).hasMessageContainingAll("patient", "did not start", "queue limit", "200 ms");
        assertThat(failure.taskName()).isEqualTo("patient");
        assertThat(pool.stats().queued()).isZero();
        gate.open();
        assertThat(running.join()).isEqualTo("held");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(ran.isSet()).isFalse();
    }

    @Test
    @Tag("B20")
    void queueLimit_doesNotCountTheTimeThatATaskRuns() {
        PoolExecutor pool = open(1);
        pool.submit(Work::square, 1).join(); // the worker is there
        Mark started = mark("started");
        Mark limitIsOver = mark("limit is over");
        Gate gate = gate("gate");
        PoolExecutor limited = pool.with(TaskOptions.defaults().queueLimit(SHORT.multipliedBy(10)));

        TaskFuture<String> running = limited.submit(Work::hold, started, gate);
        started.await();
        TaskFuture<Void> waiting = pool.with(TaskOptions.defaults().queueLimit(SHORT.multipliedBy(11)))
                .submit(limitIsOver::set);

        assertThat(causeOf(waiting)).isExactlyInstanceOf(TaskTimeoutException.class);
        assertThat(running.taskState()).isEqualTo(TaskState.RUNNING);
        gate.open();
        assertThat(running.join()).isEqualTo("held");
    }

    @Test
    @Tag("B20")
    void queueLimit_andRunLimit_areDefaultsOfAPool_ifItSaysSo() {
        PoolExecutor pool = open(PoolOptions.defaults()
                .workers(1)
                .killGrace(AN_HOUR)
                .tasks(TaskOptions.defaults().queueLimit(SHORT)));
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> running =
                pool.with(TaskOptions.defaults().queueLimit(AN_HOUR)).submit(Work::hold, started, gate);
        started.await();

        timeoutOf(causeOf(pool.submit(Work::square, 1)), Kind.QUEUE);

        gate.open();
        assertThat(running.join()).isEqualTo("held");
    }

    @Test
    @Tag("B20")
    void queueLimit_ofAMap_isThatOfEachElement() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        started.await();

        MapFuture<Integer> all = pool.with(
                        TaskOptions.defaults().queueLimit(SHORT).failFast(false))
                .map(Work::square, numbers(10));

        all.futures().forEach(element -> timeoutOf(causeOf(element), Kind.QUEUE));
        gate.open();
        running.join();
    }

    @Test
    @Tag("B12")
    void callLimit_ofAMap_cancelsTheRest_andSaysHowManyOfHowManyWereDone() {
        PoolExecutor pool = open(1, AN_HOUR);
        pool.submit(Work::square, 1).join(); // the worker is there
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        Duration limit = Duration.ofSeconds(2);

        MapFuture<Integer> all = pool.with(
                        TaskOptions.defaults().name("short").callLimit(limit).chunkSize(1))
                .map(
                        number -> number == 3
                                ? Work.awaitInterrupt(started, interrupted, never)
                                        .length()
                                : number,
                        numbers(10));

        Throwable failure = causeOf(all);
        assertThat(failure)
                .isExactlyInstanceOf(TaskTimeoutException.class)
                .hasMessageContainingAll("short", "3 of 10", "2000 ms");
        assertThat(((TaskTimeoutException) failure).kind()).isEqualTo(Kind.CALL);
        interrupted.await();
        awaitAllSettled(all.futures());
        assertThat(all.futures().subList(0, 3)).extracting(TaskFuture::join).containsExactly(0, 1, 2);
        assertThat(all.futures().subList(3, 10)).allMatch(TaskFuture::isCancelled);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B12")
    void callLimit_countsFromTheCall_alsoWhileTheInputIsRead() {
        PoolExecutor pool = open(1);
        List<Integer> read = new ArrayList<>();
        Iterator<Integer> endless = Stream.iterate(1, number -> number + 1).iterator();
        Iterable<Integer> source = () -> new Iterator<>() {
            @Override
            public boolean hasNext() {
                return endless.hasNext();
            }

            @Override
            public Integer next() {
                read.add(endless.next());
                return read.get(read.size() - 1);
            }
        };

        MapFuture<Integer> all =
                pool.with(TaskOptions.defaults().callLimit(SHORT)).map(Work::square, source);

        timeoutOf(causeOf(all), Kind.CALL);
        awaitAllSettled(all.futures());
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B12")
    void callLimit_thatIsNotReached_changesNothing() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().callLimit(AN_HOUR));

        assertThat(pool.map(Work::square, List.of(1, 2, 3)).join()).containsExactly(1, 4, 9);
        assertThat(pool.submit(Work::square, 4).join()).isEqualTo(16);
        assertThat(pool.stream(Work::square, List.of(1, 2, 3))).containsExactly(1, 4, 9);
    }

    @Test
    @Tag("B12")
    void callLimit_ofATask_countsWaitingAndRunning() {
        PoolExecutor pool = open(1, AN_HOUR);
        PoolExecutor limited = pool.with(TaskOptions.defaults().callLimit(SHORT));
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> holding = pool.submit(Work::hold, started, gate);
        started.await();

        timeoutOf(causeOf(limited.submit(Work::square, 1)), Kind.CALL);
        gate.open();
        holding.join();
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        Mark again = mark("again");
        TaskFuture<String> running = limited.submit(() -> Work.awaitInterrupt(again, interrupted, never));
        timeoutOf(causeOf(running), Kind.CALL);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B12")
    void callLimit_ofAStream_endsIt_andSaysHowManyOfHowManyWereDone() {
        PoolExecutor pool = open(1, AN_HOUR);
        pool.submit(Work::square, 1).join(); // the worker is there
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        List<Integer> taken = new ArrayList<>();
        Throwable failure = null;

        try (Stream<Integer> stream =
                pool
                        .with(TaskOptions.defaults()
                                .callLimit(Duration.ofSeconds(2))
                                .lookAhead(4))
                        .stream(
                                number -> number == 3
                                        ? Work.awaitInterrupt(started, interrupted, never)
                                                .length()
                                        : number,
                                numbers(10))) {
            stream.forEach(taken::add);
        } catch (CompletionException e) {
            failure = e.getCause();
        }

        assertThat(taken).containsExactly(0, 1, 2);
        assertThat(failure).isExactlyInstanceOf(TaskTimeoutException.class).hasMessageContainingAll("3 of ", "2000 ms");
        interrupted.await();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }
}
