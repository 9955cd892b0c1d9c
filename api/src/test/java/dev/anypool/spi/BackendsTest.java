package dev.anypool.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.Pools;
import dev.anypool.dispatch.InlineBackend;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a backend is chosen; no real one is on this module's class path. */
class BackendsTest {

    /** A backend with a key of its own. */
    public static class Inline implements PoolProvider {
        @Override
        public String backend() {
            return "inline";
        }

        @Override
        public List<Key<?>> keys() {
            return List.of(Key.flag("anypool.inline.loud"));
        }

        @Override
        public Backend create(PoolOptions options, Configuration configuration) {
            return new InlineBackend();
        }
    }

    /** Another backend, that is preferred. */
    public static final class Preferred extends Inline {
        @Override
        public String backend() {
            return "thread";
        }

        @Override
        public List<Key<?>> keys() {
            return List.of();
        }

        @Override
        public Backend create(PoolOptions options, Configuration configuration) {
            throw new IllegalArgumentException("thread was chosen with " + options.workers() + " workers");
        }
    }

    @TempDir
    private Path directory;

    /** Runs with these backends on the class path of the context class loader. */
    private void with(List<Class<? extends PoolProvider>> providers, Runnable test) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.write(
                services.resolve(PoolProvider.class.getName()),
                providers.stream().map(Class::getName).toList());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {directory.toUri().toURL()}, before)) {
            Thread.currentThread().setContextClassLoader(loader);
            test.run();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void open_withNoBackendOnTheClassPath_saysWhichArtifactToAdd() {
        assertThatIllegalStateException()
                .isThrownBy(Pools::open)
                .withMessageContainingAll(
                        "no Anypool backend", "dev.anypool:anypool-thread", "dev.anypool:anypool-process");
        assertThatIllegalStateException()
                .isThrownBy(() -> Pools.open(Map.of("anypool.backend", "thread")))
                .withMessageContaining("dev.anypool:anypool-thread");
    }

    @Test
    void open_withOneBackendOnTheClassPath_takesThatOne() throws Exception {
        with(List.of(Inline.class), () -> {
            try (PoolExecutor pool = Pools.open(1)) {
                assertThat(pool.submit(() -> 42).join()).isEqualTo(42);
            }
        });
    }

    @Test
    void open_withABackendThatIsAbsent_saysWhichThereAreAndWhichArtifactToAdd() throws Exception {
        with(
                List.of(Inline.class),
                () -> assertThatIllegalStateException()
                        .isThrownBy(() -> Pools.open(Map.of("anypool.backend", "Process")))
                        .withMessageContainingAll("'process'", "inline", "dev.anypool:anypool-process"));
    }

    @Test
    void open_withSeveralBackends_takesThread_unlessAnotherIsNamed() throws Exception {
        with(List.of(Inline.class, Preferred.class), () -> {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Pools.open(3))
                    .withMessage("thread was chosen with 3 workers");
            Pools.open(Map.of("anypool.backend", "inline", "anypool.workers", "2"))
                    .close();
        });
    }

    @Test
    void open_withAnUnknownKey_isRefusedNamingTheValidOnesOfAllBackends() throws Exception {
        with(
                List.of(Inline.class),
                () -> assertThatIllegalArgumentException()
                        .isThrownBy(() -> Pools.open(Map.of("anypool.inline.lout", "true")))
                        .withMessageContainingAll(
                                "'anypool.inline.lout'",
                                "the map given to Pools.open",
                                "anypool.backend",
                                "anypool.inline.loud",
                                "anypool.workers"));
    }

    @Test
    void open_ofNull_isRefused() throws Exception {
        with(List.of(Inline.class), () -> {
            assertThatNullPointerException()
                    .isThrownBy(() -> Pools.open((PoolOptions) null))
                    .withMessage("options");
            assertThatNullPointerException()
                    .isThrownBy(() -> Pools.open((Map<String, String>) null))
                    .withMessage("configuration");
        });
    }

    @Test
    void open_passesOverKeysThatAreNotItsOwn() throws Exception {
        with(
                List.of(Inline.class),
                () -> Pools.open(Map.of("server.port", "8080", "anypool.process.max-heap", "1g"))
                        .close());
    }
}
