package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WordCountsTest {

    @Test
    void counts_asAHashMapDoes() {
        Random random = new Random(7);
        Map<String, Long> expected = new HashMap<>();
        WordCounts counts = new WordCounts();
        for (int i = 0; i < 100_000; i++) {
            String word = Integer.toString(random.nextInt(1 + random.nextInt(50_000)), 36);
            expected.merge(word, 1L, Long::sum);
            add(counts, word);
        }
        assertThat(asMap(counts)).isEqualTo(expected);
        assertThat(counts.total()).isEqualTo(100_000);
        assertThat(counts.distinct()).isEqualTo(expected.size());
    }

    @Test
    void top_ordersByCountThenAlphabet_atAnyLimit() {
        WordCounts counts = of("b", "a", "c", "c", "d", "e", "e", "ü");
        assertThat(counts.top(3)).extracting(WordCount::word).containsExactly("c", "e", "a");
        assertThat(counts.top(100)).extracting(WordCount::word).containsExactly("c", "e", "a", "b", "d", "ü");
        assertThat(new WordCounts().top(3)).isEmpty();
    }

    @Test
    void addAll_sums() {
        WordCounts counts = of("one", "two");
        counts.addAll(of("two", "three"));
        counts.addAll(new WordCounts());
        assertThat(asMap(counts)).isEqualTo(Map.of("one", 1L, "two", 2L, "three", 1L));
    }

    @Test
    void travels_andCanBeAddedTo() throws Exception {
        WordCounts counts = new WordCounts();
        for (int i = 0; i < 1_000; i++) {
            add(counts, "word" + i % 700);
        }
        WordCounts copy = copy(counts);
        assertThat(asMap(copy)).isEqualTo(asMap(counts));
        for (int i = 0; i < 1_000; i++) {
            add(copy, "more" + i);
            add(copy, "word1");
        }
        assertThat(copy.distinct()).isEqualTo(1_700);
        assertThat(asMap(copy)).containsEntry("word1", 1_002L).containsEntry("word699", 1L);
    }

    @Test
    void emptyTable_travels_andCanBeAddedTo() throws Exception {
        WordCounts copy = copy(new WordCounts());
        add(copy, "word");
        assertThat(asMap(copy)).isEqualTo(Map.of("word", 1L));
    }

    private static WordCounts copy(WordCounts counts) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(counts);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (WordCounts) in.readObject();
        }
    }

    private static WordCounts of(String... words) {
        WordCounts counts = new WordCounts();
        for (String word : words) {
            add(counts, word);
        }
        return counts;
    }

    private static void add(WordCounts counts, String word) {
        byte[] bytes = ("<" + word + ">").getBytes(StandardCharsets.UTF_8);
        counts.add(bytes, 1, bytes.length - 1);
    }

    /** Returns all the words, for comparison with a plain count. */
    static Map<String, Long> asMap(WordCounts counts) {
        Map<String, Long> map = new HashMap<>();
        counts.top(Integer.MAX_VALUE).forEach(each -> map.put(each.word(), each.count()));
        return map;
    }
}
