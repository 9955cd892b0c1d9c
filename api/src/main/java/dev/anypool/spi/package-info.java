/**
 * What a backend implements, and what it is given.
 *
 * <p>A backend is a {@link dev.anypool.spi.PoolProvider} found by {@link java.util.ServiceLoader}. It encodes tasks, starts
 * workers and passes on what they say; queueing, dispatch, limits, retries, cancelling, {@code map}, {@code stream} and the
 * life cycle are the same for all and live in the pool.
 *
 * <pre>
 *   pool ──► Backend        encode a task (on the caller's thread), start a worker
 *   pool ──► WorkerHandle   assign a job, stop a task, take jobs back, retire, kill
 *   pool ◄── WorkerListener ready, an outcome, a job finished, the worker ended
 * </pre>
 *
 * <p>A <i>task</i> is what a user submitted, or one element of a map. A <i>job</i> is one or more tasks with the same function
 * that go to a worker together and are run there one after the other.
 */
@NullMarked
package dev.anypool.spi;

import org.jspecify.annotations.NullMarked;
