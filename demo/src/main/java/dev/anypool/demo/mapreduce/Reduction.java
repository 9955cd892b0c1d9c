package dev.anypool.demo.mapreduce;

import dev.anypool.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reduce side of the job: adds the tallies up in the parent as they arrive. Used by one thread at a time. */
final class Reduction {
    private final WordCounts counts = new WordCounts();
    private final Map<Worker, Share> shares = new TreeMap<>(Comparator.comparingInt(Worker::id));
    private final List<Unreadable> unreadable;
    private long items;
    private long bytes;

    Reduction(List<Unreadable> notListed) {
        unreadable = new ArrayList<>(notListed);
    }

    void add(Tally tally) {
        counts.addAll(tally.counts());
        items += tally.items();
        bytes += tally.bytes();
        unreadable.addAll(tally.unreadable());
        Share share = shares.computeIfAbsent(tally.worker(), worker -> new Share());
        share.items += tally.items();
        share.busyNanos += tally.busyNanos();
    }

    Result result(Source source, double seconds) {
        List<WorkerShare> workers = new ArrayList<>();
        shares.forEach((worker, share) ->
                workers.add(new WorkerShare(worker.name(), worker.pid(), share.items, share.busyNanos / 1e9)));
        // Every slice of a file tells that it cannot be read.
        List<Unreadable> once = unreadable.stream().distinct().toList();
        return new Result(source, items, bytes, counts, workers, once, seconds);
    }

    private static final class Share {
        private long items;
        private long busyNanos;
    }
}
