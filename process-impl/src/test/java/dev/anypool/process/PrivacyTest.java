package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.PoolExecutor;
import dev.anypool.Worker;
import dev.anypool.process.wire.Bootstrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A worker's secret is on no command line and in no environment, and is another for each worker. */
@StartsWorkers
class PrivacyTest {
    private static byte[] secret() {
        return Objects.requireNonNull(Bootstrap.ofThisJvm()).secret();
    }

    @Test
    void secret_isNeitherOnTheCommandLineNorInTheEnvironment() throws IOException {
        try (PoolExecutor pool = Pools.open(1)) {
            Worker worker = Outcomes.resultOf(pool.submit(Work::whoAmI));
            byte[] secret = Outcomes.resultOf(pool.submit(PrivacyTest::secret));
            ProcessHandle.Info info =
                    ProcessHandle.of(worker.pid()).orElseThrow().info();

            assertHides(secret, info.toString());
            Path proc = Path.of("/proc", Long.toString(worker.pid()));
            assumeTrue(Files.isDirectory(proc), "the system has /proc");
            for (String file : new String[] {"cmdline", "environ"}) {
                String text = Files.readString(proc.resolve(file), StandardCharsets.ISO_8859_1);
                assertThat(text).isNotEmpty();
                assertHides(secret, text);
            }
        }
    }

    private static void assertHides(byte[] secret, String text) {
        assertThat(text.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain(HexFormat.of().formatHex(secret));
        assertThat(text)
                .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(secret))
                .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1));
    }

    @Test
    void secret_isAnotherForEachWorker() {
        try (PoolExecutor pool = Pools.open(1)) {
            byte[] first = Outcomes.resultOf(pool.submit(PrivacyTest::secret));
            Outcomes.crashOf(pool.submit(new Saboteurs.HaltInTask(1)));

            assertThat(Outcomes.resultOf(pool.submit(PrivacyTest::secret))).isNotEqualTo(first);
        }
    }
}
