package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.TaskTimeoutException;
import dev.anypool.WhenFull;
import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A pool as an {@link ExecutorService}: what that interface demands, and what becomes of tasks that cannot travel. */
@NullUnmarked // it passes null where users might
abstract class ExecutorServiceContract extends ContractPart {
    private static final long GUARD_SECONDS = Waiting.GUARD.toSeconds();

    ExecutorServiceContract(PoolContract backend) {
        super(backend);
    }

    /** A callable that can travel; a lambda must be one to be passed here without a cast. */
    @FunctionalInterface
    private interface Travelling<T> extends Callable<T>, Serializable {}

    /** A runnable that can travel. */
    @FunctionalInterface
    private interface TravellingRun extends Runnable, Serializable {}

    private static <T> Callable<T> call(Travelling<T> task) {
        return task;
    }

    private static Runnable run(TravellingRun task) {
        return task;
    }

    private static void passUnchecked(Gate gate) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- submit and execute ----

    @Test
    @Tag("B1")
    void submit_returnsTheResult() throws Exception {
        ExecutorService service = open(2).asExecutorService();

        assertThat(service.submit(call(() -> Work.square(7))).get()).isEqualTo(49);
        assertThat(service.submit(call(() -> null)).get()).isNull();
        assertThat(service.submit((Callable<Integer> & Serializable) () -> 42).get())
                .isEqualTo(42);
    }

    @Test
    @Tag("B1")
    void submit_ofARunnable_runsItAndReturnsTheGivenResult() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark ran = mark("ran");

