package dev.anypool.dispatch;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.Worker;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Invocation;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The plainest backend there can be: one thread for each worker, that runs what it is given as it is. */
public final class InlineBackend implements Backend {

    /** Opens a pool of one worker on it. */
    public static PoolExecutor open() {
        return DispatchedPool.open(PoolOptions.defaults().workers(1), new InlineBackend());
    }

    @Override
    public String name() {
        return "inline";
    }

    @Override
    public Object encodeFunction(String taskName, Serializable function) {
        return function;
    }

    @Override
    public Object encodeArguments(String taskName, Object[] arguments) {
        return arguments;
    }

    @Override
    public WorkerHandle start(int id, String name, WorkerListener listener) {
        InlineWorker worker = new InlineWorker(listener);
        worker.thread.execute(() ->
                listener.ready(new Worker(id, name, ProcessHandle.current().pid(), "inline")));
        return worker;
    }

    @Override
    public Outcome runHere(Job job, int index) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    private static final class InlineWorker implements WorkerHandle {
        private final WorkerListener listener;
        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private volatile Job started;
        private volatile int startedIndex;

        private InlineWorker(WorkerListener listener) {
            this.listener = listener;
        }

        @Override
        public void assign(Job job) {
            thread.execute(() -> run(job));
        }

        private void run(Job job) {
            for (int index = 0; index < job.size(); index++) {
                startedIndex = index;
                started = job;
                Outcome outcome;
                try {
                    outcome = Outcome.value(Invocation.invoke(job.function(), (Object[]) job.arguments(index)));
                } catch (Exception e) {
                    outcome = Outcome.failure(e);
                }
                listener.ended(job, index, outcome);
            }
            listener.finished(job, 1);
        }

        @Override
        public void flush() {}

        @Override
        public int capacity() {
            return 1;
        }

        @Override
        public boolean hasStarted(Job job, int index) {
            return started == job && index <= startedIndex;
        }

        @Override
        public List<Job> takeBack() {
            return List.of();
        }

        @Override
        public void stop(Job job, int index, boolean interrupt) {}

        @Override
        public void retire() {
            thread.execute(() -> listener.gone(WorkerEnd.withNothingStarted(null)));
            thread.shutdown();
        }

        @Override
        public void kill(String reason) {
            throw new UnsupportedOperationException(reason);
        }
    }
}
