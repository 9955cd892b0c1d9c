package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.process.Saboteurs.BusyForEver;
import dev.anypool.testkit.Gate;
import dev.anypool.testkit.Mark;
import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a pool of worker JVMs ends. */
@StartsWorkers
class EndingTest {
    @TempDir
    Path directory;

    private static PoolExecutor open(int workers) {
        return Pools.open(PoolOptions.defaults().workers(workers).killGrace(Duration.ofMillis(50)));
    }

    @Test
    @Tag("B44")
    void shutdownNow_fromSeveralThreadsAtOnce_settlesEveryFuture() throws Exception {
        PoolExecutor pool = open(2);
        Mark started = Mark.in(directory, "started");
        List<TaskFuture<?>> futures = new ArrayList<>();
        futures.add(pool.submit(new BusyForEver(started)));
        IntStream.range(0, 50).forEach(number -> futures.add(pool.submit(Work::square, number)));
        MapFuture<Integer> all =
                pool.map(Work::square, IntStream.range(0, 500).boxed().toList());
        futures.addAll(all.futures());
        started.await();
        CyclicBarrier together = new CyclicBarrier(4);

        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(number -> new Thread(() -> {
                    try {
                        together.await();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    pool.shutdownNow();
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(pool.awaitTermination(Waiting.GUARD)).isTrue();
        assertThat(futures).allMatch(TaskFuture::isDone);
        assertThat(all).isDone();
        assertThat(futures.get(0)).isCancelled();
    }

    @Test
    @Tag("B44")
    void shutdownNow_whileWorkersStart_settlesEveryFuture() throws Exception {
        for (int round = 0; round < 5; round++) {
            PoolExecutor pool = open(2);
            List<TaskFuture<Integer>> futures = IntStream.range(0, 20)
                    .mapToObj(number -> pool.submit(Work::square, number))
                    .toList();

            pool.shutdownNow();

            assertThat(pool.awaitTermination(Waiting.GUARD)).isTrue();
            assertThat(futures).allMatch(TaskFuture::isDone);
        }
    }

    @Test
    @Tag("B45")
    void close_waitsForWhatWasSubmitted() {
        TaskFuture<?> held;
        List<TaskFuture<Integer>> queued;
        Gate gate = Gate.in(directory, "gate");
        Mark started = Mark.in(directory, "started");
        try (PoolExecutor pool = open(1)) {
            held = pool.submit(Work::hold, started, gate);
            queued = IntStream.range(0, 20)
                    .mapToObj(number -> pool.submit(Work::square, number))
                    .toList();
            started.await();
            pool.shutdown();
            gate.open();
        }
        assertThat(held).isCompleted();
        assertThat(queued).allMatch(future -> future.isDone() && !future.isCompletedExceptionally());
    }

    @Test
    @Tag("B45")
    void close_interrupted_killsABusyWorker_andKeepsTheInterrupt() throws InterruptedException {
        PoolExecutor pool = open(1);
        Mark started = Mark.in(directory, "started");
        TaskFuture<?> busy = pool.submit(new BusyForEver(started));
        started.await();
        boolean[] interrupted = new boolean[1];
        Thread closer = new Thread(() -> {
            pool.close();
            interrupted[0] = Thread.currentThread().isInterrupted();
        });
        closer.start();

        closer.interrupt();

        closer.join(Waiting.GUARD.toMillis());
        assertThat(closer.isAlive()).isFalse();
        assertThat(interrupted[0]).isTrue();
        assertThat(busy).isCancelled();
        assertThat(pool.isTerminated()).isTrue();
    }

    /** Starts a program that keeps the worker's output open and outlives the worker; returns its pid. */
    private static long startAChildThatInheritsTheOutput() throws IOException {
        return new ProcessBuilder("sleep", "600").inheritIO().start().pid();
    }

    @Test
    @Tag("B46")
    void childOfATask_thatKeepsTheWorkersOutputOpen_doesNotKeepThePoolFromClosing() throws IOException {
        long child;
        try (PoolExecutor pool = open(1)) {
            child = Outcomes.resultOf(pool.submit(EndingTest::startAChildThatInheritsTheOutput));
        }
        assertThat(LeftOvers.poolDirectories()).isEmpty();
        ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Test
    @Tag("B46")
    void nonDaemonThreadOfATask_doesNotKeepItsWorkerAlive() {
        try (PoolExecutor pool = open(1)) {
            Outcomes.resultOf(pool.submit(() -> new Thread(() -> {
                        while (true) {
                            Thread.onSpinWait();
                        }
                    })
                    .start()));
        }
    }
}