        assertThat(service.submit(run(ran::set)).get()).isNull();
        assertThat(ran.isSet()).isTrue();
        assertThat(service.submit(run(ran::set), "result").get()).isEqualTo("result");
        assertThat(service.submit(run(ran::set), null).get()).isNull();
    }

    @Test
    void submit_withAResultThatTheTaskFills_returnsItFilled() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        ArrayList<String> result = new ArrayList<>();

        ArrayList<String> filled =
                service.submit(run(() -> result.add("filled")), result).get();

        assertThat(filled).containsExactly("filled");
        assertThat(filled == result).as("the same list").isEqualTo(!isolatesTasks());
    }

    @Test
    @Tag("B2")
    void submit_ofAFailingTask_tellsWhatItThrew() {
        ExecutorService service = open(1).asExecutorService();

        Future<Object> future = service.submit(call(() -> {
            throw new IOException("thrown by the task");
        }));

        assertThatThrownBy(future::get)
                .isExactlyInstanceOf(ExecutionException.class)
                .cause()
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("thrown by the task");
    }

    @Test
    @Tag("B17")
    void future_isTheTasksOwn_soThatCancellingItStopsTheWork() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        Future<String> future = service.submit(call(() -> Work.awaitInterrupt(started, interrupted, never)));
        started.await();

        assertThat(future).isInstanceOf(TaskFuture.class);
        assertThat(future.cancel(true)).isTrue();

        interrupted.await();
        assertThat(future.isCancelled()).isTrue();
        assertThat(service.submit(call(() -> 1)).get()).isEqualTo(1);
    }

    @Test
    void execute_runsTheTask_andOneThatThrowsHurtsNoOther() {
        PoolExecutor pool = open(1);
        ExecutorService service = pool.asExecutorService();
        Mark ran = mark("ran");

        service.execute(run(() -> {
            throw new IllegalStateException("thrown on purpose, by a task of execute");
        }));
        service.execute(run(ran::set));

        ran.await();
        Waiting.until("the failure is counted", () -> pool.stats().failed() == 1);
    }

    @Test
    @Tag("B5")
    void nullTasks_areRefused_andNothingRuns() {
        PoolExecutor pool = open(1);
        ExecutorService service = pool.asExecutorService();
        List<Callable<Integer>> withNull = new ArrayList<>(List.of(call(() -> 1)));
        withNull.add(null);

        assertThatNullPointerException().isThrownBy(() -> service.execute(null));
        assertThatNullPointerException().isThrownBy(() -> service.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> service.submit((Callable<?>) null));
        assertThatNullPointerException().isThrownBy(() -> service.submit(null, "result"));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAll(null));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAll(withNull));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAny(null));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAny(withNull));
        assertThatNullPointerException().isThrownBy(() -> service.invokeAll(List.of(call(() -> 1)), 1, null));
        assertThatNullPointerException().isThrownBy(() -> service.awaitTermination(1, null));
        assertThat(pool.stats().done() + pool.stats().running()).isZero();
    }

    @Test
    void optionsOfTheView_holdForItsTasks() {
        PoolExecutor named = open(1).with(TaskOptions.defaults().name("reader").runLimit(Duration.ofMillis(50)));
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");

        Future<String> future =
                named.asExecutorService().submit(call(() -> Work.awaitInterrupt(started, interrupted, never)));

        assertThatThrownBy(future::get).hasCauseInstanceOf(TaskTimeoutException.class);
        assertThat(((TaskFuture<?>) future).taskName()).isEqualTo("reader");
        assertThat(((TaskFuture<?>) open(1).asExecutorService().submit(call(() -> 1))).taskName())
                .as("named after what was given")
                .startsWith("ExecutorServiceContract.lambda#");
    }

    // ---- what cannot travel ----

    @Test
    void whereTasksAreNotCopied_anyTaskIsTaken() throws Exception {
        assumeFalse(isolatesTasks(), "the backend copies tasks");
        ExecutorService service = open(2).asExecutorService();
        NotSerializable captured = new NotSerializable();
        AtomicInteger count = new AtomicInteger();
        CountDownLatch executed = new CountDownLatch(1);
        ExecutorCompletionService<Integer> completion = new ExecutorCompletionService<>(service);

        assertThat(service.submit(() -> captured).get()).isSameAs(captured);
        service.submit(() -> count.incrementAndGet()).get();
        service.execute(executed::countDown);
        completion.submit(count::incrementAndGet);

        assertThat(executed.await(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(completion.take().get()).isEqualTo(2);
        assertThat(CompletableFuture.supplyAsync(count::incrementAndGet, service)
                        .get())
                .isEqualTo(3);
    }

    @Test
    void whereTasksAreCopied_submitFailsTheFutureOfAPlainLambda_andSaysHowToMendIt() {
        assumeTrue(isolatesTasks(), "the backend passes tasks as they are");
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("reader"));
        ExecutorService service = pool.asExecutorService();
        AtomicInteger ran = new AtomicInteger();

        assertRefused(service.submit(() -> ran.incrementAndGet()), "Callable");
        assertRefused(service.submit(() -> ran.set(1)), "Runnable");
        assertRefused(service.submit(() -> ran.set(1), "result"), "Runnable");
        assertThat(ran).as("never run locally").hasValue(0);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    private static void assertRefused(Future<?> future, String kind) {
        assertThat(future.isDone()).as("settled by submit itself").isTrue();
        assertThat(causeOf((CompletableFuture<?>) future))
                .isInstanceOfSatisfying(TaskSerializationException.class, failure -> assertTells(failure, kind));
    }

    private static void assertTells(TaskSerializationException failure, String kind) {
        String lambda = "a lambda of " + ExecutorServiceContract.class.getName();
        assertThat(failure)
                .hasMessageContainingAll(
                        "task reader",
                        lambda,
                        "not Serializable",
                        "(" + kind + " & Serializable)",
                        "PoolExecutor.submit");
        assertThat(failure.path()).hasValueSatisfying(path -> assertThat(path).contains(lambda));
    }

    @Test
    void whereTasksAreCopied_executeThrows_forThereIsNoFutureToTellIt() {
        assumeTrue(isolatesTasks(), "the backend passes tasks as they are");
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("reader"));
        ExecutorService service = pool.asExecutorService();
        AtomicInteger ran = new AtomicInteger();

        assertThatThrownBy(() -> service.execute(() -> ran.set(1)))
                .isInstanceOfSatisfying(TaskSerializationException.class, failure -> assertTells(failure, "Runnable"));
        assertThatThrownBy(() -> CompletableFuture.supplyAsync(ran::incrementAndGet, service))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll("task reader", "AsyncSupply");
        assertThat(ran).as("never run locally").hasValue(0);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    void whereTasksAreCopied_whatATravellingTaskCaptures_isNamedIfItCannotTravel() {
        assumeTrue(isolatesTasks(), "the backend passes tasks as they are");
        ExecutorService service = open(1).asExecutorService();
        NotSerializable captured = new NotSerializable();

        Future<Integer> future = service.submit(call(() -> captured.hashCode()));

        assertThat(causeOf((CompletableFuture<?>) future))
                .isInstanceOfSatisfying(
                        TaskSerializationException.class,
                        failure -> assertThat(failure.path())
                                .hasValueSatisfying(path -> assertThat(path)
                                        .endsWith("captured argument 1 (" + NotSerializable.class.getName() + ")")));
    }

    @Test
    void whereTasksAreCopied_invokeAllTellsByTheFutureOfTheTask() throws Exception {
        assumeTrue(isolatesTasks(), "the backend passes tasks as they are");
        ExecutorService service = open(1).asExecutorService();

        List<Future<Integer>> futures = service.invokeAll(List.of(() -> 1, call(() -> 2)));

        assertThatThrownBy(futures.get(0)::get).hasCauseInstanceOf(TaskSerializationException.class);
        assertThat(futures.get(1).get()).isEqualTo(2);
    }

    // ---- invokeAll ----

    @Test
    void invokeAll_waitsForAll_inTheirOrder_failuresIncluded() throws Exception {
        ExecutorService service = open(2).asExecutorService();

        List<Future<Integer>> futures = service.invokeAll(
                List.of(call(() -> Work.square(1)), call(() -> Work.failAt(2, 2)), call(() -> Work.square(3))));

        assertThat(futures).hasSize(3).allMatch(Future::isDone);
        assertThat(futures.get(0).get()).isEqualTo(1);
        assertThatThrownBy(futures.get(1)::get).hasCauseInstanceOf(OrdinaryException.class);
        assertThat(futures.get(2).get()).isEqualTo(9);
        assertThat(service.<Integer>invokeAll(List.of())).isEmpty();
    }

    @Test
    void invokeAll_withALimit_cancelsWhatIsUnfinished() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        service.submit(call(() -> 0)).get();

        List<Future<String>> futures = service.invokeAll(
                List.of(
                        call(() -> "done"),
                        call(() -> Work.awaitInterrupt(started, interrupted, never)),
                        call(() -> "never begun")),
                5,
                TimeUnit.SECONDS);

        assertThat(futures).hasSize(3).allMatch(Future::isDone);
        assertThat(futures.get(0).get()).isEqualTo("done");
        assertThat(futures.get(1).isCancelled()).isTrue();
        assertThat(futures.get(2).isCancelled()).isTrue();
        interrupted.await();
    }

    @Test
    void invokeAll_withALimitThatIsNotReached_isAsWithout() throws Exception {
        ExecutorService service = open(2).asExecutorService();

        List<Future<Integer>> futures = service.invokeAll(
                List.of(call(() -> Work.square(1)), call(() -> Work.square(2))), GUARD_SECONDS, TimeUnit.SECONDS);

        assertThat(futures.get(0).get()).isEqualTo(1);
        assertThat(futures.get(1).get()).isEqualTo(4);
    }

    @Test
    void invokeAll_withALimitThatIsOver_returnsAtOnce_withEveryFutureDone() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Gate never = gate("never");
        Mark started = mark("started");
        Callable<String> held = call(() -> Work.hold(started, never));

        assertThat(service.invokeAll(List.of(held, held), 0, TimeUnit.SECONDS))
                .hasSize(2)
                .allMatch(Future::isCancelled);
        assertThat(service.invokeAll(List.of(held, held), -1, TimeUnit.SECONDS))
                .hasSize(2)
                .allMatch(Future::isCancelled);
    }

    @Test
    void invokeAll_interrupted_cancelsWhatIsUnfinished() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        Callable<String> task = call(() -> Work.awaitInterrupt(started, interrupted, never));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = start("caller", () -> thrown.set(thrownBy(() -> service.invokeAll(List.of(task)))));
        started.await();

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        interrupted.await();
    }

    @Test
    @Tag("B22")
    void invokeAll_interruptedWhileItWaitsForRoom_isInterrupted() throws Exception {
        PoolExecutor pool =
                open(PoolOptions.defaults().workers(1).queueCapacity(1).whenFull(WhenFull.BLOCK));
        ExecutorService service = pool.asExecutorService();
        Mark started = mark("started");
        Gate never = gate("never");
        Callable<String> task = call(() -> Work.hold(started, never));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller =
                start("caller", () -> thrown.set(thrownBy(() -> service.invokeAll(List.of(task, task, task, task)))));
        started.await();
        Waiting.until("the caller waits for room", () -> caller.getState() == Thread.State.WAITING);

        caller.interrupt();
        caller.join();

        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        Waiting.until(
                "nothing is left", () -> pool.stats().queued() + pool.stats().running() == 0);
    }

    private static Throwable thrownBy(Callable<?> body) {
        try {
            return new AssertionError("expected a failure, but the result was " + body.call());
        } catch (Exception e) {
            return e;
        }
    }

    // ---- invokeAny ----

    @Test
    void invokeAny_returnsTheFirstResult_andStopsTheOthers() throws Exception {
        ExecutorService service = open(2).asExecutorService();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");

        String result =
                service.invokeAny(List.of(call(() -> Work.awaitInterrupt(started, interrupted, never)), call(() -> {
                    passUnchecked(new Gate(started.path())); // opens with the mark
                    return "first";
                })));

        assertThat(result).isEqualTo("first");
        interrupted.await();
    }

    @Test
    void invokeAny_passesOverFailures_andFailsIfAllDo() throws Exception {
        ExecutorService service = open(2).asExecutorService();

        assertThat(service.<Integer>invokeAny(List.of(call(() -> Work.failAt(1, 1)), call(() -> Work.square(3)))))
                .isEqualTo(9);
        assertThat(service.<Object>invokeAny(List.of(call(() -> null)))).isNull();
        assertThatThrownBy(() ->
                        service.invokeAny(List.of(call(() -> Work.failAt(1, 1)), call(() -> Work.failAt(2, 2)))))
                .isExactlyInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(OrdinaryException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> service.invokeAny(List.<Callable<Integer>>of()));
    }

    @Test
    void invokeAny_withALimit_timesOut_andStopsAll() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Mark ran = mark("ran");
        Gate gate = gate("gate");
        Callable<String> task = call(() -> {
            ran.set();
            return "ran";
        });
        assertThat(service.invokeAny(List.of(call(() -> 42)), GUARD_SECONDS, TimeUnit.SECONDS))
                .isEqualTo(42);
        Future<String> ahead = service.submit(call(() -> Work.hold(started, gate)));
        started.await();

        assertThatThrownBy(() -> service.invokeAny(List.of(task, task), 50, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);

        gate.open();
        assertThat(ahead.get()).isEqualTo("held");
        assertThat(service.submit(call(() -> 1)).get()).isEqualTo(1);
        assertThat(ran.isSet()).isFalse();
    }

    @Test
    @Tag("B44")
    void invokeAny_duringShutdownNow_failsAndDoesNotHang() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Gate never = gate("never");
        Callable<String> task = call(() -> Work.hold(started, never));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread caller = start("caller", () -> thrown.set(thrownBy(() -> service.invokeAny(List.of(task, task)))));
        started.await();

        service.shutdownNow();
        caller.join();

        assertThat(thrown.get()).isInstanceOfAny(ExecutionException.class, RejectedExecutionException.class);
    }

    // ---- the end ----

    @Test
    @Tag("B43")
    void shutdown_letsWorkFinish_andRefusesMore() throws Exception {
        PoolExecutor pool = open(1);
        ExecutorService service = pool.asExecutorService();
        Mark started = mark("started");
        Gate gate = gate("gate");
        Future<String> running = service.submit(call(() -> Work.hold(started, gate)));
        Future<Integer> queued = service.submit(call(() -> Work.square(2)));
        started.await();
        assertThat(service.isShutdown()).isFalse();

        service.shutdown();
        service.shutdown();

        assertThat(service.isShutdown()).isTrue();
        assertThat(pool.isShutdown()).as("it is the pool's life").isTrue();
        assertThat(service.isTerminated()).isFalse();
        assertThat(service.awaitTermination(1, TimeUnit.MILLISECONDS)).isFalse();
        assertRejected(() -> service.execute(run(() -> {})));
        assertRejected(() -> service.submit(call(() -> 1)));
        assertRejected(() -> service.submit(run(() -> {}), "result"));
        assertThatThrownBy(() -> service.invokeAll(List.of(call(() -> 1))))
                .isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> service.invokeAny(List.of(call(() -> 1))))
                .isInstanceOf(RejectedExecutionException.class);
        gate.open();
        assertThat(service.awaitTermination(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(service.isTerminated()).isTrue();
        assertThat(running.get()).isEqualTo("held");
        assertThat(queued.get()).isEqualTo(4);
    }

    @Test
    @Tag("B44")
    void shutdownNow_returnsTheRunnablesThatNeverBegan() throws Exception {
        PoolExecutor pool = open(1);
        ExecutorService service = pool.asExecutorService();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Mark called = mark("called");
        Gate never = gate("never");
        Future<String> running = service.submit(call(() -> Work.awaitInterrupt(started, interrupted, never)));
        started.await();
        Runnable executed = run(() -> {});
        Runnable submitted = run(() -> {});
        service.execute(executed);
        Future<?> ofRunnable = service.submit(submitted);
        Future<?> ofCallable = service.submit(call(() -> {
            called.set();
            return 1;
        }));
        Future<?> ofThePool = pool.submit(Work::square, 2);

        List<Runnable> neverBegun = service.shutdownNow();

        assertThat(neverBegun).hasSize(3).startsWith(executed, submitted);
        assertThat(called.isSet()).isFalse();
        neverBegun.get(2).run();
        assertThat(called.isSet())
                .as("what is returned for a callable calls it")
                .isTrue();
        interrupted.await();
        assertThat(service.awaitTermination(GUARD_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(running, ofRunnable, ofCallable, ofThePool)).allMatch(Future::isCancelled);
        assertThat(service.shutdownNow()).isEmpty();
    }

    @Test
    @Tag("B45")
    void close_waitsForSubmittedWork() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Gate gate = gate("gate");
        Future<String> future = service.submit(call(() -> Work.hold(started, gate)));
        started.await();
        Thread closer = start("closer", () -> close(service));
        Waiting.until("the pool is shut down", service::isShutdown);
        assertThat(service.isTerminated()).isFalse();

        gate.open();
        closer.join();

        assertThat(service.isTerminated()).isTrue();
        assertThat(future.get()).isEqualTo("held");
    }

    @Test
    @Tag("B45")
    void close_interrupted_stopsEverything_andKeepsTheInterrupt() throws Exception {
        ExecutorService service = open(1).asExecutorService();
        Mark started = mark("started");
        Mark interrupted = mark("interrupted");
        Gate never = gate("never");
        service.submit(call(() -> Work.awaitInterrupt(started, interrupted, never)));
        started.await();
        AtomicReference<Boolean> kept = new AtomicReference<>();
        Thread closer = start("closer", () -> {
            close(service);
            kept.set(Thread.currentThread().isInterrupted());
        });
        Waiting.until("the pool is shut down", service::isShutdown);

        closer.interrupt();
        closer.join();

        assertThat(service.isTerminated()).isTrue();
        assertThat(kept.get()).isTrue();
        interrupted.await();
    }

    /** As {@code ExecutorService.close()} from Java 19 on, which cannot be named here. */
    private static void close(ExecutorService service) {
        try {
            ((AutoCloseable) service).close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
