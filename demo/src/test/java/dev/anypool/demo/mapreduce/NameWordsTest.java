package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameWordsTest {

    @ParameterizedTest
    @CsvSource({
        "java/lang/String, java lang string",
        "java/net/HttpURLConnection$1, java net http url connection",
        "getXMLReader, get xml reader",
        "UTF8, utf",
        "MAX_VALUE, max value",
        "lambda$main$0, lambda main",
        "module-info, module info",
        "aB, a b",
        "ABc, a bc",
        "A, a",
        "x86Asm, x asm",
        "größeÜber, größe über",
        "<init>, ''",
        "$$$, ''",
        "'', ''",
    })
    void splits_atCapitalsAndAtWhatIsNoLetter(String name, String words) {
        Map<String, Long> expected = new TreeMap<>();
        Arrays.stream(words.split(" "))
                .filter(word -> !word.isEmpty())
                .forEach(word -> expected.merge(word, 1L, Long::sum));
        WordCounts counts = new WordCounts();
        new NameWords(counts).accept(name);
        assertThat(WordCountsTest.asMap(counts)).isEqualTo(expected);
        assertThat(SequentialCount.ofNames(name)).isEqualTo(expected);
    }
}
