package dev.anypool.process;

/** Where the lines go that workers write to their standard output and error. */
public enum WorkerOutput {
    /** To the parent's own standard output and error, each line behind the worker's name. */
    PREFIXED,
    /** To the {@link System.Logger} named {@code dev.anypool.worker}, standard error as warnings. */
    LOGGED,
    /** Nowhere; the last lines of standard error are still told when a worker crashes. */
    DISCARDED
}
