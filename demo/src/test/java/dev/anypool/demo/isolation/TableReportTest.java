package dev.anypool.demo.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of made-up findings. */
class TableReportTest {
    private final StringWriter out = new StringWriter();
    private final TableReport report = new TableReport(new PrintWriter(out));

    @Test
    void rows_areNoWiderThan120Columns_whateverTheySay() {
        Received longest =
                new Received("SomeVeryLongNameOfAnExceptionThatNobodyKnows", "reason\nover lines ".repeat(20));
        report.head();
        for (Misdeed misdeed : Misdeed.values()) {
            report.row(new Finding(misdeed, longest, Replacement.REPLACED, 59_999_000_000L, 9_999, 9_999));
            report.row(Findings.expected(misdeed, 123, 123));
        }
        report.foot(Findings.summary(Findings.unexpected(Misdeed.HALT)));

        assertThat(lines()).allMatch(line -> line.length() <= TableReport.WIDTH);
        assertThat(lines()).hasSize(1 + 3 * Misdeed.values().length + 2);
        assertThat(lines().get(1)).contains("...").endsWith(" 59,999 ms replaced 9999/9999");
    }

    @Test
    void whatIsNotAsExpected_isToldWithWhatWas() {
        report.row(Findings.unexpected(Misdeed.EXIT));
        report.foot(Findings.summary(
                Findings.unexpected(Misdeed.EXIT),
                Findings.expected(Misdeed.HALT, 9, 7),
                Findings.expected(Misdeed.STACK_OVERFLOW, 1_000, 1_000)));

        assertThat(lines().get(0)).matches("called System.exit\\(3\\) +none: a result: 1 +none +missing +5/5");
        assertThat(lines())
                .endsWith(
                        "  NOT as expected: WorkerCrashedException: exited with code 3; worker replaced",
                        "Left out: got SIGSTOP from outside; this machine has no kill command.",
                        "3 bad tasks, 1 NOT as expected; 1,014 good tasks, 2 WRONG; 1 worker replaced; 3.1 s.");
    }

    private List<String> lines() {
        return out.toString().lines().toList();
    }
}
