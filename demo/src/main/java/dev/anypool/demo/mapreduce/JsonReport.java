package dev.anypool.demo.mapreduce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;

/**
 * The result as one JSON object, whose keys are these components.
 *
 * @param backend the name of the backend
 * @param items how many files were read
 * @param total how many words there are
 * @param distinct how many different ones
 * @param top the most frequent
 * @param workers who read the files
 * @param seconds how long the last round took
 */
record JsonReport(
        String backend,
        long items,
        long total,
        int distinct,
        List<WordCount> top,
        List<WorkerShare> workers,
        double seconds) {

    static JsonReport of(String backend, Result result, int top) {
        WordCounts counts = result.counts();
        return new JsonReport(
                backend,
                result.items(),
                counts.total(),
                counts.distinct(),
                counts.top(top),
                result.workers(),
                result.seconds());
    }

    /** Returns the JSON text in ASCII, so that it reads the same whatever character set the output has. */
    String text() throws JsonProcessingException {
        return JsonMapper.builder()
                .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
                .build()
                .writeValueAsString(this);
    }
}
