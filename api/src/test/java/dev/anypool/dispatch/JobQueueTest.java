package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.anypool.Action;
import dev.anypool.TaskOptions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobQueueTest {
    private final JobQueue queue = new JobQueue();

    private static PoolJob job() {
        Action action = () -> {};
        return new PoolJob(new Call(action, TaskOptions.defaults()));
    }

    private List<PoolJob> content() {
        List<PoolJob> content = new ArrayList<>();
        for (PoolJob job = queue.peek(); job != null; job = job.next) {
            content.add(job);
        }
        return content;
    }

    @Test
    void queue_isEmptyAtFirst() {
        assertThat(queue.size()).isZero();
        assertThat(queue.peek()).isNull();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void addLast_andPoll_areFirstInFirstOut() {
        PoolJob first = job();
        PoolJob second = job();
        queue.addLast(first);
        queue.addLast(second);

        assertThat(queue.peek()).isSameAs(first);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.poll()).isSameAs(first);
        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void addFirst_goesBeforeAllOthers() {
        PoolJob first = job();
        PoolJob second = job();
        queue.addFirst(second);
        queue.addFirst(first);

        assertThat(content()).containsExactly(first, second);
    }

    @Test
    void remove_takesOutFirstMiddleAndLast_andTellsWhetherItWasThere() {
        List<PoolJob> jobs = List.of(job(), job(), job(), job());
        jobs.forEach(queue::addLast);

        assertThat(queue.remove(jobs.get(1))).isTrue();
        assertThat(queue.remove(jobs.get(1))).isFalse();
        assertThat(content()).containsExactly(jobs.get(0), jobs.get(2), jobs.get(3));
        assertThat(queue.remove(jobs.get(3))).isTrue();
        assertThat(queue.remove(jobs.get(0))).isTrue();
        assertThat(content()).containsExactly(jobs.get(2));
        assertThat(queue.remove(job())).isFalse();
        assertThat(queue.remove(jobs.get(2))).isTrue();
        assertThat(queue.size()).isZero();
        assertThat(queue.peek()).isNull();
    }

    @Test
    void add_ofAJobThatIsInTheQueue_isRefused_andAfterItsRemovalItIsNot() {
        PoolJob job = job();
        queue.addLast(job);

        assertThatIllegalStateException().isThrownBy(() -> queue.addLast(job));
        assertThatIllegalStateException().isThrownBy(() -> queue.addFirst(job));
        queue.remove(job);
        queue.addFirst(job);
        assertThat(content()).containsExactly(job);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void queue_behavesAsADequeDoes_whateverIsDoneToIt(long seed) {
        Random random = new Random(seed);
        Deque<PoolJob> model = new ArrayDeque<>();
        List<PoolJob> all = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    PoolJob job = job();
                    all.add(job);
                    queue.addLast(job);
                    model.addLast(job);
                }
                case 1 -> {
                    PoolJob job = job();
                    all.add(job);
                    queue.addFirst(job);
                    model.addFirst(job);
                }
                case 2 -> assertThat(queue.poll()).isSameAs(model.pollFirst());
                default -> {
                    if (!all.isEmpty()) {
                        PoolJob job = all.get(random.nextInt(all.size()));
                        assertThat(queue.remove(job)).isEqualTo(model.remove(job));
                    }
                }
            }
            assertThat(queue.size()).isEqualTo(model.size());
        }
        assertThat(content()).containsExactlyElementsOf(model);
    }
}
