package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is expected of whom, and where it can be tried. */
class MisdeedTest {
    @ParameterizedTest
    @EnumSource
    void expectation_isMetByItsOwnEndOnly(Misdeed misdeed) {
        Expectation expectation = misdeed.expectation();
        Received own = Findings.expected(misdeed, 1, 1).received();

        assertThat(expectation.isMetBy(own, expectation.worker())).isTrue();
        assertThat(expectation.isMetBy(own, Replacement.MISSING)).isFalse();
        assertThat(expectation.isMetBy(new Received("IllegalStateException", own.reason()), expectation.worker()))
                .isFalse();
        assertThat(expectation.reason().isEmpty()
                        || !expectation.isMetBy(new Received(own.exception(), "other"), expectation.worker()))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void processes_canDoAll_givenAKillCommand(Misdeed misdeed) {
        assertThat(misdeed.obstacle("process", true)).isEmpty();
        assertThat(misdeed.obstacle("process", false).isPresent()).isEqualTo(misdeed == Misdeed.STOPPED);
    }

    @Test
    void threads_areSparedWhatWouldEndTheJvm() {
        assertThat(Misdeed.values())
                .filteredOn(misdeed -> misdeed.obstacle("thread", true).isEmpty())
                .containsExactly(Misdeed.ENDLESS_LOOP, Misdeed.STACK_OVERFLOW, Misdeed.UNENCODABLE_RESULT);
    }
}
