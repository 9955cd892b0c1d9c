package dev.anypool.demo.mapreduce;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The result as tables for people. */
final class TableReport {
    private final PrintWriter out;

    TableReport(PrintWriter out) {
        this.out = out;
    }

    /** Prints the result of the last round, and how long each took. */
    void print(Result result, int top, List<Double> rounds) {
        words(result.counts().top(top));
        workers(result.workers());
        summary(result);
        if (rounds.size() > 1) {
            print(rounds.stream()
                    .map(seconds -> String.format(Locale.ROOT, "%.2f s", seconds))
                    .collect(Collectors.joining(", ", "All rounds: ", "")));
        }
    }

    private void words(List<WordCount> words) {
        print("%-30s %12s", "word", "count");
        words.forEach(word -> print("%-30s %,12d", word.word(), word.count()));
        print("");
    }

    private void workers(List<WorkerShare> workers) {
        print("%-30s %12s %12s %10s", "worker", "pid", "items", "busy");
        workers.forEach(worker ->
                print("%-30s %12d %,12d %8.2f s", worker.name(), worker.pid(), worker.items(), worker.busySeconds()));
        print("");
    }

    private void summary(Result result) {
        double seconds = result.seconds();
        print(
                "%,d %s with %,d words, %,d of them different, in %.2f s: %,.0f items/s, %,.1f MB/s",
                result.items(),
                result.source().items(),
                result.counts().total(),
                result.counts().distinct(),
                seconds,
                result.items() / seconds,
                result.bytes() / seconds / 1e6);
    }

    private void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
