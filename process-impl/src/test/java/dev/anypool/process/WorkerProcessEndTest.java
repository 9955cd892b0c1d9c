package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Action;
import dev.anypool.PoolOptions;
import dev.anypool.RemoteTaskException;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.process.Saboteurs.ExhaustHeap;
import dev.anypool.process.Saboteurs.ExitInTask;
import dev.anypool.process.Saboteurs.HaltInTask;
import dev.anypool.process.Saboteurs.HaltWhenDecoded;
import dev.anypool.process.Saboteurs.SignalSelf;
import dev.anypool.process.Saboteurs.ThrowWhenAskedForItsMessage;
import dev.anypool.process.wire.Wire;
import dev.anypool.testkit.Journal;
import dev.anypool.testkit.Mark;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a process of its own ends: exit codes, signals, and what its target threw. */
@StartsWorkers
class WorkerProcessEndTest {
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    @BeforeEach
    void capture() {
        System.setErr(new PrintStream(err, true));
    }

    @AfterEach
    void release() {
        System.setErr(realErr);
    }

    /** Runs a target to its end. */
    private static WorkerProcess run(Action target, ProcessPoolOptions options) throws InterruptedException {
        WorkerProcess process = WorkerProcess.of(
                target, PoolOptions.defaults().name("anypool-ends").with(options));
        process.start();
        process.join();
        return process;
    }

    private static WorkerProcess run(Action target) throws InterruptedException {
        return run(target, ProcessPoolOptions.defaults());
    }

    private static String crashOf(WorkerProcess process) {
        assertThat(process.failure()).containsInstanceOf(WorkerCrashedException.class);
        WorkerCrashedException crash =
                (WorkerCrashedException) process.failure().orElseThrow();
        assertThat(crash.taskName()).isEqualTo(process.name());
        return crash.crash().summary();
    }

    private static void fail() {
        throw new IllegalArgumentException("no such luck");
    }

    @Test
    @Tag("B53")
    void targetThatThrows_endsWithOne_andItsExceptionIsTold() throws Exception {
        WorkerProcess process = run(() -> fail());

        assertThat(process.exitCode()).hasValue(1);
        assertThat(process.signal()).isEmpty();
        Throwable failure = process.failure().orElseThrow();
        assertThat(failure).isExactlyInstanceOf(IllegalArgumentException.class).hasMessage("no such luck");
        assertThat(failure.getStackTrace())
                .as("the worker's stack, and the place where the process was made")
                .anyMatch(frame -> frame.getMethodName().equals("fail"))
                .anyMatch(frame -> frame.getMethodName().startsWith("targetThatThrows"))
                .anyMatch(frame -> frame.toString()
                        .contains("anypool-ends (pid " + process.pid().orElseThrow()));
        assertThat(err.toString().lines())
                .as("the worker's standard error")
                .startsWith("[anypool-ends] java.lang.IllegalArgumentException: no such luck")
                .anyMatch(line -> line.startsWith("[anypool-ends] \tat ") && line.contains(".fail("));
    }

    @Test
    @Tag("B53")
    void exceptionThatCannotBeShown_isToldAllTheSame() throws Exception {
        WorkerProcess process = run(() -> {
            throw new ThrowWhenAskedForItsMessage();
        });

        assertThat(process.exitCode()).hasValue(1);
        assertThat(process.failure()).containsInstanceOf(ThrowWhenAskedForItsMessage.class);
        assertThat(err.toString()).contains("ThrowWhenAskedForItsMessage, whose stack trace cannot be shown");
    }

    @Test
    @Tag("B53")
    void exceptionThatTheFilterRefuses_isToldByAStandIn() throws Exception {
        WorkerProcess process = run(
                () -> fail(),
                ProcessPoolOptions.defaults().resultFilter(info -> java.io.ObjectInputFilter.Status.REJECTED));

        assertThat(process.exitCode()).hasValue(1);
        assertThat(process.failure()).containsInstanceOf(RemoteTaskException.class);
        assertThat(process.failure().orElseThrow()).hasMessageContaining("no such luck");
    }

