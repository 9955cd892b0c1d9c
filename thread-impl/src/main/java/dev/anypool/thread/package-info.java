/**
 * The backend that runs tasks on threads of this JVM.
 *
 * <p>{@link dev.anypool.thread.Pools} opens pools on it; {@link dev.anypool.thread.ThreadPoolOptions} has what it alone
 * understands.
 */
@NullMarked
package dev.anypool.thread;

import org.jspecify.annotations.NullMarked;
