package dev.anypool.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.PoolStats.WorkerStats;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import dev.anypool.TaskTimeoutException;
import dev.anypool.WhenFull;
import dev.anypool.Worker;
import dev.anypool.testkit.Waiting;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is particular to threads: their names, that a stuck one is replaced, and that none is left. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ThreadPoolTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void letGo() {
        release.countDown();
    }

    /** The task that will not stop. */
    private String stick(CountDownLatch started) {
        started.countDown();
        boolean interrupted = false;
        while (true) {
            try {
                release.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return "stuck until released, " + (interrupted ? "interrupted" : "left alone");
    }

    private static Set<Thread> threadsNamed(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .collect(Collectors.toSet());
    }

    // ---- threads ----

    @Test
    void workerThreads_areDaemonsNamedAfterThePoolAndTheirNumber() {
        try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).name("nightly"))) {
            assertThat(pool.submit(() -> Thread.currentThread().getName()).join())
                    .isEqualTo("nightly-worker-1");
            assertThat(pool.submit(Worker::current).join())
                    .isEqualTo(new Worker(
                            1, "nightly-worker-1", ProcessHandle.current().pid(), "thread"));
        }
    }

    @Test
    @Tag("B26")
    void threads_thatHaveEnded_areForgotten() {
        try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).tasksPerWorker(1))) {
            WeakReference<Thread> first = pool.submit(() -> new WeakReference<>(Thread.currentThread()))
                    .join();

            Waiting.until("the first thread is forgotten", () -> {
                pool.submit(() -> 1).join();
                System.gc();
                return first.get() == null;
            });
        }
    }

    @Test
    @Tag("B22")
    void taskOfThePoolItself_isRefused_orRunsWhatDoesNotFit_ifThatWasChosen() {
        PoolOptions full = PoolOptions.defaults().workers(1).queueCapacity(0);
        try (PoolExecutor pool = Pools.open(full.whenFull(WhenFull.REJECT))) {
            TaskFuture<TaskFuture<Integer>> outer = pool.submit(() -> pool.submit(() -> 1));
            assertThat(outer.handle((value, failure) -> failure).join()).isInstanceOf(RejectedExecutionException.class);
        }
        try (PoolExecutor pool = Pools.open(full.whenFull(WhenFull.RUN_IN_CALLER))) {
            assertThat(pool.submit(() -> pool.submit(() -> 1).isDone()).join()).isTrue();
        }
    }

    @Test
    void threads_ofAnIdlePool_doNotKeepTheJvmAlive() {
        try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(2).name("idle"))) {
            pool.with(TaskOptions.defaults().runLimit(Duration.ofHours(1)))
                    .submit(() -> 1)
                    .join();

            Waiting.untilAsserted(
                    "all are daemons",
                    () -> assertThat(threadsNamed("idle-")).isNotEmpty().allMatch(Thread::isDaemon));
        }
    }

    @Test
    void tasks_seeTheContextClassLoaderOfWhoOpenedThePool() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
            Thread.currentThread().setContextClassLoader(loader);
            PoolExecutor pool = Pools.open(1);
            Thread.currentThread().setContextClassLoader(before);

            assertThat(pool.submit(() -> Thread.currentThread().getContextClassLoader())
                            .join())
                    .isSameAs(loader);
            pool.close();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Test
    void close_leavesNoThread() {
        Set<Thread> before = new HashSet<>(Thread.getAllStackTraces().keySet());
        PoolExecutor pool =
                Pools.open(PoolOptions.defaults().workers(3).name("leaving").startAhead(true));
        TaskFuture<Integer> future =
                pool.with(TaskOptions.defaults().runLimit(Duration.ofHours(1))).submit(() -> 1);
        assertThat(future.thenApply(result -> result + 1).join()).isEqualTo(2);
        MapFuture<Integer> map = pool.map(number -> number, List.of(1, 2, 3));
        pool.submit(() -> 2).cancel(true);

        pool.close();

        assertThat(map.isDone()).isTrue();
        assertThat(threadsNamed("leaving-")).as("right after close").isEmpty();
        await().pollInSameThread().untilAsserted(() -> {
            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            assertThat(left).isEmpty();
        });
    }

    @Test
    void shutdownNow_leavesNoThread() throws InterruptedException {
        PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(2).name("stopping"));
        CountDownLatch started = new CountDownLatch(2);
        for (int task = 0; task < 10; task++) {
            pool.submit(() -> {
                started.countDown();
                release.await();
            });
        }
        started.await();

        pool.shutdownNow();

        assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
        assertThat(threadsNamed("stopping")).isEmpty();
    }

    // ---- stuck threads ----

    private static void awaitLogged(LogCapture log, String text, int times) {
        Waiting.untilAsserted(
                "it is logged", () -> assertThat(log.containing(text)).hasSize(times));
    }

    @Test
    @Tag("B21")
    void logHandlerThatBlocks_doesNotHoldUpThePool() {
        CountDownLatch handlerMayGo = new CountDownLatch(1);
        try (LogCapture log = new LogCapture(() -> awaitQuietly(handlerMayGo));
                PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).killGrace(SHORT))) {
            CountDownLatch started = new CountDownLatch(1);
            TaskFuture<String> stuck = pool.submit(() -> stick(started));
            awaitQuietly(started);

            stuck.cancel(true);

            assertThat(pool.submit(() -> 3).join()).isEqualTo(3);
            assertThat(log.containing("gave up")).isEmpty();
            handlerMayGo.countDown();
            awaitLogged(log, "gave up", 1);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    @Tag("B21")
    void stuckThread_isReplacedAfterTheKillGrace_soThatNoCapacityIsLost_andItsStackIsLoggedOnce()
            throws InterruptedException {
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(
                        PoolOptions.defaults().workers(1).name("sticky").killGrace(SHORT))) {
            CountDownLatch started = new CountDownLatch(1);
            TaskFuture<String> stuck =
                    pool.with(TaskOptions.defaults().name("glue")).submit(() -> stick(started));
            started.await();

            stuck.cancel(true);

            assertThat(pool.submit(() -> Worker.current().id()).join())
                    .as("the replacement")
                    .isEqualTo(2);
            assertThat(pool.submit(() -> 3).join()).isEqualTo(3);
            assertThat(pool.stats().workers()).extracting(WorkerStats::worker).hasSize(1);
            assertThat(pool.stats().crashes()).isEmpty();
            assertThat(threadsNamed("sticky-worker-1"))
                    .as("it cannot be killed")
                    .hasSize(1);
            awaitLogged(log, "sticky-worker-1", 1);
            assertThat(log.containing("sticky-worker-1"))
                    .singleElement()
                    .asString()
                    .contains("WARNING", "glue", "50 ms", "ThreadPoolTest.stick");
        }
    }

    @Test
    @Tag("B21")
    void stuckThread_thatEndsAtLast_endsQuietlyAndRunsNothingMore() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(
                        PoolOptions.defaults().workers(1).name("late").killGrace(SHORT))) {
            CountDownLatch started = new CountDownLatch(1);
            TaskFuture<String> stuck = pool.submit(() -> stick(started));
            started.await();
            stuck.cancel(true);
            pool.submit(() -> 1).join();

            release.countDown();

            await().until(() -> threadsNamed("late-worker-1").isEmpty());
            assertThat(stuck.taskState()).isEqualTo(TaskState.CANCELLED);
            for (int task = 0; task < 20; task++) {
                assertThat(pool.submit(() -> Worker.current().id()).join()).isEqualTo(2);
            }
            awaitLogged(log, "late-worker-1", 1);
        }
    }

    @Test
    @Tag("B21")
    void everyThread_stuck_isReplaced() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(3).killGrace(SHORT))) {
            CountDownLatch started = new CountDownLatch(3);
            List<TaskFuture<String>> stuck = List.of(
                    pool.submit(() -> stick(started)),
                    pool.submit(() -> stick(started)),
                    pool.submit(() -> stick(started)));
            started.await();
            stuck.forEach(future -> future.cancel(true));
            CountDownLatch together = new CountDownLatch(3);

            MapFuture<Integer> map = pool.with(TaskOptions.defaults().chunkSize(1))
                    .map(
                            number -> {
                                together.countDown();
                                together.await();
                                return number;
                            },
                            List.of(1, 2, 3));

            assertThat(map.join()).containsExactly(1, 2, 3);
            awaitLogged(log, "gave up", 3);
        }
    }

    @Test
    @Tag("B21")
    void stuckThread_overItsRunLimit_isReplaced() {
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).killGrace(SHORT))) {
            TaskFuture<String> stuck =
                    pool.with(TaskOptions.defaults().runLimit(SHORT)).submit(() -> stick(new CountDownLatch(1)));

            assertThat(pool.submit(() -> Worker.current().id()).join()).isEqualTo(2);
            assertThat(stuck.handle((result, failure) -> failure).join()).isInstanceOf(TaskTimeoutException.class);
            awaitLogged(log, "gave up", 1);
        }
    }

    @Test
    @Tag("B21")
    void stuckThread_inAChunk_losesOnlyTheElementThatWasCancelled() throws InterruptedException {
        try (LogCapture log = new LogCapture();
                PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(1).killGrace(SHORT))) {
            CountDownLatch started = new CountDownLatch(1);
            MapFuture<String> map = pool.with(
                            TaskOptions.defaults().chunkSize(4).failFast(false))
                    .map(number -> number == 1 ? stick(started) : "element " + number, List.of(0, 1, 2, 3));
            started.await();

            map.futures().get(1).complete("given up");

            assertThat(map.join()).containsExactly("element 0", "given up", "element 2", "element 3");
            awaitLogged(log, "gave up", 1);
        }
    }

    @Test
    void shutdownNow_withAStuckThread_terminatesAfterTheKillGrace() throws InterruptedException {
        try (LogCapture log = new LogCapture()) {
            PoolExecutor pool = Pools.open(
                    PoolOptions.defaults().workers(1).name("hopeless").killGrace(SHORT));
            CountDownLatch started = new CountDownLatch(1);
            TaskFuture<String> stuck = pool.submit(() -> stick(started));
            started.await();

            pool.shutdownNow();

            assertThat(pool.awaitTermination(Duration.ofSeconds(30))).isTrue();
            assertThat(stuck.isCancelled()).isTrue();
            awaitLogged(log, "hopeless-worker-1", 1);
            assertThat(threadsNamed("hopeless")).extracting(Thread::getName).containsExactly("hopeless-worker-1");
            release.countDown();
            await().until(() -> threadsNamed("hopeless").isEmpty());
        }
    }

    // ---- virtual threads ----

    @Test
    void virtualThreads_areRefusedWhereThereAreNone() {
        assumeTrue(Runtime.version().feature() < 21, "there are virtual threads");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pools.open(
                        PoolOptions.defaults().with(ThreadPoolOptions.defaults().virtualThreads(true))))
                .withMessageContainingAll(
                        "virtualThreads", "JDK 21", "JDK " + Runtime.version().feature());
    }

    @Test
    void virtualThreads_runTheTasks_whereThereAreSome() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads came with JDK 21");

        try (PoolExecutor pool = Pools.open(Map.of("anypool.thread.virtual", "true", "anypool.name", "light"))) {
            Thread thread = pool.submit(() -> Thread.currentThread()).join();

            assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
            assertThat(thread.getName()).isEqualTo("light-worker-1");
        }
    }

    // ---- opening ----

    @Test
    void open_takesAWorkerForEachProcessorUnlessToldOtherwise() {
        int processors = Runtime.getRuntime().availableProcessors();
        try (PoolExecutor pool = Pools.open()) {
            assertThat(pool).asString().contains(processors + " workers");
        }
        try (PoolExecutor pool = Pools.open(Map.of("anypool.workers", "7"))) {
            assertThat(pool).asString().contains("7 workers");
        }
    }

    @Test
    void backend_isFoundByItsNameAndByBeingTheOnlyOne() {
        for (Map<String, String> configuration :
                List.of(Map.<String, String>of(), Map.of("anypool.backend", "thread"))) {
            try (PoolExecutor pool = dev.anypool.Pools.open(configuration)) {
                assertThat(pool.submit(() -> Worker.current().backend()).join()).isEqualTo("thread");
            }
        }
    }

    @Test
    void open_withABadKeyOrValueOfThisBackend_isRefusedNamingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pools.open(Map.of("anypool.thread.rehearsl", "true")))
                .withMessageContainingAll("anypool.thread.rehearsl", "anypool.thread.rehearsal");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Pools.open(Map.of("anypool.thread.rehearsal", "maybe")))
                .withMessageContainingAll("anypool.thread.rehearsal", "maybe", "true or false");
    }

    @Test
    void task_mayWaitForTheEndOfAPoolThatIsNotItsOwn() {
        try (PoolExecutor outer = Pools.open(1);
                PoolExecutor inner = Pools.open(1)) {
            TaskFuture<Boolean> future = outer.submit(() -> {
                TaskFuture<Integer> ofInner = inner.submit(() -> 6 * 7);
                inner.shutdown();
                return inner.awaitTermination(Duration.ofSeconds(30)) && ofInner.join() == 42;
            });

            assertThat(future.join()).isTrue();
        }
    }
}
