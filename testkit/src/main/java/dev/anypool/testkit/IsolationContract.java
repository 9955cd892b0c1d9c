package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where arguments are copied: what the copies promise, and what becomes of things that cannot be copied. */
abstract class IsolationContract extends ContractPart {
    IsolationContract(PoolContract backend) {
        super(backend);
    }

    @BeforeEach
    void onlyWhereTasksAreIsolated() {
        assumeTrue(isolatesTasks(), "the backend passes tasks as they are");
    }

    @Test
    @Tag("B6")
    void argument_changedAfterSubmit_isNotChangedForTheTask() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> ahead = pool.submit(Work::hold, started, gate);
        List<String> argument = new ArrayList<>(List.of("before"));
        TaskFuture<List<String>> future = pool.submit(list -> list, argument);

        argument.set(0, "after");
        gate.open();

        assertThat(ahead.join()).isEqualTo("held");
        assertThat(future.join()).containsExactly("before").isNotSameAs(argument);
    }

    @Test
    @Tag("B6")
    void captured_changedAfterSubmit_isNotChangedForTheTask() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> ahead = pool.submit(Work::hold, started, gate);
        ArrayList<String> captured = new ArrayList<>(List.of("before"));
        TaskFuture<String> future = pool.submit(() -> captured.get(0));

        captured.set(0, "after");
        gate.open();

        assertThat(ahead.join()).isEqualTo("held");
        assertThat(future.join()).isEqualTo("before");
    }

    @Test
    @Tag("B6")
    void element_changedAfterMap_isNotChangedForTheTask() {
        PoolExecutor pool = open(1);
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> ahead = pool.submit(Work::hold, started, gate);
        ArrayList<String> element = new ArrayList<>(List.of("before"));
        CompletableFuture<List<String>> future = pool.map(list -> list.get(0), List.of(element, element));

        element.set(0, "after");
        gate.open();

        assertThat(ahead.join()).isEqualTo("held");
        assertThat(future.join()).containsExactly("before", "before");
    }

    @Test
    @Tag("B6")
    void argument_isLetGoOfByTheWorkerAfterTheTask() {
        PoolExecutor pool = open(1);

        pool.submit(Work::remember, new ArrayList<>(List.of("a", "b"))).join();

        assertThat(pool.submit(Work::hasForgotten).join()).isTrue();
    }

    @Test
    void argument_thatIsNotSerializable_failsTheFutureAtOnceAndNamesItsClass() {
        PoolExecutor pool = open(1);

        TaskFuture<Object> future = pool.with(TaskOptions.defaults().name("reader"))
                .submit(argument -> "never called", new NotSerializable());

        assertThat(future.isDone()).as("settled by submit itself").isTrue();
        assertThat(future.taskState()).isEqualTo(TaskState.FAILED);
        assertThat(causeOf(future))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll("reader", "argument", NotSerializable.class.getName());
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    void captured_thatIsNotSerializable_failsTheFutureAtOnceAndNamesItsClass() {
        PoolExecutor pool = open(1);
        NotSerializable captured = new NotSerializable();

        TaskFuture<String> future = pool.submit(captured::toString);

        assertThat(future.isDone()).as("settled by submit itself").isTrue();
        assertThat(causeOf(future))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining(NotSerializable.class.getName());
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B35")
    void input_thatCannotTravel_failsAtOnceAndNamesThePathToIt() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("reader"));

        for (CannotTravel task : CannotTravel.inputs()) {
            CompletableFuture<?> future = task.submission().apply(pool);

            assertNamesThePath(task, future);
            assertThat(causeOf(future)).as(task.what()).hasMessageContaining("cannot travel to a worker");
        }
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B34")
    void result_thatCannotTravel_failsItsOwnFutureAndNamesThePathToIt() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("reader"));

        for (CannotTravel task : CannotTravel.results()) {
            CompletableFuture<?> future = task.submission().apply(pool);

            assertNamesThePath(task, future);
            assertThat(causeOf(future)).as(task.what()).hasMessageContaining("result cannot travel from a worker");
        }
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    private static void assertNamesThePath(CannotTravel task, CompletableFuture<?> future) {
        assertThat(causeOf(future))
                .as(task.what())
                .hasMessageContainingAll("task reader", task.path() + " ")
                .isInstanceOfSatisfying(
                        TaskSerializationException.class,
                        failure -> assertThat(failure.path()).hasValue(task.path()));
        assertThat(causeOf(future).getMessage().lines().count())
                .as("lines of the message")
                .isEqualTo(1);
    }

    @Test
    @Tag("B3")
    void failure_ofAnElementThatCannotTravel_leavesTheOthers() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().failFast(false));

        MapFuture<Object> future = pool.map(number -> number == 1 ? new NotSerializable() : number, List.of(0, 1, 2));

        assertThat(causeOf(future))
                .isInstanceOfSatisfying(
                        TaskSerializationException.class,
                        failure -> assertThat(failure.path()).hasValue(NotSerializable.class.getName()));
        assertThat(future.failedIndex()).hasValue(1);
        assertThat(future.futures().get(0).join()).isEqualTo(0);
        assertThat(future.futures().get(2).join()).isEqualTo(2);
    }

    @Test
    void element_thatIsNotSerializable_failsAloneAndTellsItsIndex() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().failFast(false));

        MapFuture<Object> future = pool.map(element -> element, List.of("a", new NotSerializable(), "c"));

        assertThat(causeOf(future)).isInstanceOf(TaskSerializationException.class);
        assertThat(future.failedIndex()).hasValue(1);
        assertThat(future.futures().get(0).join()).isEqualTo("a");
        assertThat(future.futures().get(2).join()).isEqualTo("c");
    }

    @Test
    void result_thatIsNotSerializable_failsItsOwnFutureAndNamesItsClass() {
        PoolExecutor pool = open(1);

        assertThat(causeOf(pool.submit(() -> new NotSerializable())))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll("result", NotSerializable.class.getName());
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B35")
    void argument_whoseEncodingThrows_failsItsOwnFuture() {
        PoolExecutor pool = open(1);

        assertThat(causeOf(pool.submit(argument -> "never called", new Unencodable(false))))
                .isInstanceOf(TaskSerializationException.class)
                .hasStackTraceContaining("sabotaged writeObject");
        assertThat(causeOf(pool.submit(argument -> "never called", new Unencodable(true))))
                .hasStackTraceContaining("sabotaged writeObject");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B35")
    void argument_whoseEncodingDoesNotEnd_takesTheTimeOfItsSubmitterOnly() {
        PoolExecutor pool = open(1);
        Mark begun = mark("begun");
        Gate gate = gate("gate");
        CompletableFuture<Object> slow = CompletableFuture.supplyAsync(
                () -> pool.submit(argument -> argument, new EncodedAtAGate(begun, gate))
                        .join(),
                task -> new Thread(task, "slow submitter").start());

        begun.await();
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(pool.stats().running()).isZero();

        gate.open();
        assertThat(slow.join()).isInstanceOf(EncodedAtAGate.class);
    }

    @Test
    void argument_whoseDecodingThrows_failsItsOwnFuture() {
        PoolExecutor pool = open(1);

        assertThat(causeOf(pool.submit(argument -> "never called", new Undecodable(false))))
                .isInstanceOf(TaskSerializationException.class)
                .hasStackTraceContaining("sabotaged readObject");
        assertThat(causeOf(pool.submit(argument -> "never called", new Undecodable(true))))
                .hasStackTraceContaining("sabotaged readObject");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    void result_whoseEncodingThrows_failsItsOwnFuture() {
        PoolExecutor pool = open(1);

        assertThat(causeOf(pool.submit(() -> new Unencodable(false))))
                .isInstanceOf(TaskSerializationException.class)
                .hasStackTraceContaining("sabotaged writeObject");
        assertThat(causeOf(pool.submit(() -> new Unencodable(true)))).hasStackTraceContaining("sabotaged writeObject");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    void result_whoseDecodingThrows_failsItsOwnFuture() {
        PoolExecutor pool = open(1);

        assertThat(causeOf(pool.submit(() -> new Undecodable(false))))
                .isInstanceOf(TaskSerializationException.class)
                .hasStackTraceContaining("sabotaged readObject");
        assertThat(causeOf(pool.submit(() -> new Undecodable(true)))).hasStackTraceContaining("sabotaged readObject");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }
}
