package dev.anypool.demo.mapreduce;

import dev.anypool.PoolExecutor;
import dev.anypool.TaskOptions;
import dev.anypool.demo.Progress;
import java.io.IOException;

/** The whole job: lists the files, maps on the workers, reduces here. */
final class Job {
    /** A partition is work enough to travel alone, and may be read again when its worker is lost. */
    private static final TaskOptions OPTIONS =
            TaskOptions.defaults().name("count").chunkSize(1).retries(2);

    private final Input input;
    private final PoolExecutor pool;

    Job(Input input, PoolExecutor pool) {
        this.input = input;
        this.pool = pool.with(OPTIONS);
    }

    /**
     * Runs the job once.
     *
     * @param title what to call it beside the progress bar
     * @throws IOException if the files cannot be listed
     */
    Result run(String title) throws IOException {
        long start = System.nanoTime();
        Listing listing = input.list();
        Reduction reduction = new Reduction(listing.unreadable());
        try (Progress progress = Progress.of(title, listing.partitions().size())) {
            pool.map(Mapping::count, listing.partitions()).stream().forEach(tally -> {
                reduction.add(tally);
                progress.step();
            });
        }
        return reduction.result(listing.source(), (System.nanoTime() - start) / 1e9);
    }
}
