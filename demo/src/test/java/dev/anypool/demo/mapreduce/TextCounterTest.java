package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TextCounterTest {
    @TempDir
    private Path folder;

    static Stream<byte[]> texts() {
        return Stream.concat(
                Stream.of(
                                "",
                                "\n",
                                "\n\n\n",
                                "one",
                                "one\n",
                                "one two\nthree\n",
                                "one two\nthree",
                                "one\r\ntwo\r\n\r\nthree",
                                "old\rMac\rlines",
                                "no line ends but quite a few words, all of them in the first slice",
                                "\nbegins and ends with an empty line\n\n",
                                "grüße ÄÖÜ 日本語\n𝒜𝒷𝒸 straße\nЖЖ 12 a1b2 ٣٤\n",
                                "don't snake_case camelCase e-mail\n")
                        .map(text -> text.getBytes(StandardCharsets.UTF_8)),
                Stream.of(
                        bytes('a', 0xC3, 'b', '\n', 0xE2, 0x82, 0xC3, 0xA9, '\n', 0x80, 'c'), // truncated characters
                        bytes(0xC0, 0xAF, 'x', 0xED, 0xA0, 0x80, 'y', 0xF5, 0x80, 0x80, 0x80, 'z'), // impossible ones
                        bytes('e', 'n', 'd', 0xE2, 0x82))); // cut off by the file's end
    }

    @ParameterizedTest
    @MethodSource("texts")
    void slicesOfAnySize_countEveryWordOnce(byte[] text) throws IOException {
        Path file = Files.write(folder.resolve("text"), text);
        Map<String, Long> expected = SequentialCount.ofText(new String(text, StandardCharsets.UTF_8));
        for (int size = 1; size <= text.length + 1; size++) {
            assertThat(count(file, text.length, size))
                    .as("slices of %d bytes", size)
                    .isEqualTo(expected);
        }
    }

    @Test
    void linesLongerThanTheBuffer_areCountedOnce() throws IOException {
        Random random = new Random(11);
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 12; line++) {
            for (int length = random.nextInt(200_000); length > 0; length--) {
                text.appendCodePoint(random.nextInt(6) == 0 ? ' ' : "aäж日𝒜".codePointAt(random.nextInt(5)));
            }
            text.append('\n');
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("long lines"), bytes);
        Map<String, Long> expected = SequentialCount.ofText(text.toString());
        for (int size : new int[] {1 << 16, 100_003, 1 << 17, (1 << 17) + 1, bytes.length}) {
            assertThat(count(file, bytes.length, size))
                    .as("slices of %d bytes", size)
                    .isEqualTo(expected);
        }
    }

    @Test
    void wordWithoutEnd_isCutOff() throws IOException {
        byte[] bytes = "x".repeat(3_000_000).getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(folder.resolve("endless"), bytes);
        assertThat(count(file, bytes.length, bytes.length)).isEqualTo(Map.of("x".repeat(4_096), 1L));
    }

    @Test
    void nameThatNeedsQuoting_isFound() throws IOException {
        Path file = Files.writeString(folder.resolve("a b%20?#&.txt"), "found");
        assertThat(count(file, 5, 5)).isEqualTo(Map.of("found", 1L));
    }

    @Test
    void missingFile_isAnError() {
        assertThatThrownBy(() -> count(folder.resolve("missing"), 5, 5)).isInstanceOf(NoSuchFileException.class);
    }

    private static Map<String, Long> count(Path file, int length, int size) throws IOException {
        WordCounts counts = new WordCounts();
        SliceCounter counter = new TextCounter(counts);
        for (int from = 0; from == 0 || from < length; from += size) {
            counter.count(new Slice(file.toUri().toString(), from, Math.min(from + size, length)));
        }
        return WordCountsTest.asMap(counts);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
