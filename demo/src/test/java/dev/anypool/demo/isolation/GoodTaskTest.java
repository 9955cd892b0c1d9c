package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoodTaskTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 100})
    void countsWhatIsKnown(int number) {
        GoodTask task = GoodTask.of(number);
        assertThat(task.call().primes()).isEqualTo(task.expected());
    }
}
