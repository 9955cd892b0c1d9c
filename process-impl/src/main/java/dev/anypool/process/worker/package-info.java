/**
 * The worker's side: what runs in a worker JVM.
 *
 * <pre>
 *   WorkerMain ─► ParentChannel ═ frames ═► Inbox ─► TaskLoop ─► Outbox ═ frames ═►
 *   main thread reads, for ever             task thread: decode, run, encode
 * </pre>
 *
 * <p>The main thread never runs user code, so it always hears the parent: a task to stop, and the end of the parent itself, after
 * which the worker ends at once, busy or not.
 */
@NullMarked
package dev.anypool.process.worker;

import org.jspecify.annotations.NullMarked;
