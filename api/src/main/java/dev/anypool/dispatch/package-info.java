/**
 * The pool that all backends share: from a user's call to a worker's handle, and back to the future.
 *
 * <pre>
 *   user's thread                 pool's lock                    backend                     settler's threads
 *   ─────────────                 ───────────                    ───────                     ─────────────────
 *   DispatchedPool ─ encode ─►    Intake ─► JobQueue
 *    submit, map, stream          Pairing ─ job ─► Seat ──────►  WorkerHandle ═ worker ═►
 *                                 Reports ◄────────────────────  WorkerListener
 *                                    └──── outcome ─────────────────────────────────────────► Settler ─► PoolTask
 *                                                                                             decodes, completes,
 *   TaskFuture ─ cancel … ─►      Stops, Limits                                               user's continuations
 *                                 Losses, Roster: when workers end and start
 * </pre>
 *
 * <p>{@link dev.anypool.dispatch.Dispatcher} holds them together: every change is a step of it, one lock guards it all, and no user
 * code runs under it. {@link dev.anypool.dispatch.Settler} runs what may take long or block.
 */
@NullMarked
package dev.anypool.dispatch;

import org.jspecify.annotations.NullMarked;
