/**
 * The contract of pools as tests, and what tests need to signal to tasks that may run in another process.
 *
 * <pre>
 *   PoolContract ◄── a backend's test, a few lines
 *    ├─ Submitting      SubmitContract         results, failures, names, options
 *    ├─ Encoding        IsolationContract      arguments are copied, and what cannot travel
 *    ├─ Mapping         MapContract            order, failures, chunks
 *    ├─ Streaming       StreamContract         laziness, look-ahead, closing
 *    ├─ Stopping        StopContract           cancelling, settling from outside, limits
 *    ├─ Continuing      ContinuationContract   blocked and throwing continuations
 *    ├─ Workers         WorkersContract        how many, when they start, who they are
 *    └─ Ending          LifecycleContract      shutdown, shutdownNow, close
 *
 *   test ── opens {@link dev.anypool.testkit.Gate} ──► task      files, so that it works across processes
 *   test ◄─ sees {@link dev.anypool.testkit.Mark}, reads {@link dev.anypool.testkit.Journal} ── task
 * </pre>
 */
@NullMarked
package dev.anypool.testkit;

import org.jspecify.annotations.NullMarked;
