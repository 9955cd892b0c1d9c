/**
 * One interface for running Java code on threads or on isolated worker JVMs.
 *
 * <p>{@link dev.anypool.Pools} opens a {@link dev.anypool.PoolExecutor} on the backend that the configuration names;
 * {@code dev.anypool.thread.Pools} and {@code dev.anypool.process.Pools} have the same methods and settle the backend at
 * compile time, so that changing one import moves a program from threads to processes.
 *
 * <p><b>Memory consistency.</b> What a thread does before it submits a task <i>happens-before</i> the task runs, and what
 * the task does <i>happens-before</i> the return from {@link java.util.concurrent.CompletableFuture#join() join} or any
 * continuation of its future. On the process backend the two sides share no memory: arguments, captured variables and
 * results are copies.
 */
@NullMarked
package dev.anypool;

import org.jspecify.annotations.NullMarked;
