/**
 * The bridge between pools and asynchronous code: event loops and pipelines of {@link java.util.concurrent.CompletableFuture}s.
 *
 * <pre>
 *   caller, perhaps an event loop      pool                      any thread but those            the executor of Async.on,
 *                                                                that the pool needs             perhaps the same event loop
 *   ─────────────────────────────      ────                      ────────────────────            ───────────────────────────
 *   Async.runInExecutor ─ submit ─►    TaskFuture ─ outcome ──►  continuations
 *
 *   Async.on(executor)
 *     .runInExecutor ───── submit ─►   TaskFuture ─ outcome ──►  BoundFuture ─── execute ───►    continuations
 *                                          ▲                       │      ▲
 *                                          └── cancel, time limit ─┘      └─ derived futures ──────┘
 *
 *   Async.gather, await, asCompleted   ─ Watch ─►  many futures, of whatever kind
 * </pre>
 *
 * <p>{@link dev.anypool.async.Async} is where to begin. {@link dev.anypool.async.EventLoop} is for programs that have no event loop of their own.
 */
@NullMarked
package dev.anypool.async;

import org.jspecify.annotations.NullMarked;
