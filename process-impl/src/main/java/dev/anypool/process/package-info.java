/**
 * The backend that runs tasks on worker JVMs: the parent's side.
 *
 * <pre>
 *   PARENT                                                             WORKER (dev.anypool.process.worker)
 *
 *   submit ─ encode ─► Dispatcher ─ job ─► JvmHandle.assign
 *                                             │ RUN
 *                                          Connection ═══ socket ═══► ParentChannel ─► TaskLoop
 *                                                                                        │ claims the job in the page,
 *                                                                                        │ decodes, runs, encodes
 *   future ◄─ Settler ◄─ Dispatcher ◄──── JvmHandle ◄═══ socket ════ Outbox ◄────────────┘
 *             decodes                        │ RESULT
 *                                          Page ◄════════ memory that both map: what was started, what was not sent
 *
 *   Process: ProcessBuilder, standard input (Bootstrap), standard output and error (OutputPump), exit (CrashReport)
 * </pre>
 *
 * <p>The two sides meet in {@link dev.anypool.process.wire} only. {@link dev.anypool.process.Transport} has one thread for all
 * sockets of a pool; it runs no user code and never waits for a worker. Each worker has two threads that pump its output.
 */
@NullMarked
package dev.anypool.process;

import org.jspecify.annotations.NullMarked;
