package dev.anypool.demo.isolation;

import java.io.PrintWriter;
import java.util.Locale;

/** The findings as a table for people, no wider than {@value #WIDTH} columns, and a line that sums them up. */
final class TableReport {
    static final int WIDTH = 120;

    /** What the caller got. */
    private static final int RECEIVED_WIDTH = 66;

    private static final String ROW = "%-24s %-" + RECEIVED_WIDTH + "s %9s %-8s %9s";

    private final PrintWriter out;

    TableReport(PrintWriter out) {
        this.out = out;
    }

    void head() {
        print(ROW, "what the task did", "what its caller got", "recovery", "worker", "good");
    }

    void row(Finding finding) {
        Long nanos = finding.recoveryNanos();
        print(
                ROW,
                finding.misdeed().did(),
                fit(finding.received().toString(), RECEIVED_WIDTH),
                nanos == null ? "none" : String.format(Locale.ROOT, "%,d ms", Math.round(nanos / 1e6)),
                finding.worker(),
                finding.right() + "/" + finding.good());
        if (!finding.isAsExpected()) {
            print("  %s", fit("NOT as expected: " + finding.misdeed().expectation(), WIDTH - 2));
        }
    }

    void foot(Summary summary) {
        summary.leftOut()
                .forEach(left ->
                        print("%s", fit("Left out: " + left.misdeed().did() + "; " + left.reason() + ".", WIDTH)));
        int wrong = summary.good() - summary.right();
        print(
                "%s, %s; %s, %s; %s replaced; %.1f s.",
                count(summary.findings().size(), "bad task"),
                summary.unexpected() == 0 ? "all ended as expected" : summary.unexpected() + " NOT as expected",
                count(summary.good(), "good task"),
                wrong == 0 ? "all correct" : wrong + " WRONG",
                count(summary.replaced(), "worker"),
                summary.seconds());
    }

    private static String count(int number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }

    /** Cuts what is too long, and lets nothing break the line. */
    private static String fit(String text, int width) {
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= width ? line : line.substring(0, width - 3) + "...";
    }

    private void print(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
