package dev.anypool.thread;

import com.google.common.util.concurrent.Uninterruptibles;
import dev.anypool.Action;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.io.Serializable;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** What one pool needs of threads. */
final class ThreadBackend implements Backend {
    private final Passing passing;
    private final ThreadFactory factory;
    private final @Nullable Job initializer;
    private final @Nullable ClassLoader contextLoader = Thread.currentThread().getContextClassLoader();

    /** The threads that may be alive, and some that have ended; none of those that were given up. */
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

    ThreadBackend(Passing passing, ThreadFactory factory, Optional<Action> initializer) {
        this.passing = passing;
        this.factory = factory;
        this.initializer = initializer.map(this::jobOf).orElse(null);
    }

    private Job jobOf(Action action) {
        String name = "initializer";
        return Job.ofOne(name, encodeFunction(name, action), encodeArguments(name, new @Nullable Object[0]));
    }

    @Override
    public String name() {
        return ThreadPoolOptions.BACKEND;
    }

    @Override
    public Object encodeFunction(String taskName, Serializable function) {
        return passing.encodeFunction(taskName, function);
    }

    @Override
    public Object encodeArguments(String taskName, @Nullable Object[] arguments) {
        return passing.encodeArguments(taskName, arguments);
    }

    @Override
    public WorkerHandle start(int id, String name, WorkerListener listener) {
        ThreadWorker worker = new ThreadWorker(id, name, passing, initializer, listener, threads::remove);
        Thread thread = factory.newThread(worker);
        thread.setName(name);
        thread.setDaemon(true);
        thread.setContextClassLoader(contextLoader);
        worker.thread(thread);
        threads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
        threads.add(thread);
        thread.start();
        return worker;
    }

    @Override
    public Outcome runHere(Job job, int index) {
        return passing.open(job).run(index);
    }

    @Override
    public void close() {
        threads.forEach(Uninterruptibles::joinUninterruptibly);
    }
}
