package dev.anypool.demo.mapreduce;

import java.io.IOException;

/** Counts the words in slices; made for one partition, used by one thread. */
interface SliceCounter {

    /**
     * Counts the words in a slice.
     *
     * @throws IOException if the file cannot be read
     */
    void count(Slice slice) throws IOException;
}
