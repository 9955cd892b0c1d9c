package dev.anypool.dispatch;

import dev.anypool.Task;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Runnable} or {@link Callable} that was given to a pool as to an {@link java.util.concurrent.ExecutorService}. It can be
 * serialized if what it holds can; where tasks are passed as they are nobody asks.
 */
abstract class PlainTask<T extends @Nullable Object> implements Task<T> {
    private static final long serialVersionUID = 1L;

    private PlainTask() {}

    static <T extends @Nullable Object> PlainTask<T> of(Callable<T> task) {
        return new OfCallable<>(task);
    }

    /** The result goes along with the task: what both refer to stays one object, wherever the task runs. */
    static <T extends @Nullable Object> PlainTask<T> of(Runnable task, T result) {
        return new OfRunnable<>(task, result);
    }

    /** Returns what was given. */
    abstract Object given();

    /** Returns its kind, in one word. */
    abstract String kind();

    /** Returns what was given as something that whoever shut the pool down may run himself. */
    abstract Runnable asRunnable();

    private static final class OfCallable<T extends @Nullable Object> extends PlainTask<T> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // whether it can be serialized is found out when it has to travel
        private final Callable<T> task;

        private OfCallable(Callable<T> task) {
            this.task = task;
        }

        @Override
        public T call() throws Exception {
            return task.call();
        }

        @Override
        Object given() {
            return task;
        }

        @Override
        String kind() {
            return "Callable";
        }

        @Override
        Runnable asRunnable() {
            return () -> {
                try {
                    task.call();
                } catch (RuntimeException e) {
                    throw e;
                } catch (Exception e) {
                    throw new CompletionException(e);
                }
            };
        }
    }

    private static final class OfRunnable<T extends @Nullable Object> extends PlainTask<T> {
        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // as with a callable
        private final Runnable task;

        @SuppressWarnings("serial") // as with a callable
        private final T result;

        private OfRunnable(Runnable task, T result) {
            this.task = task;
            this.result = result;
        }

        @Override
        public T call() {
            task.run();
            return result;
        }

        @Override
        Object given() {
            return task;
        }

        @Override
        String kind() {
            return "Runnable";
        }

        @Override
        Runnable asRunnable() {
            return task;
        }
    }
}
