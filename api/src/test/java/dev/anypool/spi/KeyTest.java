package dev.anypool.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {
    private enum Output {
        PARENT,
        LOG_FILE
    }

    private static void assertRefused(Key<?> key, String text, String allowed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> key.parse(text, "the environment"))
                .withMessageContainingAll(key.name(), "'" + text + "'", "the environment", allowed);
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "2s, PT2S",
        "5m, PT5M",
        "1h, PT1H",
        "0ms, PT0S",
        "10 s, PT10S",
        "' 3s ', PT3S",
        "PT2S, PT2S",
        "pt1m, PT1M",
        "P1D, PT24H"
    })
    void duration_isReadFromItsSpellings(String text, Duration expected) {
        assertThat(Key.duration("anypool.kill-grace").parse(text, "a test")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "s", "2 seconds", "-2s", "-PT2S", "1.5s", "2S s", "99999999999999999999s", "PT"})
    void duration_thatIsNone_isRefusedNamingKeyValueSourceAndWhatIsAllowed(String text) {
        assertRefused(Key.duration("anypool.kill-grace"), text, "500ms, 2s, 5m, 1h or PT2S");
    }

    @Test
    void duration_tooLongToBeHeld_isRefused() {
        assertRefused(Key.duration("anypool.kill-grace"), "9223372036854775807h", "a duration");
    }

    @ParameterizedTest
    @CsvSource({"65536, 65536", "0, 0", "1k, 1024", "1K, 1024", "512m, 536870912", "2g, 2147483648", "2 G, 2147483648"})
    void bytes_areReadFromTheirSpellings(String text, long expected) {
        assertThat(Key.bytes("anypool.process.max-heap").parse(text, "a test")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5g", "1t", "1kb", "9223372036854775807k", "99999999999999999999"})
    void bytes_thatAreNone_areRefused(String text) {
        assertRefused(Key.bytes("anypool.process.max-heap"), text, "65536, 512m or 2g");
    }

    @Test
    void count_isReadAndItsLowerBoundKept() {
        Key<Integer> key = Key.count("anypool.workers", 1);

        assertThat(key.parse("1", "a test")).isEqualTo(1);
        assertThat(key.parse(" 12 ", "a test")).isEqualTo(12);
        for (String bad : List.of("0", "-1", "", "two", "1.0", "99999999999")) {
            assertRefused(key, bad, "at least 1");
        }
    }

    @Test
    void flag_isReadInAnyCase() {
        Key<Boolean> key = Key.flag("anypool.start-ahead");

        assertThat(key.parse("true", "a test")).isTrue();
        assertThat(key.parse("False", "a test")).isFalse();
        for (String bad : List.of("", "yes", "1", "on")) {
            assertRefused(key, bad, "true or false");
        }
    }

    @Test
    void text_isAnythingButBlank() {
        Key<String> key = Key.text("anypool.name");

        assertThat(key.parse(" nightly run ", "a test")).isEqualTo("nightly run");
        assertRefused(key, "", "not blank");
        assertRefused(key, "  ", "not blank");
    }

    @Test
    void choice_isReadInLowerCaseWithHyphens_andItsRefusalNamesAllChoices() {
        Key<Output> key = Key.choice("anypool.process.output", Output.class);

        assertThat(key.parse("parent", "a test")).isEqualTo(Output.PARENT);
        assertThat(key.parse("LOG-file", "a test")).isEqualTo(Output.LOG_FILE);
        for (String bad : List.of("", "log_file", "nowhere")) {
            assertRefused(key, bad, "parent, log-file");
        }
    }

    @Test
    void words_areDividedByWhiteSpace() {
        Key<List<String>> key = Key.words("anypool.process.jvm-options");

        assertThat(key.parse(" -Xss1m \t -ea ", "a test")).containsExactly("-Xss1m", "-ea");
        assertThat(key.parse(" ", "a test")).isEmpty();
    }

    @Test
    void environmentName_isTheKeyInCapitalsWithUnderscores() {
        assertThat(Key.text("anypool.process.max-heap").environmentName()).isEqualTo("ANYPOOL_PROCESS_MAX_HEAP");
        assertThat(Key.text("anypool.workers").environmentName()).isEqualTo("ANYPOOL_WORKERS");
    }

    @Test
    void environmentName_doesNotDependOnTheLocale() {
        java.util.Locale before = java.util.Locale.getDefault();
        java.util.Locale.setDefault(
                new java.util.Locale.Builder().setLanguage("tr").build());
        try {
            assertThat(Key.text("anypool.kill-limit").environmentName()).isEqualTo("ANYPOOL_KILL_LIMIT");
            assertThat(Key.choice("anypool.process.output", Output.class).parse("LOG-FILE", "a test"))
                    .isEqualTo(Output.LOG_FILE);
        } finally {
            java.util.Locale.setDefault(before);
        }
    }

    @Test
    void toString_isTheName() {
        assertThat(Key.text("anypool.name")).hasToString("anypool.name");
    }
}
