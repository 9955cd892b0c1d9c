/**
 * The pool that all backends share: from a user's call to a worker's handle, and back to the future.
 *
 * <pre>
 *   user's thread                 pool's lock                    backend                     settler's threads
 *   ─────────────                 ───────────                    ───────                     ─────────────────
 *   DispatchedPool ─ encode ─►    Dispatcher ─ job ─► Seat ─►    WorkerHandle ═ worker ═►
 *    submit, map, stream          JobQueue                       WorkerListener ─ outcome ─► Settler ─► PoolTask
 *                                                                                             decodes, completes,
 *                                                                                             user's continuations
 * </pre>
 *
 * <p>{@link dev.anypool.dispatch.Dispatcher} pairs jobs with workers and owns every state that tasks and workers have; one
 * lock guards it all and no user code runs under it. {@link dev.anypool.dispatch.Settler} runs what may take long or block.
 */
@NullMarked
package dev.anypool.dispatch;

import org.jspecify.annotations.NullMarked;
