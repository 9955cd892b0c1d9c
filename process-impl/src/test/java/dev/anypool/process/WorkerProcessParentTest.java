package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process of its own and the end of its parent: which of the two waits for the other. */
@StartsWorkers
class WorkerProcessParentTest {
    @TempDir
    Path directory;

    private Journal journal;
    private Mark started;
    private Gate gate;

    @BeforeEach
    void prepare() {
        journal = Journal.in(directory, "journal");
        started = Mark.in(directory, "started");
        gate = Gate.in(directory, "gate");
    }

    /** A program that starts a process which holds at a gate, and whose main returns or waits. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[2]);
            Journal journal = Journal.in(directory, "journal");
            Mark started = Mark.in(directory, "started");
            Gate gate = Gate.in(directory, "gate");
            boolean atTheEnd = arguments[0].equals("holds at its end");
            WorkerProcess process = WorkerProcess.of(() -> hold(journal, started, gate, atTheEnd))
                    .daemon(arguments[0].equals("daemon")); // not closed on purpose
            process.start();
            started.await();
            if (arguments[1].equals("wait")) {
                Thread.currentThread().join();
            }
        }
    }

    private static void hold(Journal journal, Mark started, Gate gate, boolean atTheEnd) {
        if (atTheEnd) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> hold(journal, started, gate, false)));
            return;
        }
        journal.add(Long.toString(ProcessHandle.current().pid()));
        started.set();
        gate.passStubbornly();
        journal.add("has finished");
    }

    private ParentJvm start(String kind, String end) throws Exception {
        return ParentJvm.start(directory, Parent.class, List.of(), kind, end, directory.toString());
    }

    private List<Long> worker() {
        return List.of(Long.valueOf(journal.lines().get(0)));
    }

    @Test
    @Tag("B53")
    void parentWhoseMainReturns_waitsForItsProcess() throws Exception {
        try (ParentJvm parent = start("waited-for", "return")) {
            started.await();
            assertThat(parent.process().waitFor(500, TimeUnit.MILLISECONDS))
                    .as("the parent has ended")
                    .isFalse();

            gate.open();

            assertThat(parent.awaitEnd()).isZero();
            assertThat(journal.lines()).element(1).isEqualTo("has finished");
            ParentJvm.assertGone(worker());
        }
    }

    @Test
    @Tag("B53")
    void parentWhoseMainReturns_takesADaemonAlong() throws Exception {
        try (ParentJvm parent = start("daemon", "return")) {
            assertThat(parent.awaitEnd()).isZero();
            ParentJvm.assertGone(worker());
            assertThat(journal.lines()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"daemon", "waited-for", "holds at its end"})
    @Tag("B53")
    @Tag("B48")
    void killedParent_takesItsProcessAlong(String kind) throws Exception {
        try (ParentJvm parent = start(kind, "wait")) {
            started.await();

            Signals.send("KILL", parent.process().pid());

            parent.awaitEnd();
            ParentJvm.assertGone(worker());
            assertThat(journal.lines()).hasSize(1);
        }
    }
}
