package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.Action;
import dev.anypool.PoolOptions;
import dev.anypool.TaskSerializationException;
import dev.anypool.Worker;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.NotSerializable;
import dev.anypool.testkit.Waiting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of its own: its life, from start to join, and what it is called. */
@StartsWorkers
class WorkerProcessTest {
    @TempDir
    Path directory;

    private static void joinWithin(WorkerProcess process, Duration limit) throws InterruptedException {
        assertThat(process.join(limit)).as("%s has ended", process).isTrue();
    }

    private static void assertNothingLeft() throws IOException {
        assertThat(LeftOvers.children()).isEmpty();
        assertThat(LeftOvers.poolDirectories()).isEmpty();
        Waiting.untilAsserted(
                "no thread is left", () -> assertThat(LeftOvers.poolThreads()).isEmpty());
    }

    private static void tellWho(Journal journal) {
        Worker self = Worker.current();
        journal.add(self.name() + " " + self.pid() + " " + self.backend());
    }

    @Test
    @Tag("B53")
    void process_runsItsTarget_andLeavesNothing() throws Exception {
        Journal journal = Journal.in(directory, "journal");
        try (WorkerProcess process =
                WorkerProcess.of(() -> tellWho(journal), PoolOptions.defaults().name("anypool-crunch"))) {
            assertThat(process.isAlive()).isFalse();
            assertThat(process.pid()).isEmpty();
            assertThat(process.exitCode()).isEmpty();

            process.start();
            long pid = process.pid().orElseThrow();
            process.join();

            assertNothingLeft();
            assertThat(journal.lines()).containsExactly("anypool-crunch " + pid + " process");
            assertThat(pid).isNotEqualTo(ProcessHandle.current().pid());
            assertThat(process.pid()).hasValue(pid);
            assertThat(process.isAlive()).isFalse();
            assertThat(process.exitCode()).hasValue(0);
            assertThat(process.signal()).isEmpty();
            assertThat(process.failure()).isEmpty();
            assertThat(process.name()).isEqualTo("anypool-crunch");
        }
    }

    @Test
    @Tag("B53")
    void aliveProcess_hasAPid_andNoEndYet() throws Exception {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        try (WorkerProcess process = WorkerProcess.of(() -> Work.hold(started, gate))) {
            process.start();
            started.await();

            assertThat(process.isAlive()).isTrue();
            assertThat(ProcessHandle.of(process.pid().orElseThrow())).isPresent();
            assertThat(process.exitCode()).isEmpty();
            assertThat(process.signal()).isEmpty();
            assertThat(process.failure()).isEmpty();
            assertThat(process)
                    .hasToString(
                            process.name() + "[started, pid " + process.pid().orElseThrow() + "]");

            gate.open();
            joinWithin(process, Waiting.GUARD);
            assertThat(process.exitCode()).hasValue(0);
        }
    }

    @Test
    @Tag("B53")
    void join_withALimit_tellsWhetherTheProcessHasEnded() throws Exception {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        try (WorkerProcess process = WorkerProcess.of(() -> Work.hold(started, gate))) {
            process.start();

            assertThat(process.join(Duration.ofMillis(10))).isFalse();
            assertThat(process.join(Duration.ZERO)).isFalse();
            assertThat(process.join(Duration.ofSeconds(-1))).isFalse();
            assertThat(process.isAlive()).isTrue();

            gate.open();
            joinWithin(process, Duration.ofSeconds(Long.MAX_VALUE)); // too long to be counted in nanoseconds
            assertThat(process.join(Duration.ZERO)).isTrue();
        }
    }

