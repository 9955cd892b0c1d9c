package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.anypool.Action;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of one task: its result, its state and its name. */
@NullUnmarked // it passes null where users might
abstract class SubmitContract extends ContractPart {
    SubmitContract(PoolContract backend) {
        super(backend);
    }

    // ---- results ----

    @Test
    @Tag("B1")
    void submit_ofATask_givesItsResult() {
        PoolExecutor pool = open(1);

        assertThat(pool.submit(() -> 6 * 7).join()).isEqualTo(42);
        assertThat(pool.submit(() -> null).join()).isNull();
    }

    @Test
    @Tag("B1")
    void submit_ofAnAction_runsItAndGivesNull() {
        PoolExecutor pool = open(1);
        Mark mark = mark("ran");

        assertThat(pool.submit(mark::set).join()).isNull();
        assertThat(mark.isSet()).isTrue();
    }

    @Test
    @Tag("B1")
    void submit_ofAFunctionOfOneArgument_givesItsResult() {
        PoolExecutor pool = open(1);

        assertThat(pool.submit(Work::square, 7).join()).isEqualTo(49);
        assertThat(pool.submit(Work::upperCase, null).join()).isNull();
    }

    @Test
    @Tag("B1")
    void submit_ofAFunctionOfTwoArguments_givesItsResult() {
        PoolExecutor pool = open(1);

        assertThat(pool.submit(Math::addExact, 40, 2).join()).isEqualTo(42);
        assertThat(pool.submit((String first, String second) -> first + second, null, "b")
                        .join())
                .isEqualTo("nullb");
    }