    @Test
    @Tag("B53")
    void exhaustedHeap_isTold_andHasAnExitCodeOfItsOwn() throws Exception {
        WorkerProcess process = run(
                () -> new ExhaustHeap().call(), ProcessPoolOptions.defaults().maxHeap(32 << 20));

        assertThat(process.exitCode()).hasValue(Wire.EXIT_OUT_OF_MEMORY);
        assertThat(process.failure()).containsInstanceOf(OutOfMemoryError.class);
    }

    @Test
    @Tag("B53")
    void initializerThatThrows_isToldAsTheFailure_andTheTargetDoesNotRun() throws Exception {
        Mark ran = Mark.in(directory, "ran");
        WorkerProcess process =
                WorkerProcess.of(() -> ran.set(), PoolOptions.defaults().initializer(() -> fail()));
        process.start();
        process.join();

        assertThat(process.failure()).containsInstanceOf(IllegalArgumentException.class);
        assertThat(process.exitCode()).hasValue(Wire.EXIT_UNFIT);
        assertThat(ran.isSet()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 77, 100})
    @Tag("B53")
    void targetThatExits_endsWithItsCode(int code) throws Exception {
        WorkerProcess exited = run(new ExitInTask(code));
        assertThat(exited.exitCode()).hasValue(code);
        assertThat(exited.signal()).isEmpty();
        assertThat(crashOf(exited)).isEqualTo("exited with code " + code);

        WorkerProcess halted = run(new HaltInTask(code));
        assertThat(halted.exitCode()).hasValue(code);
        assertThat(crashOf(halted)).isEqualTo("exited with code " + code);
    }

    @Test
    @Tag("B53")
    void targetThatExitsWithZero_hasNotFailed() throws Exception {
        WorkerProcess process = run(new ExitInTask(0));

        assertThat(process.exitCode()).hasValue(0);
        assertThat(process.failure()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "TERM", "ABRT", "ALRM", "USR1"})
    @Tag("B53")
    void signal_isToldByItsName(String signal) throws Exception {
        WorkerProcess process = run(new SignalSelf(signal));

        assertThat(process.signal()).hasValue("SIG" + signal);
        assertThat(process.exitCode()).isEmpty();
        assertThat(crashOf(process)).isEqualTo("was killed by SIG" + signal);
    }

    @Test
    @Tag("B53")
    void targetThatCannotBeDecoded_isACrashLikeAnyOther() throws Exception {
        HaltWhenDecoded fatal = new HaltWhenDecoded();
        WorkerProcess process = run(() -> fatal.hashCode());

        assertThat(process.exitCode()).hasValue(5);
        assertThat(crashOf(process)).isEqualTo("exited with code 5");
    }