    @Test
    @Tag("B53")
    void join_fromSeveralThreads_returnsInAll_andAnInterruptedOneAloneGivesUp() throws Exception {
        Mark started = Mark.in(directory, "started");
        Gate gate = Gate.in(directory, "gate");
        try (WorkerProcess process = WorkerProcess.of(() -> Work.hold(started, gate))) {
            process.start();
            AtomicInteger joined = new AtomicInteger();
            AtomicInteger interrupted = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < 4; number++) {
                threads.add(new Thread(() -> {
                    try {
                        process.join();
                        joined.incrementAndGet();
                    } catch (InterruptedException e) {
                        interrupted.incrementAndGet();
                    }
                }));
            }
            threads.forEach(Thread::start);

            threads.get(0).interrupt();
            threads.get(0).join();
            assertThat(process.isAlive()).isTrue();
            gate.open();
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(interrupted).hasValue(1);
            assertThat(joined).hasValue(3);
        }
    }

    @Test
    @Tag("B53")
    void start_worksOnceOnly() throws Exception {
        try (WorkerProcess process = WorkerProcess.of(() -> {})) {
            process.start();
            assertThatThrownBy(process::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(process.name())
                    .hasMessageContaining("only once");
            process.join();
            assertThatThrownBy(process::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("only once");
            assertThat(process.exitCode()).hasValue(0);
        }
    }

    @Test
    @Tag("B53")
    void notStarted_canNeitherBeJoinedNorEnded() {
        try (WorkerProcess process = WorkerProcess.of(() -> {})) {
            for (ThrowingCall call : List.<ThrowingCall>of(
                    process::join, () -> process.join(Duration.ZERO), process::terminate, process::kill)) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("has not been started");
            }
        }
    }

    private interface ThrowingCall {
        void run() throws Exception;
    }

    @Test
    @Tag("B53")
    void closedBeforeItsStart_cannotBeStarted_andHoldsNothing() throws Exception {
        WorkerProcess process = WorkerProcess.of(() -> {});
        process.close();
        process.close();
        assertThatThrownBy(process::start)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is closed");
        assertThat(process.exitCode()).isEmpty();
        assertNothingLeft();
    }

    @Test
    @Tag("B53")
    void daemon_isChosenBeforeTheStart() {
        try (WorkerProcess process = WorkerProcess.of(() -> {})) {
            assertThat(process.isDaemon()).isFalse();
            assertThat(process.daemon(true)).isSameAs(process);
            process.start();
            assertThat(process.isDaemon()).isTrue();
            assertThatThrownBy(() -> process.daemon(false))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("before it starts");
        }
    }

    @Test
    @Tag("B53")
    void close_endsATargetThatNeverWould() throws Exception {
        Mark started = Mark.in(directory, "started");
        WorkerProcess process = WorkerProcess.of(new BusyForEver(started));
        process.start();
        started.await();

        process.close();

        assertNothingLeft();
        assertThat(process.signal()).hasValue("SIGTERM");
        assertThat(process.join(Duration.ZERO)).isTrue();
        process.close();
    }

    @Test
    @Tag("B53")
    void close_killsWhatDoesNotEndWithinTheGrace() throws Exception {
        Mark started = Mark.in(directory, "started");
        WorkerProcess process =
                WorkerProcess.of(new HoldTheEnd(started), PoolOptions.defaults().killGrace(Duration.ofMillis(50)));
        process.start();
        started.await();

        process.close();

        assertThat(process.signal()).hasValue("SIGKILL");
        assertThat(process.failure().orElseThrow()).hasMessageContaining("within PT0.05S of its closing");
    }

    /** Has a shutdown hook that never ends. */
    record HoldTheEnd(Mark started) implements Action {
        @Override
        public void run() throws InterruptedException {
            CountDownLatch never = new CountDownLatch(1);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                while (true) {
                    Thread.onSpinWait();
                }
            }));
            started.set();
            never.await();
        }
    }

    @Test
    @Tag("B53")
    void close_interrupted_killsAtOnce_andKeepsTheInterrupt() throws Exception {
        Mark started = Mark.in(directory, "started");
        WorkerProcess process =
                WorkerProcess.of(new HoldTheEnd(started), PoolOptions.defaults().killGrace(Duration.ofHours(1)));
        process.start();
        started.await();

        Thread.currentThread().interrupt();
        process.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(process.signal()).hasValue("SIGKILL");
        assertNothingLeft();
    }

    private static void note(Journal journal) {
        journal.add(System.getenv("ANYSETTING"));
        journal.add(new File("").getAbsolutePath());
        journal.add(System.getProperty("anytest.property"));
        journal.add(Boolean.toString(Runtime.getRuntime().maxMemory() <= 48 << 20));
        journal.add(Integer.toString(Runtime.getRuntime().availableProcessors()));
    }

    @Test
    @Tag("B53")
    @Tag("B31")
    void options_reachTheProcess() throws Exception {
        Journal journal = Journal.in(directory, "journal");
        ProcessPoolOptions options = ProcessPoolOptions.defaults()
                .environment(Map.of("ANYSETTING", "from the options"))
                .directory(directory)
                .maxHeap(48 << 20)
                .processors(5)
                .jvmOptions("-Danytest.property=a value");
        try (WorkerProcess process =
                WorkerProcess.of(() -> note(journal), PoolOptions.defaults().with(options))) {
            process.start();
            process.join();

            assertThat(process.failure()).isEmpty();
            assertThat(journal.lines())
                    .containsExactly("from the options", directory.toRealPath().toString(), "a value", "true", "5");
        }
    }

    @Test
    @Tag("B53")
    @Tag("B6")
    void target_isCopiedWhenTheProcessIsMade() throws Exception {
        Journal journal = Journal.in(directory, "journal");
        List<String> words = new ArrayList<>(List.of("before"));
        try (WorkerProcess process = WorkerProcess.of(() -> words.forEach(journal::add))) {
            words.add("after");
            process.start();
            process.join();
        }
        assertThat(journal.lines()).containsExactly("before");
    }

    @Test
    @Tag("B53")
    void targetThatCannotTravel_isRefusedWhenTheProcessIsMade() {
        NotSerializable captured = new NotSerializable();
        assertThatThrownBy(() -> WorkerProcess.of(captured::toString))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining(NotSerializable.class.getName());
    }

    @Test
    @Tag("B53")
    void defaultNames_differ() {
        try (WorkerProcess one = WorkerProcess.of(() -> {});
                WorkerProcess two = WorkerProcess.of(() -> {})) {
            assertThat(one.name()).startsWith("anypool-process-").isNotEqualTo(two.name());
        }
    }

    private static void openAnother(Journal journal) throws InterruptedException {
        try (WorkerProcess inner =
                WorkerProcess.of(() -> tellWho(journal), PoolOptions.defaults().name("anypool-in"))) {
            inner.start();
            inner.join();
        }
    }

    @Test
    @Tag("B53")
    @Tag("B30")
    void processInsideAProcess_works() throws Exception {
        Journal journal = Journal.in(directory, "journal");
        try (WorkerProcess outer = WorkerProcess.of(() -> openAnother(journal))) {
            outer.start();
            outer.join();
            assertThat(outer.failure()).isEmpty();
        }
        assertThat(journal.lines()).singleElement().asString().startsWith("anypool-in ");
    }
}
