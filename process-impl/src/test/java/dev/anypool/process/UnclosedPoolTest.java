package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.testkit.Gate;
import dev.anypool.testkit.UnclosedPool;
import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program may end without closing its pool, and loses no work by that. */
@StartsWorkers
class UnclosedPoolTest {
    @TempDir
    Path directory;

    @Test
    @Tag("B47")
    void unfinishedWork_ofAPoolThatNobodyCloses_isDoneBeforeTheJvmEnds() throws Exception {
        Process program = UnclosedPool.start("process", directory);
        BufferedReader output = program.inputReader();
        assertThat(output.readLine()).isEqualTo("main returns");

        Gate.in(directory, "gate").open();

        assertThat(output.lines()).containsExactly("result 1", "result 4");
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(program.exitValue()).isZero();
    }
}
