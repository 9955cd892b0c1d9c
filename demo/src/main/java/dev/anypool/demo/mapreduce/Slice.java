package dev.anypool.demo.mapreduce;

/**
 * A file, or of a large text file the lines that start in a range of its bytes.
 *
 * @param file which file, as its {@link Source} names it
 * @param from the number of the first byte
 * @param to the number of the byte after the last; the size of the file if there is no further slice of it
 */
record Slice(String file, long from, long to) {

    /** Tells whether this is a file's first or only slice, which stands for the file where files are counted. */
    boolean isFirst() {
        return from == 0;
    }

    long bytes() {
        return to - from;
    }
}
