package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PorterTest {
    private final List<Ring> rings = new CopyOnWriteArrayList<>();

    @Test
    void ring_isPassedOnBeforeItReturns() throws IOException {
        try (Porter porter = Porter.start(rings::add)) {
            porter.doorbell(4).ring();
            assertThat(rings)
                    .containsExactly(new Ring(4, 0, ProcessHandle.current().pid()));
        }
    }

    @Test
    void interrupt_doesNotHinderARing() throws IOException {
        try (Porter porter = Porter.start(rings::add)) {
            Thread.currentThread().interrupt();
            porter.doorbell(1).ring();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(rings).hasSize(1);
        }
    }

    @Test
    void stranger_isTurnedAway_andDoesNotKeepOthersOut() throws IOException {
        try (Porter porter = Porter.start(rings::add)) {
            Doorbell own = porter.doorbell(0);
            assertThatThrownBy(new Doorbell(own.port(), own.secret() + 1, 0)::ring)
                    .isInstanceOf(IOException.class);
            assertThat(rings).isEmpty();
            own.ring();
            assertThat(rings).hasSize(1);
        }
    }
}
