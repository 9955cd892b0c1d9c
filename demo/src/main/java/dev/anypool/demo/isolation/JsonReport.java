package dev.anypool.demo.isolation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The findings as one JSON object, whose keys are these components.
 *
 * @param backend the name of the backend
 * @param workers how many workers the pool had
 * @param bad the trials, in order
 * @param leftOut what was not tried
 * @param goodTasks how many good tasks ran
 * @param goodRight how many of them gave the right result
 * @param replaced how many workers were replaced
 * @param passed whether each bad task ended as expected and every good one was right
 * @param seconds how long it took
 */
record JsonReport(
        String backend,
        int workers,
        List<Bad> bad,
        List<Omitted> leftOut,
        int goodTasks,
        int goodRight,
        int replaced,
        boolean passed,
        double seconds) {

    /**
     * One trial.
     *
     * @param misdeed the misdeed's name
     * @param did what the task did, for people
     * @param exception what its caller got; {@code none} if there was no exception
     * @param reason what that said, in one clause
     * @param asExpected whether it ended as it should
     * @param recoveryMillis how long the worker's place was empty; {@code null} if it stayed so
     * @param worker what became of the worker: kept, replaced or missing
     * @param goodTasks how many good tasks ran before, beside and after
     * @param goodRight how many of them gave the right result
     */
    record Bad(
            String misdeed,
            String did,
            String exception,
            String reason,
            boolean asExpected,
            @Nullable Double recoveryMillis,
            String worker,
            int goodTasks,
            int goodRight) {

        private static Bad of(Finding finding) {
            Long nanos = finding.recoveryNanos();
            return new Bad(
                    finding.misdeed().name(),
                    finding.misdeed().did(),
                    finding.received().exception(),
                    finding.received().reason(),
                    finding.isAsExpected(),
                    nanos == null ? null : nanos / 1e6,
                    finding.worker().toString(),
                    finding.good(),
                    finding.right());
        }
    }

    /**
     * What was not tried.
     *
     * @param misdeed the misdeed's name
     * @param reason why not
     */
    record Omitted(String misdeed, String reason) {
        private static Omitted of(LeftOut leftOut) {
            return new Omitted(leftOut.misdeed().name(), leftOut.reason());
        }
    }

    static JsonReport of(Summary summary) {
        return new JsonReport(
                summary.backend(),
                summary.workers(),
                summary.findings().stream().map(Bad::of).toList(),
                summary.leftOut().stream().map(Omitted::of).toList(),
                summary.good(),
                summary.right(),
                summary.replaced(),
                summary.isGood(),
                summary.seconds());
    }

    /** Returns the JSON text in ASCII, so that it reads the same whatever character set the output has. */
    String text() throws JsonProcessingException {
        return JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(this);
    }
}
