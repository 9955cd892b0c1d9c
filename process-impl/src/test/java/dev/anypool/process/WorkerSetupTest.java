package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.Worker;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker JVM is started with: what the options say, and what it takes over from its parent. */
@StartsWorkers
class WorkerSetupTest {
    private static final String CLASS_PATH = "java.class.path";

    private static PoolExecutor open(ProcessPoolOptions options) {
        return Pools.open(PoolOptions.defaults().workers(1).with(options));
    }

    @Test
    @Tag("B31")
    void options_reachTheWorker(@TempDir Path directory) throws IOException {
        ProcessPoolOptions options = ProcessPoolOptions.defaults()
                .environment(Map.of("ANYSETTING", "from the options"))
                .directory(directory)
                .maxHeap(48 << 20)
                .jvmOptions("-Danytest.property=with a space", "-XX:+UseParallelGC");
        try (PoolExecutor pool = open(options)) {
            assertThat(Outcomes.resultOf(pool.submit(() -> System.getenv("ANYSETTING"))))
                    .isEqualTo("from the options");
            assertThat(Outcomes.resultOf(pool.submit(() -> System.getenv("PATH"))))
                    .as("the rest of the environment is the parent's")
                    .isEqualTo(System.getenv("PATH"));
            assertThat(Path.of(Outcomes.resultOf(
                            pool.submit(() -> new File("").getAbsoluteFile().toString()))))
                    .isEqualTo(directory.toRealPath());
            assertThat(Outcomes.resultOf(pool.submit(() -> Runtime.getRuntime().maxMemory())))
                    .isLessThanOrEqualTo(48 << 20);
            assertThat(Outcomes.resultOf(pool.submit(Work::property, "anytest.property")))
                    .isEqualTo("with a space");
            assertThat(Outcomes.resultOf(pool.submit(WorkerSetupTest::collectors)))
                    .contains("PS ");
        }
    }

    private static String collectors() {
        return java.lang.management.ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(java.lang.management.GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", "));
    }

    @Test
    @Tag("B31")
    void defaults_areLight() {
        try (PoolExecutor pool = Pools.open(2)) {
            assertThat(Outcomes.resultOf(pool.submit(WorkerSetupTest::collectors)))
                    .isEqualTo("Copy, MarkSweepCompact");
            assertThat(Outcomes.resultOf(pool.submit(() -> Runtime.getRuntime().availableProcessors())))
                    .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
            assertThat(Outcomes.resultOf(pool.submit(() -> System.in.read())))
                    .as("standard input is at its end")
                    .isEqualTo(-1);
        }
    }

    @Test
    @Tag("B31")
    void smallestHeapAllowed_isEnoughToStart() {
        try (PoolExecutor pool = open(ProcessPoolOptions.defaults().maxHeap(8 << 20))) {
            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
        }
    }

    private static Path leaveAFile() throws IOException {
        return Files.createTempFile("left", "behind");
    }

    @Test
    @Tag("B31")
    void temporaryDirectory_isTheWorkersOwn_andGoneAfterClose() {
        Path first;
        Path second;
        try (PoolExecutor pool = Pools.open(1)) {
            first = Path.of(Outcomes.resultOf(pool.submit(() -> leaveAFile().toString())));
            assertThat(first).exists();
            Outcomes.crashOf(pool.submit(new Saboteurs.HaltInTask(1)));
            second = Path.of(Outcomes.resultOf(pool.submit(() -> leaveAFile().toString())));
            assertThat(second.getParent()).isNotEqualTo(first.getParent());
            assertThat(first.getParent()).as("of the worker that is gone").doesNotExist();
        }
        assertThat(second.getParent()).doesNotExist();
    }

    @Test
    @Tag("B31")
    void classPath_longerThanAnArgumentMayBe_works() {
        String real = System.getProperty(CLASS_PATH);
        String filler = Stream.iterate(0, number -> number + 1)
                .limit(3_000)
                .map(number -> "/no such directory/with \"quotes\" and \\ /" + number + "/some-library.jar")
                .collect(Collectors.joining(File.pathSeparator));
        System.setProperty(CLASS_PATH, real + File.pathSeparator + filler);
        try (PoolExecutor pool = Pools.open(1)) {
            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
        } finally {
            System.setProperty(CLASS_PATH, real);
        }
    }

    /** A program that prints what its worker sees. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) {
            try (PoolExecutor pool = Pools.open(1)) {
                for (String line : pool.submit(Parent::seen).join()) {
                    System.out.println(line);
                }
            }
        }

        static List<String> seen() {
            List<String> seen = new ArrayList<>();
            seen.add("assertions " + Parent.class.desiredAssertionStatus());
            seen.add("property " + System.getProperty("anytest.parent"));
            seen.add("locale " + java.util.Locale.getDefault());
            seen.add("opened " + Object.class.getModule().isOpen("java.util", Parent.class.getModule()));
            seen.add("options " + System.getenv("JAVA_TOOL_OPTIONS"));
            seen.add("heap of 64 MiB " + (Runtime.getRuntime().maxMemory() <= 64 << 20));
            seen.add("managed " + System.getProperty("com.sun.management.jmxremote.port"));
            return seen;
        }
    }

    @Test
    @Tag("B31")
    void worker_takesOverTheParentsSettings_butNeitherItsHeapNorItsPorts() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-ea",
                "-Xmx64m",
                "-Danytest.parent=a value",
                "-Duser.language=fr",
                "-Duser.country=CA",
                "-Dcom.sun.management.jmxremote.port=0",
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false",
                "--add-opens",
                "java.base/java.util=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty(CLASS_PATH),
                Parent.class.getName());
        builder.environment().put("JAVA_TOOL_OPTIONS", "-Danytest.tool=x");
        Process parent = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();

        List<String> lines = parent.inputReader().lines().toList();

        assertThat(parent.waitFor()).isZero();
        assertThat(lines)
                .containsExactly(
                        "assertions true",
                        "property a value",
                        "locale fr_CA",
                        "opened true",
                        "options null",
                        "heap of 64 MiB false",
                        "managed null");
    }

    @Test
    void everyWorker_hasAnIdAndANameOfItsOwn() {
        try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).name("anypool-setup"))) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));
            Outcomes.crashOf(pool.submit(new Saboteurs.HaltInTask(1)));
            Worker second = Outcomes.resultOf(pool.submit(Work::whoAmI));

            assertThat(first.name()).isEqualTo("anypool-setup-worker-1");
            assertThat(second.name()).isEqualTo("anypool-setup-worker-2");
            assertThat(second.backend()).isEqualTo("process");
        }
    }
}
