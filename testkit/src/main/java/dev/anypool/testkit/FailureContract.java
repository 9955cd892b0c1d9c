package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.RemoteTaskException;
import dev.anypool.TaskFuture;
import dev.anypool.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How the failure of a task is told: with all it has, as the cause, and to its own future only. */
abstract class FailureContract extends ContractPart {
    FailureContract(PoolContract backend) {
        super(backend);
    }

    @Test
    @Tag("B2")
    void failure_arrivesAsTheCause_withTypeMessageCauseAndSuppressed() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(FailureContract::failRichly));

        assertThat(failure)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("outer")
                .hasCauseExactlyInstanceOf(OrdinaryException.class)
                .hasRootCauseMessage("inner");
        assertThat(failure.getCause())
                .isInstanceOfSatisfying(
                        OrdinaryException.class,
                        cause -> assertThat(cause.code()).isEqualTo(17));
        assertThat(failure.getSuppressed()).hasSize(1);
        assertThat(failure.getSuppressed()[0])
                .isExactlyInstanceOf(ArithmeticException.class)
                .hasMessage("suppressed");
    }

    @Test
    @Tag("B2")
    void failure_hasTheStackOfTheWorker_andWhereCopiedThatOfTheSubmitter() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(FailureContract::failRichly));

        List<String> methods = Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getMethodName)
                .toList();
        assertThat(methods.get(0)).isEqualTo("failRichly");
        if (isolatesTasks()) {
            assertThat(methods)
                    .contains("failure_hasTheStackOfTheWorker_andWhereCopiedThatOfTheSubmitter")
                    .anyMatch(method -> method.contains("submitted by"));
        }
    }

    private static int failRichly() {
        IllegalStateException failure = new IllegalStateException("outer", new OrdinaryException("inner", 17));
        failure.addSuppressed(new ArithmeticException("suppressed"));
        throw failure;
    }

    @Test
    @Tag("B2")
    void failure_isToldByGetAndByJoin_asCompletableFutureDoes() {
        PoolExecutor pool = open(1);
        TaskFuture<Integer> future = pool.submit(FailureContract::failRichly);

        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    @Tag("B3")
    void failure_withACheckedException_failsItsOwnFutureOnly() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(Work::failWith, new OrdinaryException("checked", 3)));

        assertThat(failure).isExactlyInstanceOf(OrdinaryException.class).hasMessage("checked");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B3")
    void failure_withAnError_failsItsOwnFutureOnly() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(() -> {
            throw new AssertionError("an error");
        }));

        assertThat(failure).isExactlyInstanceOf(AssertionError.class).hasMessage("an error");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B3")
    void failure_withAStackOverflow_failsItsOwnFutureOnly() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(FailureContract::recurse, 0));

        assertThat(failure).isExactlyInstanceOf(StackOverflowError.class);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int recurse(int depth) {
        return recurse(depth + 1) + 1;
    }

    @Test
    @Tag("B3")
    void failure_thatCannotBeEncoded_failsItsOwnFutureOnly() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(() -> {
            throw new UnencodableException("cannot leave");
        }));

        assertStandsFor(failure, UnencodableException.class, "cannot leave");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    @Test
    @Tag("B3")
    void failure_thatCannotBeDecoded_failsItsOwnFutureOnly() {
        PoolExecutor pool = open(1);

        Throwable failure = causeOf(pool.submit(() -> {
            throw new UndecodableException("cannot arrive");
        }));

        assertStandsFor(failure, UndecodableException.class, "cannot arrive");
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
    }

    private void assertStandsFor(Throwable failure, Class<?> original, String message) {
        if (isolatesTasks()) {
            assertThat(failure).isInstanceOf(RemoteTaskException.class).hasMessageContaining(message);
            assertThat(((RemoteTaskException) failure).remoteClassName()).isEqualTo(original.getName());
            assertThat(failure.getStackTrace()[0].getClassName()).startsWith(FailureContract.class.getName());
        } else {
            assertThat(failure).isExactlyInstanceOf(original).hasMessage(message);
        }
    }

    @Test
    @Tag("B2")
    @Tag("B8")
    void failure_withACancellationExceptionOfTheTask_isAFailureAndNoCancellation() {
        PoolExecutor pool = open(1);
        TaskFuture<Integer> future =
                pool.submit(failure -> Work.failWith(failure), new CancellationException("of something else"));

        assertThatThrownBy(future::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(CancellationException.class);
        assertThat(future.isCancelled()).isFalse();
        assertThat(future.taskState()).isEqualTo(TaskState.FAILED);
    }
}
