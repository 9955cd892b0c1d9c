package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a terminal sends to all processes of a command at once: the parent handles it, and workers leave it to the parent. */
@StartsWorkers
class TerminalTest {
    @TempDir
    Path directory;

    private Journal pids;
    private Mark started;

    @BeforeEach
    void prepare() {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "a shell that makes process groups without a terminal");
        pids = Journal.in(directory, "pids");
        started = Mark.in(directory, "started");
    }

    /** A program whose pool has a task that runs, and that handles its end in some way. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[1]);
            Journal pids = Journal.in(directory, "pids");
            Mark started = Mark.in(directory, "started");
            Gate gate = Gate.in(directory, "gate");
            pids.add(Long.toString(ProcessHandle.current().pid()));
            PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).killGrace(Duration.ofMillis(50)));
            TaskFuture<String> task = switch (arguments[0]) {
                case "finish" -> pool.submit(() -> holdAt(gate, pids, started));
                case "child" -> pool.submit(() -> waitForAChild(pids, started));
                default -> pool.submit(() -> spin(pids, started));
            };
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                System.out.println("the parent's own handling");
                switch (arguments[0]) {
                    case "finish", "child" -> {
                        gate.open();
                        System.out.println("the task " + task.join());
                    }
                    case "stop" -> {
                        pool.shutdownNow();
                        pool.close();
                        System.out.println("the task was stopped: " + task.isCancelled());
                    }
                    default -> {} // leaves the pool as it is
                }
            }));
            Thread.currentThread().join();
        }
    }

    private static void begin(Journal pids, Mark started) {
        pids.add(Long.toString(ProcessHandle.current().pid()));
        started.set();
    }

    private static String holdAt(Gate gate, Journal pids, Mark started) throws InterruptedException {
        begin(pids, started);
        gate.pass();
        return "has finished";
    }

    private static String spin(Journal pids, Mark started) {
        begin(pids, started);
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static String waitForAChild(Journal pids, Mark started) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("sleep", "600").start();
        begin(pids, started);
        return "saw its child end with " + child.waitFor();
    }

    /** Starts the parent, and sends the signal to its group when the task runs; returns what the parent and its workers wrote. */
    private String signal(String signal, String mode) throws Exception {
        try (ParentJvm parent = ParentJvm.startInAGroup(directory, Parent.class, mode, directory.toString())) {
            started.await();
            List<Long> both = pids.lines().stream().map(Long::valueOf).toList();
            assertThat(both).hasSize(2);

            Signals.sendToGroup(signal, both.get(0));

            parent.awaitEnd();
            ParentJvm.assertGone(both);
            assertThat(parent.text()).doesNotContain("Exception", "\tat ").contains("the parent's own handling");
            return parent.text();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT", "HUP"})
    @Tag("B49")
    void parentThatFinishesItsWork_findsItsWorkersAtIt(String signal) throws Exception {
        assertThat(signal(signal, "finish")).contains("the task has finished");
    }

    @Test
    @Tag("B49")
    void parentThatStopsItsPool_ends() throws Exception {
        assertThat(signal("INT", "stop")).contains("the task was stopped: true");
    }

    @ParameterizedTest
    @CsvSource({"INT", "HUP"})
    @Tag("B48")
    @Tag("B49")
    void parentThatLeavesItsPool_takesBusyWorkersAlong(String signal) throws Exception {
        assertThat(signal(signal, "leave").lines()).containsExactly("the parent's own handling");
    }

    @Test
    @Tag("B49")
    void childOfATask_isEndedByTheSignalAsEver() throws Exception {
        assertThat(signal("INT", "child")).contains("the task saw its child end with 130");
    }
}
