package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.spi.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How many processors a worker is told it has. */
@StartsWorkers
class ProcessorsTest {
    private static int processors(PoolExecutor pool) {
        return Outcomes.resultOf(pool.submit(() -> Runtime.getRuntime().availableProcessors()));
    }

    @Test
    @Tag("B31")
    void option_isWhatEachWorkerSees() {
        PoolOptions options = PoolOptions.defaults()
                .workers(2)
                .with(ProcessPoolOptions.defaults().processors(7));
        try (PoolExecutor pool = Pools.open(options)) {
            assertThat(processors(pool)).isEqualTo(7);
        }
    }

    @Test
    @Tag("B31")
    void configuredNumber_isWhatEachWorkerSees() {
        try (PoolExecutor pool = Pools.open(Map.of("anypool.workers", "1", "anypool.process.processors", "3"))) {
            assertThat(processors(pool)).isEqualTo(3);
        }
    }

    @Test
    void option_winsOverTheConfiguration_whichWinsOverNothing() {
        Configuration three = Configuration.of(Map.of("anypool.process.processors", "3"), Map.of(), Map.of(), Map.of());

        assertThat(ProcessPoolOptions.defaults().processors(5).complete(three).processors())
                .hasValue(5);
        assertThat(ProcessPoolOptions.defaults().complete(three).processors()).hasValue(3);
        assertThat(ProcessPoolOptions.defaults().processors()).isEmpty();
    }

    @Test
    @Tag("B5")
    void lessThanOne_isRefused_andNamed() {
        assertThatThrownBy(() -> ProcessPoolOptions.defaults().processors(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ProcessPoolOptions.processors")
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> Pools.open(Map.of("anypool.process.processors", "none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("anypool.process.processors")
                .hasMessageContaining("a whole number of at least 1");
    }
}
