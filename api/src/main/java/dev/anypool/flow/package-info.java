/**
 * Pools in reactive streams: {@link dev.anypool.flow.Flows} makes publishers of what a pool computes.
 *
 * <pre>
 *   upstream ─► PublisherSource ┐                                              ┌─► subscriber
 *                               ├─► PoolSubscription ─► pool ─► settled tasks ─┤
 *   iterable ─► IterableSource  ┘        ▲                                     │
 *                                        └────────────── request, cancel ◄─────┘
 * </pre>
 *
 * <p>All that a {@link dev.anypool.flow.PoolSubscription} does to its source and its subscriber happens in passes, one after the
 * other, on threads that the pool does not need.
 */
@NullMarked
package dev.anypool.flow;

import org.jspecify.annotations.NullMarked;
