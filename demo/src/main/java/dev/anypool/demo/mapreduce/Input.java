package dev.anypool.demo.mapreduce;

import java.io.IOException;

/** Where the job's files come from. */
interface Input {

    /**
     * Lists the files as they are now.
     *
     * @throws IOException if that is not possible at all
     */
    Listing list() throws IOException;
}
