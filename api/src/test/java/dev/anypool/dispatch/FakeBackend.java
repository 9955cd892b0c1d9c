package dev.anypool.dispatch;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Invocation;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend whose workers do only what a test tells them to. */
final class FakeBackend implements Backend {
    final List<FakeWorker> workers = new ArrayList<>();
    final AtomicInteger closed = new AtomicInteger();

    /** How many jobs each worker takes at once. */
    int capacity = 1;

    /** An argument that cannot be encoded; {@code null} for none. */
    volatile Object unencodable;

    /** Thrown by the next starts, while there are any. */
    final List<RuntimeException> failures = new ArrayList<>();

    PoolExecutor open(PoolOptions options) {
        return DispatchedPool.open(options.name("fake"), this);
    }

    PoolExecutor open(int workers) {
        return open(PoolOptions.defaults().workers(workers));
    }

    /** The worker that was started at this place, from 0. */
    FakeWorker worker(int index) {
        return workers.get(index);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public Object encodeFunction(String taskName, Serializable function) {
        return function;
    }

    @Override
    public Object encodeArguments(String taskName, Object[] arguments) {
        if (unencodable != null && Arrays.asList(arguments).contains(unencodable)) {
            throw new TaskSerializationException("task " + taskName + " cannot travel", null);
        }
        return arguments;
    }

    @Override
    public WorkerHandle start(int id, String name, WorkerListener listener) {
        if (!failures.isEmpty()) {
            throw failures.remove(0);
        }
        FakeWorker worker = new FakeWorker(id, name, listener, capacity);
        workers.add(worker);
        return worker;
    }

    @Override
    public Outcome runHere(Job job, int index) {
        try {
            return Outcome.value(Invocation.invoke(job.function(), (Object[]) job.arguments(index)));
        } catch (Exception e) {
            return Outcome.failure(e);
        }
    }

    @Override
    public void close() {
        closed.incrementAndGet();
    }
}
