package dev.anypool.demo.mapreduce;

import java.util.ArrayList;
import java.util.List;

/**
 * The files to read, in partitions of about the same effort.
 *
 * @param source what they are
 * @param partitions the partitions
 * @param unreadable what could not even be listed
 */
record Listing(Source source, List<Partition> partitions, List<Unreadable> unreadable) {
    /** So many that the workers finish at about the same time, whatever their number. */
    private static final int WANTED = 128;

    private static final long LEAST_BYTES = 64 << 10;
    private static final long MOST_BYTES = 4 << 20;

    /** What opening and closing a file costs, as the bytes that could be read in that time. */
    private static final long FILE_BYTES = 2 << 10;

    /** Makes partitions of files, given as slices from their beginning to their end. */
    static Listing of(Source source, List<Slice> files, List<Unreadable> unreadable) {
        long sum = files.stream().mapToLong(Listing::effort).sum();
        long share = Math.max(LEAST_BYTES, Math.min(MOST_BYTES, sum / WANTED));
        List<Slice> slices = source == Source.TEXT ? cut(files, share) : files;
        return new Listing(source, group(source, slices, share), unreadable);
    }

    private static long effort(Slice slice) {
        return slice.bytes() + FILE_BYTES;
    }

    /** Cuts large files. */
    private static List<Slice> cut(List<Slice> files, long size) {
        List<Slice> slices = new ArrayList<>(files.size());
        for (Slice file : files) {
            long from = 0;
            while (file.to() - from > size) {
                slices.add(new Slice(file.file(), from, from + size));
                from += size;
            }
            slices.add(new Slice(file.file(), from, file.to()));
        }
        return slices;
    }

    private static List<Partition> group(Source source, List<Slice> slices, long share) {
        List<Partition> partitions = new ArrayList<>();
        List<Slice> group = new ArrayList<>();
        long effort = 0;
        for (Slice slice : slices) {
            group.add(slice);
            effort += effort(slice);
            if (effort >= share) {
                partitions.add(new Partition(source, group));
                group.clear();
                effort = 0;
            }
        }
        if (!group.isEmpty()) {
            partitions.add(new Partition(source, group));
        }
        return partitions;
    }
}
