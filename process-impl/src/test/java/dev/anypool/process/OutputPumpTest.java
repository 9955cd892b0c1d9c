package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker's output is cut into lines, whatever it is. */
class OutputPumpTest {
    private static List<String> pump(InputStream output) {
        List<String> lines = new ArrayList<>();
        new OutputPump(output, lines::add).run();
        return lines;
    }

    private static List<String> pump(String output) {
        return pump(new ByteArrayInputStream(output.getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''", //
        "'a|', 'a'",
        "'a|b|', 'a,b'",
        "'a|b', 'a,b'",
        "'a^|b^|', 'a,b'",
        "'|a||b', ',a,,b'",
        "'|', ''",
        "' a |', ' a '"
    })
    void lines_areTold_withoutTheirEnds(String output, String lines) {
        List<String> pumped = pump(output.replace('|', '\n').replace('^', '\r'));

        assertThat(String.join(",", pumped)).isEqualTo(lines);
    }

    @Test
    void emptyLine_isALine() {
        assertThat(pump("\n")).containsExactly("");
        assertThat(pump("")).isEmpty();
    }

    @Test
    void lineThatIsTooLong_isToldInParts() {
        List<String> pumped = pump("x".repeat(20_000) + "\nshort\n");

        assertThat(pumped).hasSize(4);
        assertThat(pumped).allSatisfy(part -> assertThat(part.length()).isLessThanOrEqualTo(8192));
        assertThat(String.join("", pumped.subList(0, 3))).isEqualTo("x".repeat(20_000));
        assertThat(pumped).endsWith("short");
    }

    @Test
    void outputThatFails_isTakenAsItsEnd() {
        InputStream failing = new InputStream() {
            private final InputStream first = new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.US_ASCII));

            @Override
            public int read() throws IOException {
                int next = first.read();
                if (next < 0) {
                    throw new IOException("stream closed");
                }
                return next;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                bytes[offset] = (byte) read();
                return 1;
            }
        };
        assertThat(pump(failing)).containsExactly("a", "b");
    }

    @Test
    void errorTail_keepsTheLastLinesInOrder() {
        ErrorTail tail = new ErrorTail();
        assertThat(tail.lines()).isEmpty();

        IntStream.rangeClosed(1, 50).forEach(number -> tail.add("line " + number));

        assertThat(tail.lines())
                .containsExactlyElementsOf(IntStream.rangeClosed(31, 50)
                        .mapToObj(number -> "line " + number)
                        .toList());
    }
}
