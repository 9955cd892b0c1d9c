package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskOptions;
import dev.anypool.Worker;
import dev.anypool.WorkerCrashedException;
import dev.anypool.process.Saboteurs.ComplainAndHalt;
import dev.anypool.process.Saboteurs.HaltInTask;
import dev.anypool.process.Saboteurs.SignalSelf;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a crash tells: everything that one would look for by hand. */
@StartsWorkers
class CrashTellsTest {
    @Test
    @Tag("B39")
    void message_namesTaskWorkerPidExitCodeAndLastLines() {
        try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).name("anypool-tells"))) {
            Worker worker = Outcomes.resultOf(pool.submit(Work::whoAmI));

            WorkerCrashedException crash = Outcomes.crashOf(
                    pool.with(TaskOptions.defaults().name("complain")).submit(new ComplainAndHalt(30)));

            assertThat(crash.taskName()).isEqualTo("complain");
            assertThat(crash.crash().worker()).isEqualTo(worker);
            assertThat(crash.crash().exitCode()).isEqualTo(3);
            assertThat(crash.crash().lastErrorLines()).hasSize(20).last().isEqualTo("complaint 30");
            assertThat(crash)
                    .hasMessageContaining("task complain was lost")
                    .hasMessageContaining("anypool-tells-worker-1")
                    .hasMessageContaining("pid " + worker.pid())
                    .hasMessageContaining("exited with code 3")
                    .hasMessageContaining("complaint 11")
                    .hasMessageContaining("System.exit or Runtime.halt");
        }
    }

    @Test
    @Tag("B39")
    void nativeCrash_tellsTheSignalAndTheHeadOfTheReport() {
        try (PoolExecutor pool = Pools.open(1)) {
            WorkerCrashedException crash = Outcomes.crashOf(pool.submit(new SignalSelf("SEGV")));

            assertThat(crash.crash().nativeReport()).contains("SIGSEGV");
            assertThat(crash.crash().signal()).isEqualTo("SIGABRT"); // as the JVM ends itself after its report
            assertThat(crash.crash().hint()).contains("Native code crashed");
        }
    }

    @Test
    @Tag("B39")
    void sigkill_hintsAtMemory_andAnExitDoesNot() {
        try (PoolExecutor pool = Pools.open(1)) {
            assertThat(Outcomes.crashOf(pool.submit(new SignalSelf("KILL")))
                            .crash()
                            .hint())
                    .contains("for want of memory");
            assertThat(Outcomes.crashOf(pool.submit(new HaltInTask(2))).crash().hint())
                    .doesNotContain("memory");
        }
    }
}
