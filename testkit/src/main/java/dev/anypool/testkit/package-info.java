/**
 * The contract of pools as tests, and what tests need to signal to tasks that may run in another process.
 *
 * <pre>
 *   PoolContract ◄── a backend's test, a few lines
 *    ├─ Submitting     SubmitContract         results, state, names, options
 *    ├─ Failing        FailureContract        how a failure is told
 *    ├─ Encoding       IsolationContract      arguments are copied, and what cannot travel
 *    ├─ Mapping        MapContract            order, chunks, the input
 *    ├─ FailingInAMap  MapFailureContract     what one failure does to the rest
 *    ├─ Streaming      StreamContract         laziness, look-ahead, closing
 *    ├─ Cancelling     StopContract           cancelling
 *    ├─ Settling       SettlingContract       settling from outside, run limits
 *    ├─ Continuing     ContinuationContract   blocked and throwing continuations
 *    ├─ Workers        WorkersContract        how many, when they start, who they are
 *    ├─ Ending         LifecycleContract      shutdown, close
 *    ├─ EndingNow      ShutdownNowContract    shutdownNow
 *    └─ Surviving      ChaosContract          all of it at once
 *
 *   test ── opens {@link dev.anypool.testkit.Gate} ──► task      files, so that it works across processes
 *   test ◄─ sees {@link dev.anypool.testkit.Mark}, reads {@link dev.anypool.testkit.Journal} ── task
 * </pre>
 */
@NullMarked
package dev.anypool.testkit;

import org.jspecify.annotations.NullMarked;