    /** Has a shutdown hook that leaves a line, and waits for ever. */
    record NoteTheEnd(Journal journal, Mark started) implements Action {
        @Override
        public void run() throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                journal.add("hook");
                System.err.println("the hook's last words");
            }));
            started.set();
            new CountDownLatch(1).await();
        }
    }

    @Test
    @Tag("B53")
    void terminate_runsTheShutdownHooks_andShowsWhatTheyWrite() throws Exception {
        Journal journal = Journal.in(directory, "journal");
        Mark started = Mark.in(directory, "started");
        try (WorkerProcess process = WorkerProcess.of(new NoteTheEnd(journal, started))) {
            process.start();
            started.await();

            process.terminate();
            process.join();

            assertThat(process.signal()).hasValue("SIGTERM");
            assertThat(crashOf(process)).isEqualTo("was killed by SIGTERM");
            assertThat(journal.lines()).containsExactly("hook");
            assertThat(err.toString()).contains("the hook's last words");
            process.terminate();
            process.kill();
            assertThat(process.signal()).as("once ended, for ever").hasValue("SIGTERM");
        }
    }

    @Test
    @Tag("B53")
    void kill_runsNoShutdownHook() throws Exception {
        Journal journal = Journal.in(directory, "journal");
        Mark started = Mark.in(directory, "started");
        try (WorkerProcess process = WorkerProcess.of(new NoteTheEnd(journal, started))) {
            process.start();
            started.await();

            process.kill();
            process.join();

            assertThat(process.signal()).hasValue("SIGKILL");
            assertThat(crashOf(process)).isEqualTo("was killed by its parent: WorkerProcess.kill was called");
            assertThat(journal.lines()).isEmpty();
        }
    }

    @Test
    @Tag("B53")
    void hookThatHoldsUpTheEnd_isEndedByKill() throws Exception {
        Mark started = Mark.in(directory, "started");
        try (WorkerProcess process = WorkerProcess.of(new WorkerProcessTest.HoldTheEnd(started))) {
            process.start();
            started.await();

            process.terminate();
            assertThat(process.join(Duration.ofMillis(200))).isFalse();
            process.kill();
            process.join();

            assertThat(process.signal()).hasValue("SIGKILL");
        }
    }

    @Test
    @Tag("B53")
    void killRightAfterTheStart_isNotLost() throws Exception {
        for (int round = 0; round < 3; round++) {
            Mark started = Mark.in(directory, "started-" + round);
            try (WorkerProcess process = WorkerProcess.of(new BusyForEver(started))) {
                process.start();
                process.kill();
                process.join();
                assertThat(process.signal()).hasValue("SIGKILL");
            }
            try (WorkerProcess process = WorkerProcess.of(new BusyForEver(started))) {
                process.start();
                process.terminate();
                process.join();
                assertThat(process.signal()).hasValue("SIGTERM");
            }
        }
    }

    @Test
    @Tag("B53")
    void killWhileAnotherThreadStarts_isNotLost() throws Exception {
        for (int round = 0; round < 5; round++) {
            Mark started = Mark.in(directory, "started-" + round);
            try (WorkerProcess process = WorkerProcess.of(new BusyForEver(started))) {
                CyclicBarrier together = new CyclicBarrier(2);
                Thread starter = new Thread(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    process.start();
                });
                starter.start();
                together.await();
                while (!process.isAlive()) {
                    Thread.onSpinWait();
                }
                process.kill(); // perhaps before the system has made the process
                process.join();
                starter.join();
                assertThat(process.signal()).hasValue("SIGKILL");
            }
        }
    }

    @Test
    @Tag("B53")
    void refusedJvmOption_isToldAsTheFailure() throws Exception {
        WorkerProcess process = run(() -> {}, ProcessPoolOptions.defaults().jvmOptions("-Xmx-nonsense"));

        assertThat(process.exitCode()).hasValue(1);
        assertThat(crashOf(process)).contains("before it could take tasks");
        assertThat(process.failure().orElseThrow()).hasMessageContaining("-Xmx-nonsense");
    }

    @Test
    @Tag("B53")
    void directoryThatIsGone_isToldAsTheFailure() throws Exception {
        Path gone = Files.createDirectory(directory.resolve("soon-gone"));
        ProcessPoolOptions options = ProcessPoolOptions.defaults().directory(gone);
        Files.delete(gone);
        WorkerProcess process = run(() -> {}, options);

        assertThat(process.pid()).isEmpty();
        assertThat(process.exitCode()).isEmpty();
        assertThat(process.signal()).isEmpty();
        assertThat(crashOf(process)).contains("could not be started").contains("soon-gone");
        assertThat(process.isAlive()).isFalse();
    }

    @Test
    @Tag("B53")
    void threadThatTheTargetLeftBehind_isNotWaitedFor() throws Exception {
        WorkerProcess process = run(() -> new Thread(() -> {
                    while (true) {
                        Thread.onSpinWait();
                    }
                })
                .start());

        assertThat(process.exitCode()).hasValue(0);
    }
}
