package dev.anypool.demo.async;

import dev.anypool.PoolExecutor;
import dev.anypool.async.Async;
import dev.anypool.async.EventLoop;
import dev.anypool.demo.CommonOptions;
import dev.anypool.demo.Count;
import dev.anypool.demo.DemoPool;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** An event loop that goes on ticking while workers compute, and gathers what they found. */
@Command(
        name = "async",
        description = {
            "Counts primes on the workers, by runInExecutor, while an event loop ticks; then gathers what they found.",
            "",
            "Each line is printed by the loop's one thread when a result has come back to it. The largest gap between two ticks"
                    + " says how long the loop was ever held up."
        })
public final class AsyncCommand implements Runnable {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            converter = Count.class,
            description = "How many workers (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--tasks",
            paramLabel = "N",
            defaultValue = "8",
            converter = Count.class,
            description = "How many tasks (default: ${DEFAULT-VALUE}).")
    private int tasks;

    @Option(
            names = "--tick",
            paramLabel = "MS",
            defaultValue = "10",
            converter = Count.class,
            description = "How many milliseconds the loop waits between two ticks (default: ${DEFAULT-VALUE}).")
    private int tickMillis;

    @Override
    public void run() {
        try (DemoPool pool = common.open(workers);
                EventLoop loop = EventLoop.open("async-loop")) {
            Ticker ticker = new Ticker(loop, Duration.ofMillis(tickMillis));
            List<Counted> all = loop.run(() -> count(pool.executor(), loop, ticker));
            print(
                    "gathered, in the order of the input: %s",
                    all.stream()
                            .map(counted -> String.format(Locale.ROOT, "%,d", counted.primes()))
                            .collect(Collectors.joining(" ")));
            print(
                    "the loop ticked %,d times, one every %,d ms; the largest gap between two ticks was %.1f ms",
                    ticker.ticks(), tickMillis, ticker.largestGapNanos() / 1e6);
        }
    }

    /** Called on the loop, where all of it happens but the counting. */
    private CompletableFuture<List<Counted>> count(PoolExecutor pool, EventLoop loop, Ticker ticker) {
        long start = System.nanoTime();
        ticker.start();
        List<CompletableFuture<Counted>> counts = IntStream.range(0, tasks)
                .mapToObj(task -> loop.runInExecutor(pool, Primes::below, Primes.limitOf(task))
                        .whenComplete((counted, failure) -> {
                            if (failure == null) {
                                told(counted, System.nanoTime() - start, ticker.ticks());
                            }
                        }))
                .toList();
        return Async.on(loop).gather(counts).whenComplete((all, failure) -> ticker.stop());
    }

    private void told(Counted counted, long nanos, int ticks) {
        print(
                "%,9d primes below %,9d  %-16s after %,6d ms and %,5d ticks",
                counted.primes(),
                counted.below(),
                counted.worker().name(),
                TimeUnit.NANOSECONDS.toMillis(nanos),
                ticks);
    }

    private void print(String format, Object... arguments) {
        common.out().println(String.format(Locale.ROOT, format, arguments));
    }
}
