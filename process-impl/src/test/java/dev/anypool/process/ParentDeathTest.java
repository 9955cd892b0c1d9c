package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.Waiting;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A parent that ends without closing its pool takes its workers along, busy or not. */
@StartsWorkers
class ParentDeathTest {
    @TempDir
    Path directory;

    /** A program that opens a pool, keeps its workers busy or lets them rest, tells their pids, and ends in some way or waits. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            PoolExecutor pool = Pools.open(2); // left open on purpose
            List<Long> pids = new ArrayList<>();
            if (arguments[0].equals("busy")) {
                for (String name : List.of("one", "two")) {
                    Mark started = Mark.in(Path.of(arguments[2]), name);
                    pool.submit(new BusyForEver(started));
                    started.await();
                }
            } else {
                pool.submit(Work::whoAmI).join();
            }
            pool.stats()
                    .workers()
                    .forEach(stats -> pids.add(
                            java.util.Objects.requireNonNull(stats.worker()).pid()));
            System.out.println("pids "
                    + pids.stream()
                            .map(String::valueOf)
                            .reduce((a, b) -> a + " " + b)
                            .orElse(""));
            switch (arguments[1]) {
                case "halt" -> Runtime.getRuntime().halt(0);
                case "wait" -> Thread.currentThread().join();
                default -> {} // main returns
            }
        }
    }

    private Process start(String work, String end) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        work,
                        end,
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static List<Long> pidsOf(Process parent) throws IOException {
        BufferedReader output = parent.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("pids ")) {
                return List.of(line.substring(5).split(" ")).stream()
                        .map(Long::valueOf)
                        .toList();
            }
        }
        throw new AssertionError("the parent ended without telling its workers' pids");
    }

    private static void assertGone(List<Long> pids) {
        Waiting.untilAsserted(
                "the workers are gone",
                () -> assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent()));
        Waiting.untilAsserted(
                "the directory is gone",
                () -> assertThat(LeftOvers.poolDirectories()).isEmpty());
    }

    @Test
    void killedParent_takesBusyWorkersAlong() throws Exception {
        Process parent = start("busy", "wait");
        List<Long> pids = pidsOf(parent);
        assertThat(pids).hasSize(2);

        parent.destroyForcibly().waitFor();

        assertGone(pids);
    }

    @Test
    void haltedParent_takesIdleWorkersAlong() throws Exception {
        Process parent = start("idle", "halt");
        List<Long> pids = pidsOf(parent);

        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertGone(pids);
    }

    @Test
    void idlePoolThatNobodyClosed_doesNotKeepTheProgramFromEnding() throws Exception {
        Process parent = start("idle", "return");
        List<Long> pids = pidsOf(parent);

        assertThat(parent.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(parent.exitValue()).isZero();
        assertGone(pids);
    }
}
