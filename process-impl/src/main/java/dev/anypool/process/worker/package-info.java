/**
 * The worker's side: what runs in a worker JVM.
 *
 * <pre>
 *   WorkerMain ─► ParentChannel ═ frames ═► TaskLoop ─► Outbox ═ frames ═►
 *   main thread reads                       task thread: initialize, then decode, run, encode
 *
 *   told to end: TaskLoop closes the channel ─► Farewell      the parent is gone: Orphan
 * </pre>
 *
 * <p>The main thread never runs user code, so as long as there is work it hears the parent: a task to stop, and the end of the parent
 * itself, after which the worker ends at once, busy or not.
 */
@NullMarked
package dev.anypool.process.worker;

import org.jspecify.annotations.NullMarked;
