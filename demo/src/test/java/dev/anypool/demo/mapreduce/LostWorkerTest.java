package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolStats.WorkerStats;
import dev.anypool.Worker;
import dev.anypool.WorkerState;
import dev.anypool.demo.DemoPool;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LostWorkerTest {
    private static final JdkClasses CLASSES = JdkClasses.in("java.base");

    @Test
    void workerKilledAtWork_spoilsNoCount_andIsToldOf() throws Exception {
        Map<String, Long> expected = SequentialCount.ofClasses("java.base");
        try (DemoPool pool = DemoPool.open("process", 2, "count")) {
            PoolExecutor executor = pool.executor();
            CompletableFuture<Result> running = CompletableFuture.supplyAsync(() -> run(new Job(CLASSES, executor)));
            Worker victim = busyWorker(executor);
            ProcessHandle.of(victim.pid()).orElseThrow().destroyForcibly();
            Result result = running.join();

            assertThat(WordCountsTest.asMap(result.counts())).isEqualTo(expected);
            StringWriter told = new StringWriter();
            new Losses(executor.stats()).print(new PrintWriter(told));
            assertThat(told.toString())
                    .startsWith("Worker " + victim + " was killed by SIGKILL; ")
                    .containsPattern("(1 task was|\\d tasks were) run again");
        }
    }

    private static Result run(Job job) {
        try {
            return job.run("job");
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private static Worker busyWorker(PoolExecutor pool) {
        while (true) {
            Optional<WorkerStats> busy = pool.stats().workers().stream()
                    .filter(each -> each.state() == WorkerState.BUSY && each.worker() != null)
                    .findAny();
            if (busy.isPresent()) {
                return busy.get().worker();
            }
            Thread.onSpinWait();
        }
    }
}
