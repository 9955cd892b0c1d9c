package dev.anypool.dispatch;

import dev.anypool.Action;
import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.PoolStats;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.spi.Backend;
import dev.anypool.spi.ElementCall;
import dev.anypool.spi.ElementCalls;
import dev.anypool.spi.Outcome;
import java.io.Serializable;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pool as its users see it, under one set of task options: encodes what they submit and hands it to the dispatcher. */
public final class DispatchedPool implements PoolExecutor, ElementCalls {
    private static final @Nullable Object[] NO_ARGUMENTS = {};
    private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);
    private static final int MOST_ADDED_AT_ONCE = 256;

    /** Ends pools that nobody can reach any more, and that nobody closed. */
    private static final Cleaner ABANDONED = Cleaner.create();

    private final Dispatcher dispatcher;
    private final TaskOptions defaults;
    private final TaskOptions options;

    /** What all views of a pool hold, and nothing else: when it is collected, nobody can reach the pool any more. */
    private final Object hold;

    private DispatchedPool(Dispatcher dispatcher, TaskOptions defaults, TaskOptions options, Object hold) {
        this.dispatcher = dispatcher;
        this.defaults = defaults;
        this.options = options;
        this.hold = hold;
    }

    /**
     * Opens a pool.
     *
     * @param options how, completed from the configuration
     * @param backend what its tasks run on
     * @return the pool
     */
    public static PoolExecutor open(PoolOptions options, Backend backend) {
        Dispatcher dispatcher = new Dispatcher(options, backend);
        if (options.startAhead()) {
            dispatcher.startAhead();
        }
        Object hold = new Object();
        ABANDONED.register(hold, dispatcher::abandoned);
        return new DispatchedPool(dispatcher, options.tasks(), options.tasks(), hold);
    }

    @Override
    public <T extends @Nullable Object> TaskFuture<T> submit(Task<T> task) {
        return run("task", task, NO_ARGUMENTS);
    }

    @Override
    public TaskFuture<@Nullable Void> submit(Action action) {
        return run("action", action, NO_ARGUMENTS);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            TaskFunction<? super A, ? extends R> function, A argument) {
        return run("function", function, argument);
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> TaskFuture<R> submit(
            TaskBiFunction<? super A, ? super B, ? extends R> function, A first, B second) {
        return run("function", function, first, second);
    }

    private <R extends @Nullable Object> TaskFuture<R> run(
            String what, Serializable function, @Nullable Object... arguments) {
        Objects.requireNonNull(function, what);
        Call call = new Call(function, options);
        dispatcher.requireOpen();
        PoolTask<R> task;
        try {
            call.function(dispatcher.backend().encodeFunction(call.name(), function));
            task = new PoolTask<>(dispatcher, call, -1, dispatcher.backend().encodeArguments(call.name(), arguments));
        } catch (Throwable e) {
            return failed(call, -1, e);
        }
        dispatcher.intake().submit(new PoolJob(call, task));
        Reference.reachabilityFence(hold);
        return task;
    }

    /** Runs a task of this pool's executor service; if it cannot travel, its future tells. */
    <R extends @Nullable Object> TaskFuture<R> submitPlain(PlainTask<R> plain) {
        PlainCall call = new PlainCall(plain, options);
        dispatcher.requireOpen();
        PoolTask<R> task;
        try {
            task = encoded(call, plain);
        } catch (Throwable e) {
            return failed(call, -1, e);
        }
        submit(new PoolJob(call, task));
        return task;
    }

    /**
     * Runs a task of this pool's executor service that no future tells of.
     *
     * @throws TaskSerializationException if it cannot travel
     */
    void execute(PlainTask<?> plain) {
        PlainCall call = new PlainCall(plain, options);
        dispatcher.requireOpen();
        PoolTask<?> task = encoded(call, plain);
        task.whenComplete((value, failure) -> {
            if (failure != null) {
                call.log(failure, dispatcher.name());
            }
        });
        submit(new PoolJob(call, task));
    }

    private <R extends @Nullable Object> PoolTask<R> encoded(PlainCall call, PlainTask<R> plain) {
        try {
            call.function(dispatcher.backend().encodeFunction(call.name(), plain));
        } catch (TaskSerializationException e) {
            throw call.explain(e);
        }
        return new PoolTask<>(dispatcher, call, -1, dispatcher.backend().encodeArguments(call.name(), NO_ARGUMENTS));
    }

    /** A task that cannot be encoded: it fails at once, and alone. */
    private <R extends @Nullable Object> PoolTask<R> failed(Call call, int element, Throwable failure) {
        PoolTask<R> task = new PoolTask<>(dispatcher, call, element, NO_ARGUMENTS);
        task.settle(Outcome.failure(failure));
        return task;
    }

    private <R extends @Nullable Object> PoolTask<R> element(Call call, int element, @Nullable Object... arguments) {
        try {
            Object encoded = dispatcher.backend().encodeArguments(call.name(element), arguments);
            return new PoolTask<>(dispatcher, call, element, encoded);
        } catch (Throwable e) {
            return failed(call, element, e);
        }
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> MapFuture<R> map(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        Objects.requireNonNull(function, "function");
        Iterator<? extends A> iterator =
                Objects.requireNonNull(inputs, "inputs").iterator();
        return gather(function, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return new @Nullable Object[] {iterator.next()};
            }
        });
    }

    @Override
    public <A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object> MapFuture<R> map(
            TaskBiFunction<? super A, ? super B, ? extends R> function,
            Iterable<? extends A> firsts,
            Iterable<? extends B> seconds) {
        Objects.requireNonNull(function, "function");
        Iterator<? extends A> first = Objects.requireNonNull(firsts, "firsts").iterator();
        Iterator<? extends B> second =
                Objects.requireNonNull(seconds, "seconds").iterator();
        return gather(function, new Iterator<>() {
            @Override
            public boolean hasNext() {
                return first.hasNext() && second.hasNext();
            }

            @Override
            public @Nullable Object[] next() {
                return new @Nullable Object[] {first.next(), second.next()};
            }
        });
    }

    /** Encodes the elements one after the other, and lets the workers begin with the first while the others come in. */
    private <R extends @Nullable Object> MapFuture<R> gather(
            Serializable function, Iterator<@Nullable Object[]> elements) {
        MapCall<R> call = new MapCall<>(dispatcher, function, options, dispatcher.workers());
        dispatcher.intake().beginCall(call);
        List<PoolTask<R>> batch = new ArrayList<>();
        boolean whole = false;
        try {
            Throwable unfit = encodeFunction(call, function);
            int element = 0;
            int batchSize = 1;
            int mostAtOnce = Math.max(1, Math.min(MOST_ADDED_AT_ONCE, dispatcher.queueCapacity()));
            while (elements.hasNext() && !call.future().isDone()) {
                @Nullable Object[] arguments = elements.next();
                batch.add(unfit == null ? element(call, element, arguments) : failed(call, element, unfit));
                element++;
                if (batch.size() == batchSize) {
                    dispatcher.intake().add(call, batch);
                    batch = new ArrayList<>();
                    batchSize = Math.min(batchSize * 2, mostAtOnce);
                }
            }
            if (!batch.isEmpty()) {
                dispatcher.intake().add(call, batch);
            }
            whole = true;
        } finally {
            if (!whole) {
                call.future().cancel(true); // first, since elements that did not come in have no place in it
            }
            dispatcher.intake().endCall(call);
            Reference.reachabilityFence(hold);
        }
        return call.future();
    }

    private @Nullable Throwable encodeFunction(Call call, Serializable function) {
        try {
            call.function(dispatcher.backend().encodeFunction(call.name(), function));
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> Stream<R> stream(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        return this.<A, R>outcomes(function, inputs).map(ElementFailures::join);
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> Stream<TaskFuture<R>> outcomes(
            TaskFunction<? super A, ? extends R> function, Iterable<? extends A> inputs) {
        Objects.requireNonNull(function, "function");
        Objects.requireNonNull(inputs, "inputs");
        dispatcher.requireOpen();
        StreamCall<R> call = new StreamCall<>(function, options);
        Throwable unfit = encodeFunction(call, function);
        LookAhead<A, R> source = new LookAhead<>(
                call,
                inputs.iterator(),
                (element, input) -> unfit == null ? element(call, element, input) : failed(call, element, unfit),
                tasks -> submit(new PoolJob(call, tasks.toArray(PoolTask[]::new))),
                dispatcher::sizeOf,
                lookAhead(),
                call.startsCount() ? 1 : options.chunkSize().orElse(1));
        return source.stream();
    }

    @Override
    public <A extends @Nullable Object, R extends @Nullable Object> ElementCall<A, R> begin(
            TaskFunction<? super A, ? extends R> function) {
        OpenCall call = new OpenCall(function, options);
        Throwable unfit = encodeFunction(call, function);
        return new ElementCall<>() {
            @Override
            public TaskFuture<R> submit(A input) {
                dispatcher.requireOpen();
                int element = call.nextElement();
                PoolTask<R> task = unfit == null ? element(call, element, input) : failed(call, element, unfit);
                if (!task.isDone()) {
                    DispatchedPool.this.submit(new PoolJob(call, task));
                }
                return task;
            }

            @Override
            public int lookAhead() {
                return DispatchedPool.this.lookAhead();
            }

            @Override
            public boolean ordered() {
                return options.ordered();
            }

            @Override
            public void continueWith(Runnable action) {
                CompletableFuture<@Nullable Void> begun = new CompletableFuture<>();
                dispatcher.settler().settle(begun, () -> {
                    begun.complete(null); // first, so that the end of the pool does not wait for the action
                    action.run();
                });
            }
        };
    }

    private int lookAhead() {
        return options.lookAhead().orElse(8 * dispatcher.workers());
    }

    /** Submits for a stream or an executor service, which keeps this pool reachable. */
    private void submit(PoolJob job) {
        dispatcher.intake().submit(job);
        Reference.reachabilityFence(hold);
    }

    @Override
    public PoolExecutor with(TaskOptions more) {
        return new DispatchedPool(dispatcher, defaults, more.orElse(defaults), hold);
    }

    @Override
    public ExecutorService asExecutorService() {
        return new PoolExecutorService(this);
    }

    @Override
    public TaskOptions options() {
        return options;
    }

    @Override
    public PoolStats stats() {
        return dispatcher.stats();
    }

    @Override
    public void shutdown() {
        dispatcher.shutdown();
    }

    @Override
    public List<TaskFuture<?>> shutdownNow() {
        return dispatcher.shutdownNow();
    }

    @Override
    public boolean awaitTermination(Duration limit) throws InterruptedException {
        return dispatcher.awaitTermination(limit);
    }

    @Override
    public boolean isShutdown() {
        return dispatcher.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return dispatcher.isTerminated();
    }

    @Override
    public void close() {
        dispatcher.refuseOwnWorker();
        dispatcher.shutdown();
        boolean interrupted = false;
        boolean terminated = false;
        while (!terminated) {
            try {
                terminated = dispatcher.awaitTermination(FOR_EVER);
            } catch (InterruptedException e) {
                interrupted = true;
                dispatcher.shutdownNow();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "pool " + dispatcher.name() + " with " + dispatcher.workers()
                + (dispatcher.workers() == 1 ? " worker" : " workers");
    }
}
