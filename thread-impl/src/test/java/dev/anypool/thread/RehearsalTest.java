package dev.anypool.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.RemoteTaskException;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.testkit.NotSerializable;
import dev.anypool.testkit.UndecodableException;
import dev.anypool.testkit.UnencodableException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
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

    private static Throwable causeOf(TaskFuture<?> future) {
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

    @Test
    void rehearsal_rejectsWhatCannotTravel() {
        try (PoolExecutor pool = rehearsing()) {
            NotSerializable captured = new NotSerializable();

            assertThat(causeOf(pool.submit(argument -> 1, new NotSerializable())))
                    .as("an argument")
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContainingAll("the argument", NotSerializable.class.getName());
            assertThat(causeOf(pool.submit(() -> captured.hashCode())))
                    .as("a captured variable")
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContainingAll("captured", NotSerializable.class.getName());
            assertThat(causeOf(new Report().submitTo(pool)))
                    .as("a captured this")
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContaining(Report.class.getName());
            assertThat(causeOf(pool.submit(() -> new NotSerializable())))
                    .as("a result")
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContainingAll("the result", NotSerializable.class.getName());
            assertThat(pool.submit(() -> 1).join()).isEqualTo(1);
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
