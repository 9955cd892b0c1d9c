package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.demo.DemoPool;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class GoodTasksTest {
    private static final Duration GUARD = Duration.ofSeconds(30);

    @Test
    void flow_goesOnUntilItIsStopped_andEachIsCounted() throws InterruptedException {
        Mailbox mailbox = new Mailbox();
        Set<Integer> numbers = new HashSet<>();
        try (DemoPool pool = DemoPool.open("thread", 2, "flow")) {
            GoodTasks goods =
                    new GoodTasks(pool.executor(), 2, mailbox, (number, worker, nanos) -> numbers.add(number));
            goods.start();
            assertThat(goods.submitted()).isEqualTo(2);
            assertThat(mailbox.workUntil(() -> goods.ended() == 7, GUARD)).isTrue();
            assertThat(goods.submitted()).isEqualTo(9);
            goods.stop();
            assertThat(mailbox.workUntil(() -> goods.ended() == 9, GUARD)).isTrue();
            assertThat(goods.right()).isEqualTo(9);
            assertThat(goods.submitted()).isEqualTo(9);
            assertThat(numbers).hasSize(9);
        }
    }

    @Test
    void mailbox_saysWhenTimeRanOut() throws InterruptedException {
        assertThat(new Mailbox().workUntil(() -> false, Duration.ofMillis(1))).isFalse();
    }
}
