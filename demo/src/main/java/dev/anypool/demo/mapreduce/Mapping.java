package dev.anypool.demo.mapreduce;

import dev.anypool.Worker;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The map side of the job: what runs on the workers. */
final class Mapping {
    private Mapping() {}

    /** Counts the words of a partition. A file that cannot be read is noted and passed over. */
    static Tally count(Partition partition) {
        long start = System.nanoTime();
        WordCounts counts = new WordCounts();
        SliceCounter counter = partition.source().counter(counts);
        List<Unreadable> unreadable = new ArrayList<>();
        long items = 0;
        long bytes = 0;
        for (Slice slice : partition.slices()) {
            try {
                counter.count(slice);
                items += slice.isFirst() ? 1 : 0;
                bytes += slice.bytes();
            } catch (IOException e) {
                unreadable.add(Unreadable.of(displayName(partition.source(), slice), e));
            }
        }
        return new Tally(Worker.current(), items, bytes, System.nanoTime() - start, counts, unreadable);
    }

    private static String displayName(Source source, Slice slice) {
        return source == Source.TEXT ? Path.of(URI.create(slice.file())).toString() : slice.file();
    }
}
