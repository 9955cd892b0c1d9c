package dev.anypool.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.PoolOptions;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    private static final Key<Integer> WORKERS = Key.count("anypool.workers", 1);
    private static final Map<String, String> NONE = Map.of();

    // ---- precedence ----

    @Test
    void value_comesFromTheFirstSourceThatHasIt() {
        Map<String, String> explicit = Map.of("anypool.workers", "1");
        Map<String, String> properties = Map.of("anypool.workers", "2");
        Map<String, String> environment = Map.of("ANYPOOL_WORKERS", "3");
        Map<String, String> file = Map.of("anypool.workers", "4");

        assertThat(Configuration.of(explicit, properties, environment, file).get(WORKERS))
                .isEqualTo(1);
        assertThat(Configuration.of(NONE, properties, environment, file).get(WORKERS))
                .isEqualTo(2);
        assertThat(Configuration.of(NONE, NONE, environment, file).get(WORKERS)).isEqualTo(3);
        assertThat(Configuration.of(NONE, NONE, NONE, file).get(WORKERS)).isEqualTo(4);
        assertThat(Configuration.of(NONE, NONE, NONE, NONE).get(WORKERS)).isNull();
    }

    @Test
    void value_thatIsBad_isRefusedNamingItsSource_evenIfALaterSourceHasAGoodOne() {
        Configuration configuration =
                Configuration.of(NONE, Map.of("anypool.workers", "many"), NONE, Map.of("anypool.workers", "4"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.get(WORKERS))
                .withMessageContainingAll("anypool.workers", "many", "the system properties", "at least 1");
    }

    @Test
    void keys_ofOthers_arePassedOver() {
        Configuration configuration = Configuration.of(
                Map.of("spring.name", "x"), Map.of("user.home", "y"), Map.of("PATH", "z"), Map.of("other", "w"));

        assertThatCode(() -> configuration.refuseUnknown(List.of(WORKERS), List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void configuration_isReadOnce() {
        Map<String, String> explicit = new HashMap<>(Map.of("anypool.workers", "1"));
        Configuration configuration = Configuration.of(explicit, NONE, NONE, NONE);
        explicit.put("anypool.workers", "2");

        assertThat(configuration.get(WORKERS)).isEqualTo(1);
    }

    @Test
    void load_ofNull_isRefused() {
        assertThatNullPointerException()
                .isThrownBy(() -> Configuration.load(null))
                .withMessage("configuration");
    }

    // ---- unknown keys ----

    @Test
    void map_whosePrefixWasForgotten_isRefused() {
        Configuration configuration = Configuration.of(Map.of("workers", "2"), NONE, NONE, NONE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.refuseUnknown(List.of(WORKERS), List.of()))
                .withMessageContainingAll("'workers'", "did you mean 'anypool.workers'");
    }

    @Test
    void map_ofAWholeApplication_mayHaveOtherKeysOfTheSameName() {
        Configuration configuration =
                Configuration.of(Map.of("workers", "of the web server", "anypool.workers", "2"), NONE, NONE, NONE);

        assertThatCode(() -> configuration.refuseUnknown(List.of(WORKERS), List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void variables_thatKubernetesMakesForAServiceOfThisName_arePassedOver() {
        Configuration configuration = Configuration.of(
                NONE,
                NONE,
                Map.of(
                        "ANYPOOL_SERVICE_HOST",
                        "10.0.0.1",
                        "ANYPOOL_SERVICE_PORT_HTTP",
                        "80",
                        "ANYPOOL_PORT",
                        "tcp://10.0.0.1:80",
                        "ANYPOOL_PORT_80_TCP_ADDR",
                        "10.0.0.1"),
                NONE);

        assertThatCode(() -> configuration.refuseUnknown(List.of(WORKERS), List.of()))
                .doesNotThrowAnyException();
    }

    @Test
    void unknownKey_isRefusedNamingItselfItsSourceAndTheValidOnes() {
        Configuration configuration = Configuration.of(NONE, Map.of("anypool.worker", "2"), NONE, NONE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.refuseUnknown(PoolOptions.keys(), List.of()))
                .withMessageContainingAll(
                        "'anypool.worker'",
                        "the system properties",
                        "anypool.workers",
                        "anypool.name",
                        "anypool.kill-grace",
                        "anypool.start-ahead");
    }

    @Test
    void unknownVariable_isRefusedNamingTheValidVariables() {
        Configuration configuration = Configuration.of(NONE, NONE, Map.of("ANYPOOL_WORKER", "2"), NONE);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> configuration.refuseUnknown(PoolOptions.keys(), List.of()))
                .withMessageContainingAll("'ANYPOOL_WORKER'", "the environment", "ANYPOOL_WORKERS");
    }

    @Test
    void keyOfABackend_isLetPassWhereThatBackendIsAbsent_andCheckedWhereItIsPresent() {
        for (Configuration configuration : List.of(
                Configuration.of(Map.of("anypool.process.max-heap", "1g"), NONE, NONE, NONE),
                Configuration.of(NONE, NONE, Map.of("ANYPOOL_PROCESS_MAX_HEAP", "1g"), NONE))) {
            assertThatCode(() -> configuration.refuseUnknown(List.of(WORKERS), List.of("thread")))
                    .doesNotThrowAnyException();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> configuration.refuseUnknown(List.of(WORKERS), List.of("thread", "process")));
        }
    }

    // ---- real sources ----

    @Test
    void load_readsSystemProperties() {
        System.setProperty("anypool.workers", "17");
        try {
            assertThat(Configuration.load().get(WORKERS)).isEqualTo(17);
            assertThat(Configuration.load(Map.of("anypool.workers", "18")).get(WORKERS))
                    .isEqualTo(18);
        } finally {
            System.clearProperty("anypool.workers");
        }
    }

    @Test
    void load_readsTheFileThatTheContextClassLoaderSees(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("anypool.properties"), "anypool.workers = 19\nanypool.name = früh\n");

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            Configuration configuration = loadWith(loader);
            assertThat(configuration.get(WORKERS)).isEqualTo(19);
            assertThat(configuration.get(Key.text("anypool.name"))).isEqualTo("früh");
        }
    }

    @Test
    void load_ofAFileThatCannotBeRead_namesIt(@TempDir Path directory) throws Exception {
        Files.writeString(directory.resolve("anypool.properties"), "anypool.name = \\uXYZ\n");

        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()})) {
            assertThatThrownBy(() -> loadWith(loader))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("anypool.properties");
        }
    }

    private static Configuration loadWith(ClassLoader loader) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(loader);
        try {
            return Configuration.load();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    // ---- options ----

    @Test
    void complete_fillsWhatIsNotSetAndKeepsWhatIs() {
        Configuration configuration = Configuration.of(
                Map.of(
                        "anypool.workers", "3",
                        "anypool.name", "configured",
                        "anypool.kill-grace", "500ms",
                        "anypool.start-ahead", "true"),
                NONE,
                NONE,
                NONE);

        PoolOptions filled = PoolOptions.defaults().complete(configuration);
        assertThat(filled.workers()).isEqualTo(3);
        assertThat(filled.name()).hasValue("configured");
        assertThat(filled.killGrace()).isEqualTo(Duration.ofMillis(500));
        assertThat(filled.startAhead()).isTrue();

        PoolOptions kept = PoolOptions.defaults()
                .workers(5)
                .name("given")
                .killGrace(Duration.ofSeconds(1))
                .startAhead(false)
                .complete(configuration);
        assertThat(kept.workers()).isEqualTo(5);
        assertThat(kept.name()).hasValue("given");
        assertThat(kept.killGrace()).isEqualTo(Duration.ofSeconds(1));
        assertThat(kept.startAhead()).isFalse();
    }

    @Test
    void complete_givesEachPoolANameOfItsOwn() {
        Configuration empty = Configuration.of(NONE, NONE, NONE, NONE);

        String first = PoolOptions.defaults().complete(empty).name().orElseThrow();
        String second = PoolOptions.defaults().complete(empty).name().orElseThrow();

        assertThat(first).matches("anypool-\\d+");
        assertThat(second).matches("anypool-\\d+").isNotEqualTo(first);
    }
}
