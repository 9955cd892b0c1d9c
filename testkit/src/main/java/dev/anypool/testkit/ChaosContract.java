package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import dev.anypool.TaskOptions;
import dev.anypool.TaskState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Many users who do everything at once, the same for a seed as far as they go: every future is settled, and counted once. */
abstract class ChaosContract extends ContractPart {
    private static final int USERS = 4;
    private static final int STEPS = 150;

    ChaosContract(PoolContract backend) {
        super(backend);
    }

    /** What one user does to the pool, and the futures that it was given. */
    private static final class User implements Runnable {
        private final PoolExecutor pool;
        private final Random random;
        private final boolean stops;
        private final List<TaskFuture<Integer>> tasks = new ArrayList<>();
        private final List<MapFuture<Integer>> maps = new ArrayList<>();

        private User(PoolExecutor pool, long seed, boolean stops) {
            this.pool = pool;
            this.random = new Random(seed);
            this.stops = stops;
        }

        @Override
        public void run() {
            try {
                for (int step = 0; step < STEPS; step++) {
                    submitSomething();
                    settleSomething();
                    if (stops && step == STEPS / 2) {
                        pool.shutdownNow();
                    }
                }
            } catch (RejectedExecutionException e) {
                assertThat(pool.isShutdown()).isTrue();
            }
        }

        private void submitSomething() {
            int number = random.nextInt(100);
            TaskOptions options = TaskOptions.defaults().failFast(random.nextBoolean());
            switch (random.nextInt(6)) {
                case 0 -> tasks.add(pool.submit(Work::square, number));
                case 1 -> tasks.add(pool.submit(Work::failIfOdd, number));
                case 2 -> tasks.add(pool.submit(ChaosContract::linger, number));
                case 3 -> keep(pool.with(options).map(Work::failIfOdd, List.of(2, 4, number)));
                case 4 -> keep(pool.with(options.chunkSize(3)).map(Work::square, numbers(number)));
                default ->
                    tasks.add(pool.with(TaskOptions.defaults().runLimit(Duration.ofMillis(1 + number)))
                            .submit(ChaosContract::linger, number));
            }
        }

        private void keep(MapFuture<Integer> map) {
            maps.add(map);
            tasks.addAll(map.futures());
        }

        private void settleSomething() {
            if (tasks.isEmpty()) {
                return;
            }
            TaskFuture<Integer> task = tasks.get(random.nextInt(tasks.size()));
            switch (random.nextInt(8)) {
                case 0 -> task.cancel(true);
                case 1 -> task.cancel(false);
                case 2 -> task.complete(-1);
                case 3 -> task.completeExceptionally(new OrdinaryException("from outside", 1));
                case 4 -> task.orTimeout(random.nextInt(3_000), TimeUnit.MICROSECONDS);
                case 5 -> task.completeOnTimeout(-1, random.nextInt(3_000), TimeUnit.MICROSECONDS);
                case 6 ->
                    maps.stream()
                            .skip(random.nextInt(1 + maps.size()))
                            .findFirst()
                            .ifPresent(map -> map.cancel(true));
                default -> task.thenRun(Thread::yield);
            }
        }
    }

    /** Takes a moment, in which it may be interrupted. */
    private static int linger(int number) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(number * 20L);
        while (System.nanoTime() < end) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while it lingered");
            }
            Thread.onSpinWait();
        }
        return number;
    }

    @Test
    void everyFuture_isSettledAndCountedOnce_whateverManyUsersDo() throws InterruptedException {
        for (long seed = 0; seed < 3; seed++) {
            runUsers(seed, false);
        }
    }

    @Test
    void everyFuture_isSettledAndCountedOnce_whenOneOfThemStopsThePool() throws InterruptedException {
        for (long seed = 10; seed < 13; seed++) {
            runUsers(seed, true);
        }
    }

    private void runUsers(long seed, boolean oneStops) throws InterruptedException {
        PoolExecutor pool = open(2, Duration.ofMinutes(1));
        List<User> users = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            users.add(new User(pool, seed * USERS + user, oneStops && user == 0));
            threads.add(start("user-" + user, users.get(user)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        pool.shutdown();
        awaitTerminated(pool);

        List<TaskFuture<Integer>> tasks =
                users.stream().flatMap(user -> user.tasks.stream()).toList();
        List<CompletableFuture<?>> open = new ArrayList<>(tasks);
        users.forEach(user -> open.addAll(user.maps));
        open.removeIf(CompletableFuture::isDone);
        assertThat(open).as("futures that are not settled with seed %s", seed).isEqualTo(Collections.emptyList());
        if (!oneStops) { // else a refused map may have begun some elements that nobody saw
            assertThat(List.of(
                            pool.stats().done(),
                            pool.stats().failed(),
                            pool.stats().cancelled()))
                    .as("done, failed and cancelled with seed %s", seed)
                    .isEqualTo(Stream.of(TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED)
                            .map(state -> tasks.stream()
                                    .filter(task -> task.taskState() == state)
                                    .count())
                            .toList());
        }
        assertThat(pool.stats().queued() + pool.stats().running())
                .as("what is left with seed %s", seed)
                .isZero();
        assertThat(pool.stats().crashes()).as("crashes with seed %s", seed).isEmpty();
        assertThat(pool.stats().lost()).as("lost with seed %s", seed).isZero();
    }
}