    @Test
    @Tag("B1")
    void submit_givesEqualValuesOfEveryUsualKind() {
        PoolExecutor pool = open(1);
        List<Object> values = List.of(
                true,
                (byte) -1,
                's',
                Short.MAX_VALUE,
                Integer.MIN_VALUE,
                Long.MAX_VALUE,
                -0.0f,
                Double.NaN,
                "",
                "ünïcode \uD83D\uDE00 and a lone \uD800 surrogate",
                List.of(1, "two", List.of(3.0)),
                Map.of("key", List.of(1L)),
                TaskState.DONE);

        for (Object value : values) {
            assertThat(pool.submit(given -> given, value).join())
                    .isEqualTo(value)
                    .hasSameClassAs(value);
        }
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) 7);
        assertThat(pool.submit(given -> given, bytes).join()).containsExactly(bytes);
        assertThat(pool.submit(given -> given, new int[][] {{1}, {2, 3}}).join())
                .isDeepEqualTo(new int[][] {{1}, {2, 3}});
    }

    @Test
    @Tag("B1")
    void submit_ofALambda_seesWhatItCaptured() {
        PoolExecutor pool = open(1);
        String word = "captured";
        int number = 3;

        assertThat(pool.submit(() -> word.repeat(number)).join()).isEqualTo("captured".repeat(3));
    }

    /** What javac makes of references to the same method tells them apart by all but the types that are given. */
    @Test
    @Tag("B1")
    void submit_ofAMethodReference_usedWithSeveralTypesInOneClass_worksWithEach() {
        PoolExecutor pool = open(1);

        assertThat(pool.submit(Work::describe, "text").join()).isEqualTo("String text");
        assertThat(pool.submit(Work::describe, 1).join()).isEqualTo("Integer 1");
        assertThat(pool.submit(Work::describe, 2.0).join()).isEqualTo("Double 2.0");
    }

    @Test
    @Tag("B1")
    void submit_ofManyTasks_givesEachItsOwnResult() {
        PoolExecutor pool = open(2);
        List<TaskFuture<Integer>> futures = java.util.stream.IntStream.range(0, 1_000)
                .mapToObj(number -> pool.submit(Work::square, number))
                .toList();

        for (int number = 0; number < futures.size(); number++) {
            assertThat(futures.get(number).join()).isEqualTo(number * number);
        }
    }

    // ---- nullness and options ----

    @Test
    @Tag("B5")
    void submit_ofNull_isRefusedAtOnceNamingWhatIsMissing() {
        PoolExecutor pool = open(1);

        assertThatNullPointerException()
                .isThrownBy(() -> pool.submit((Task<Object>) null))
                .withMessage("task");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.submit((Action) null))
                .withMessage("action");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.submit((TaskFunction<Object, Object>) null, "argument"))
                .withMessage("function");
        assertThatNullPointerException()
                .isThrownBy(() -> pool.submit((TaskBiFunction<Object, Object, Object>) null, "first", "second"))
                .withMessage("function");
    }

    @Test
    @Tag("B5")
    void options_thatAreBad_areRefusedAtOnceNamingTheOption() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(0))
                .withMessageContainingAll("PoolOptions.workers", "at least 1", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open(PoolOptions.defaults().workers(-1)))
                .withMessageContainingAll("PoolOptions.workers", "-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskOptions.defaults().chunkSize(-1))
                .withMessageContainingAll("TaskOptions.chunkSize", "-1");
        assertThatNullPointerException().isThrownBy(() -> open((PoolOptions) null));
    }

    // ---- state and name ----

    @Test
    @Tag("B8")
    void taskState_andToString_tellQueuedRunningAndDone() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("reader"));
        Mark started = mark("started");
        Gate gate = gate("gate");
        TaskFuture<String> running = pool.submit(Work::hold, started, gate);
        TaskFuture<Integer> queued = pool.submit(Work::square, 2);

        started.await();
        Waiting.until("the task is known to run", () -> running.taskState() == TaskState.RUNNING);
        assertThat(running.toString()).contains("reader").contains("running");
        assertThat(queued.taskState()).isEqualTo(TaskState.QUEUED);
        assertThat(queued.toString()).contains("reader").contains("queued");

        gate.open();
        running.join();
        assertThat(running.taskState()).isEqualTo(TaskState.DONE);
        assertThat(running.toString()).contains("reader").contains("done");
    }

    @Test
    @Tag("B8")
    void taskState_andToString_tellFailedAndCancelled() {
        PoolExecutor pool = open(1).with(TaskOptions.defaults().name("writer"));
        TaskFuture<Integer> failed = pool.submit(Work::failWith, new OrdinaryException("no", 1));
        causeOf(failed);
        assertThat(failed.taskState()).isEqualTo(TaskState.FAILED);
        assertThat(failed.toString()).contains("writer").contains("failed");

        TaskFuture<String> cancelled = pool.submit(Work::hold, mark("started"), gate("gate"));
        cancelled.cancel(true);
        assertThat(cancelled.taskState()).isEqualTo(TaskState.CANCELLED);
        assertThat(cancelled.toString()).contains("writer").contains("cancelled");
    }

    @Test
    void taskName_isTheOneGiven_orMadeFromTheClassOfTheFunction() {
        PoolExecutor pool = open(1);

        assertThat(pool.submit(Work::square, 1).taskName()).matches(".*SubmitContract.*#\\d+");
        assertThat(pool.with(TaskOptions.defaults().name("given"))
                        .submit(Work::square, 1)
                        .taskName())
                .isEqualTo("given");
    }

    @Test
    void with_givesAViewOfTheSamePool_andOptionsOfThePoolStandBehindIt() {
        PoolExecutor pool = open(PoolOptions.defaults()
                .workers(1)
                .tasks(TaskOptions.defaults().name("of the pool").chunkSize(3)));
        PoolExecutor view = pool.with(TaskOptions.defaults().name("of the view"));
        PoolExecutor other = view.with(TaskOptions.defaults().chunkSize(2));

        assertThat(pool.submit(Work::square, 1).taskName()).isEqualTo("of the pool");
        assertThat(view.submit(Work::square, 1).taskName()).isEqualTo("of the view");
        assertThat(other.submit(Work::square, 1).taskName()).isEqualTo("of the pool");
        assertThat(view.submit(Work::whoAmI).join())
                .isEqualTo(pool.submit(Work::whoAmI).join());
    }
}
