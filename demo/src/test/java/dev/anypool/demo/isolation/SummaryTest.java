package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the command makes of its findings. */
class SummaryTest {
    @Test
    void allAsExpectedAndRight_isExitCode0() {
        Summary summary = Findings.summary(
                Findings.expected(Misdeed.EXIT, 7, 7), Findings.expected(Misdeed.STACK_OVERFLOW, 5, 5));

        assertThat(IsolationCommand.exitCode(summary)).isZero();
        assertThat(summary.replaced()).isEqualTo(1);
        assertThat(summary.good()).isEqualTo(12);
    }

    @Test
    void oneNotAsExpected_isExitCode1() {
        Summary summary =
                Findings.summary(Findings.expected(Misdeed.EXIT, 7, 7), Findings.unexpected(Misdeed.ENDLESS_LOOP));

        assertThat(IsolationCommand.exitCode(summary)).isEqualTo(1);
        assertThat(summary.unexpected()).isEqualTo(1);
        assertThat(JsonReport.of(summary).passed()).isFalse();
        assertThat(JsonReport.of(summary).bad().get(1).recoveryMillis()).isNull();
    }

    @Test
    void oneGoodTaskWrong_isExitCode1() {
        Summary summary = Findings.summary(Findings.expected(Misdeed.EXIT, 7, 6));

        assertThat(IsolationCommand.exitCode(summary)).isEqualTo(1);
        assertThat(summary.unexpected()).isZero();
    }
}
