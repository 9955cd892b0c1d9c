package dev.anypool.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.RemoteTaskException;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.testkit.CannotTravel;
import dev.anypool.testkit.NotSerializable;
import dev.anypool.testkit.UndecodableException;
import dev.anypool.testkit.UnencodableException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rehearsal: what a worker JVM would reject is rejected, and without it nothing is copied. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RehearsalTest {

    private static PoolExecutor rehearsing() {
        return Pools.open(PoolOptions.defaults()
                .workers(1)
                .with(ThreadPoolOptions.defaults().rehearsal(true)));
    }

    private static Throwable causeOf(CompletableFuture<?> future) {
        try {
            throw new AssertionError("expected a failure, but the result was " + future.join());
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    /** Uses its own field in a task, and so takes itself along. */
    private static final class Report {
        private final String title = "quarterly";

        TaskFuture<String> submitTo(PoolExecutor pool) {
            return pool.submit(() -> title);
        }
    }

    private record Page(String text) implements Serializable {}

    /** The process backend's contract has the same list. */
    private static List<CannotTravel> tasksThatWorkerJvmsReject() {
        return Stream.of(CannotTravel.inputs(), CannotTravel.results())
                .flatMap(List::stream)
                .toList();
    }

    @Test
    @Tag("B34")
    @Tag("B35")
    void rehearsal_rejectsWhatWorkerJvmsReject_withTheSameMessage() {
        try (PoolExecutor pool = rehearsing()) {
            for (CannotTravel task : tasksThatWorkerJvmsReject()) {
                assertThat(causeOf(task.submission().apply(pool)))
                        .as(task.what())
                        .hasMessageContaining("cannot travel")
                        .isInstanceOfSatisfying(
                                TaskSerializationException.class,
                                failure -> assertThat(failure.path()).hasValue(task.path()));
            }
            assertThat(pool.submit(() -> 1).join()).isEqualTo(1);
        }
    }

    @Test
    void withoutRehearsal_whatWorkerJvmsRejectRuns() {
        try (PoolExecutor pool = Pools.open(1)) {
            for (CannotTravel task : tasksThatWorkerJvmsReject()) {
                assertThatCode(() -> task.submission().apply(pool).join())
                        .as(task.what())
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void rehearsal_tellsWhatCannotTravel_whereItIs_andHowToMendIt() {
        try (PoolExecutor pool = rehearsing().with(TaskOptions.defaults().name("report"))) {
            assertThat(causeOf(new Report().submitTo(pool)))
                    .hasMessage("task report: the function cannot travel to a worker: captured 'this' ("
                            + Report.class.getName()
                            + ") is not Serializable. Copy what it needs into a local variable first,"
                            + " or make the method static.");
        }
    }

    @Test
    void rehearsal_standsInForExceptionsThatCannotTravel() {
        try (PoolExecutor pool = rehearsing()) {
            assertThat(causeOf(pool.submit(() -> {
                        throw new UnencodableException("cannot leave");
                    })))
                    .isInstanceOf(RemoteTaskException.class)
                    .hasMessage(UnencodableException.class.getName() + ": cannot leave");
            assertThat(causeOf(pool.submit(() -> {
                        throw new UndecodableException("cannot arrive");
                    })))
                    .isInstanceOf(RemoteTaskException.class)
                    .hasMessage(UndecodableException.class.getName() + ": cannot arrive");
        }
    }

    @Test
    void rehearsal_canBeChosenByConfiguration() {
        try (PoolExecutor pool = Pools.open(Map.of("anypool.thread.rehearsal", "true"))) {
            assertThat(causeOf(pool.submit(() -> new NotSerializable())))
                    .isInstanceOf(TaskSerializationException.class);
        }
    }

    @Test
    void rehearsal_copiesBothWays() {
        try (PoolExecutor pool = rehearsing()) {
            Page page = new Page("text");

            assertThat(pool.submit(given -> given, page).join()).isEqualTo(page).isNotSameAs(page);
        }
    }

    @Test
    void rehearsal_tellsWhereAFailureWasSubmitted() {
        try (PoolExecutor pool = rehearsing()) {
            Throwable failure =
                    causeOf(pool.with(TaskOptions.defaults().name("failing")).submit(() -> {
                        throw new IllegalStateException("in the task");
                    }));

            assertThat(failure.getStackTrace())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("rehearsal_tellsWhereAFailureWasSubmitted");
        }
    }

    @Test
    void withoutRehearsal_everythingIsPassedAsItIs() {
        try (PoolExecutor pool = Pools.open(1)) {
            List<Object> argument = new ArrayList<>(List.of(new NotSerializable()));
            UnencodableException failure = new UnencodableException("as it is");

            assertThat(pool.submit(given -> given, argument).join()).isSameAs(argument);
            assertThat(pool.submit(() -> argument).join()).isSameAs(argument);
            assertThat(causeOf(pool.submit(() -> {
                        throw failure;
                    })))
                    .isSameAs(failure);
            assertThat(new Report().submitTo(pool).join()).isEqualTo("quarterly");
        }
    }
}
