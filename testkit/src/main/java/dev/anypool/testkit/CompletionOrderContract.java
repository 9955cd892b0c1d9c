package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Results as they are completed, where the caller does not ask for the order of the input. */
@Tag("B14")
abstract class CompletionOrderContract extends ContractPart {
    private static final TaskOptions AS_COMPLETED =
            TaskOptions.defaults().ordered(false).chunkSize(1);

    CompletionOrderContract(PoolContract backend) {
        super(backend);
    }

    private static int passIfFirst(int number, Gate gate) throws InterruptedException {
        if (number == 0) {
            gate.pass();
        }
        return number;
    }

    @Test
    void stream_handsOverWhatIsDone_beforeWhatCameFirst() {
        PoolExecutor pool = open(2).with(AS_COMPLETED);
        Gate gate = gate("gate");
        List<Integer> taken = new ArrayList<>();

        try (Stream<Integer> stream = pool.stream(number -> passIfFirst(number, gate), numbers(6))) {
            stream.forEach(number -> {
                taken.add(number);
                if (taken.size() == 5) {
                    gate.open();
                }
            });
        }

        assertThat(taken).hasSize(6).endsWith(0).startsWith(1);
    }

    @Test
    void streamOfAMap_handsOverWhatIsDone_beforeWhatCameFirst_andTheListKeepsItsOrder() {
        PoolExecutor pool = open(2).with(AS_COMPLETED);
        Gate gate = gate("gate");

        MapFuture<Integer> all = pool.map(number -> passIfFirst(number, gate), numbers(6));
        Iterator<Integer> stream = all.stream().iterator();
        List<Integer> taken = new ArrayList<>();
        while (taken.size() < 5) {
            taken.add(stream.next());
        }
        assertThat(all).isNotDone();
        gate.open();
        taken.add(stream.next());

        assertThat(stream.hasNext()).isFalse();
        assertThat(taken).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5).endsWith(0);
        assertThat(all.join()).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(all.stream()).containsExactlyElementsOf(taken);
    }

    @Test
    void stream_throwsAFailureWhenItComes_andOutcomesHandItOver() {
        PoolExecutor pool = open(2).with(AS_COMPLETED);

        assertThatThrownBy(() -> pool.stream(number -> Work.failAt(number, 2), numbers(4))
                        .forEach(number -> {}))
                .isInstanceOf(CompletionException.class)
                .hasCauseExactlyInstanceOf(OrdinaryException.class);
        List<TaskFuture<Integer>> outcomes =
                pool.outcomes(number -> Work.failAt(number, 2), numbers(4)).toList();

        assertThat(outcomes).hasSize(4).allMatch(TaskFuture::isDone);
        assertThat(outcomes.stream().filter(TaskFuture::isCompletedExceptionally))
                .hasSize(1);
    }

    @Test
    void stream_overAnEndlessSource_goesOnWhileOneElementIsSlow() {
        PoolExecutor pool = open(2).with(AS_COMPLETED.lookAhead(4));
        Gate gate = gate("gate");
        List<Integer> taken = new ArrayList<>();

        try (Stream<Integer> stream =
                pool.stream(number -> passIfFirst(number, gate), Stream.iterate(0, number -> number + 1)::iterator)) {
            stream.limit(50).forEach(taken::add);
        }

        assertThat(taken).hasSize(50).doesNotContain(0);
    }

    @Test
    void stream_withElementsThatCannotBeEncoded_handsThemOverAsFailures() {
        if (!isolatesTasks()) {
            return; // nothing is encoded
        }
        PoolExecutor pool = open(1).with(AS_COMPLETED);

        List<TaskFuture<String>> outcomes =
                pool.outcomes(Work::describe, List.of(1, new Object(), 3)).toList();

        assertThat(outcomes).hasSize(3);
        assertThat(outcomes.stream().filter(TaskFuture::isCompletedExceptionally))
                .hasSize(1);
    }
}
