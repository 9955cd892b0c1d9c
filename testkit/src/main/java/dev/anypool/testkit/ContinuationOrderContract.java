package dev.anypool.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.MapFuture;
import dev.anypool.PoolExecutor;
import dev.anypool.TaskFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Several continuations of one future: they run in the order in which they were added, and none depends on another. */
@Tag("B7")
abstract class ContinuationOrderContract extends ContractPart {
    private static final int MANY = 300;

    /** The numbers of the continuations, as they ran. */
    private final Queue<Integer> order = new ConcurrentLinkedQueue<>();

    ContinuationOrderContract(PoolContract backend) {
        super(backend);
    }

    /** Adds continuations by several methods; each notes its number. Returns their futures. */
    private List<CompletableFuture<?>> addMany(CompletableFuture<?> future) {
        List<CompletableFuture<?>> added = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            int own = number;
            added.add(
                    switch (number % 3) {
                        case 0 -> future.whenComplete((value, failure) -> order.add(own));
                        case 1 -> future.handle((value, failure) -> order.add(own));
                        default -> future.handle((value, failure) -> own).thenAccept(order::add);
                    });
        }
        return added;
    }

    private void assertRanInOrder(List<CompletableFuture<?>> added) {
        awaitAllSettled(added);
        assertThat(order).containsExactlyElementsOf(numbers(MANY));
    }

    private static int passAndSquare(int number, Gate gate) throws InterruptedException {
        gate.pass();
        return number * number;
    }

    // ---- order ----

    @Test
    void continuations_ofATask_runInTheOrderInWhichTheyWereAdded() {
        Gate gate = gate("gate");
        TaskFuture<String> future = open(1).submit(Work::hold, mark("started"), gate);
        List<CompletableFuture<?>> added = addMany(future);

        gate.open();

        assertRanInOrder(added);
    }

    @Test
    void continuations_ofATaskThatFails_runInTheOrderInWhichTheyWereAdded() {
        Gate gate = gate("gate");
        TaskFuture<Integer> future = open(1).submit(() -> {
            gate.pass();
            return Work.failAt(1, 1);
        });
        List<CompletableFuture<?>> added = addMany(future);

        gate.open();

        assertRanInOrder(added);
        assertThat(causeOf(future)).isInstanceOf(OrdinaryException.class);
    }

    @Test
    void continuations_ofAMap_runInTheOrderInWhichTheyWereAdded() {
        Gate gate = gate("gate");
        MapFuture<Integer> future = open(2).map(number -> passAndSquare(number, gate), List.of(1, 2, 3));
        List<CompletableFuture<?>> added = addMany(future);

        gate.open();

        assertRanInOrder(added);
    }

    @Test
    void continuations_ofAnElementCancelledWithItsMap_runInTheOrderInWhichTheyWereAdded() {
        Gate gate = gate("gate");
        MapFuture<Integer> future = open(1).map(number -> passAndSquare(number, gate), List.of(1, 2, 3));
        List<CompletableFuture<?>> added = addMany(future.futures().get(2));

        future.cancel(true);

        assertRanInOrder(added);
    }

    @Test
    void continuations_ofATaskThatTimesOut_runInTheOrderInWhichTheyWereAdded() {
        TaskFuture<String> future = open(1).submit(Work::hold, mark("started"), gate("gate"));
        List<CompletableFuture<?>> added = addMany(future);

        future.orTimeout(1, TimeUnit.MILLISECONDS);

        assertRanInOrder(added);
    }

    // ---- settled from outside ----

    @Test
    void continuations_ofATaskSettledFromOutside_haveRunInTheirOrderWhenTheCallReturns() {
        PoolExecutor pool = open(1);
        List<Consumer<TaskFuture<String>>> ways = List.of(
                future -> future.complete("mine"),
                future -> future.completeExceptionally(new OrdinaryException("mine", 1)),
                future -> future.cancel(true),
                future -> future.obtrudeValue("mine"),
                future -> future.obtrudeException(new OrdinaryException("mine", 1)));
        for (Consumer<TaskFuture<String>> way : ways) {
            order.clear();
            TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate("gate"));
            List<CompletableFuture<?>> added = addMany(future);
            CompletableFuture<Thread> where = future.handle((value, failure) -> Thread.currentThread());

            way.accept(future);

            assertThat(added).allMatch(CompletableFuture::isDone);
            assertThat(order).containsExactlyElementsOf(numbers(MANY));
            assertThat(where).isCompletedWithValue(Thread.currentThread());
        }
    }

    @Test
    void continuations_ofAMapSettledFromOutside_haveRunInTheirOrderWhenTheCallReturns() {
        Gate gate = gate("gate");
        MapFuture<Integer> future = open(1).map(number -> passAndSquare(number, gate), List.of(1, 2, 3));
        List<CompletableFuture<?>> added = addMany(future);

        future.complete(List.of());

        assertThat(added).allMatch(CompletableFuture::isDone);
        assertThat(order).containsExactlyElementsOf(numbers(MANY));
    }

    // ---- added late ----

    @Test
    void continuations_addedAfterCompletion_runAtOnce() {
        PoolExecutor pool = open(1);
        TaskFuture<Integer> task = pool.submit(Work::square, 3);
        MapFuture<Integer> map = pool.map(Work::square, List.of(3));
        task.join();
        map.join();

        assertThat(addMany(task)).allMatch(CompletableFuture::isDone);
        assertThat(order).containsExactlyElementsOf(numbers(MANY));
        assertThat(task.thenApply(value -> value + 1)).isCompletedWithValue(10);
        assertThat(task.thenApply(value -> Thread.currentThread())).isCompletedWithValue(Thread.currentThread());
        assertThat(map.thenApply(values -> Thread.currentThread())).isCompletedWithValue(Thread.currentThread());
    }

    @Test
    void continuations_addedWhileTheTaskEnds_allRun() {
        PoolExecutor pool = open(2);
        for (int round = 0; round < 200; round++) {
            TaskFuture<Integer> future = pool.submit(Work::square, round);
            List<CompletableFuture<Integer>> added = new ArrayList<>();
            do {
                added.add(future.thenApply(value -> value));
            } while (!future.isDone() && added.size() < 10_000);

            int square = round * round;
            awaitAllSettled(added);
            assertThat(added).allSatisfy(one -> assertThat(one).isCompletedWithValue(square));
        }
    }

    // ---- throwing and blocking ----

    @Test
    void continuationsThatThrow_changeNothingForTheOthers() {
        Gate gate = gate("gate");
        TaskFuture<String> future = open(1).submit(Work::hold, mark("started"), gate);
        List<CompletableFuture<?>> throwing = new ArrayList<>();
        List<CompletableFuture<?>> added = new ArrayList<>();
        for (int number = 0; number < MANY; number++) {
            int own = number;
            throwing.add(future.thenRun(() -> {
                throw new IllegalStateException("thrown by a continuation");
            }));
            added.add(future.thenRun(() -> order.add(own)));
        }

        gate.open();

        assertRanInOrder(added);
        assertThat(throwing)
                .allSatisfy(one -> assertThat(causeOf(one)).hasMessageContaining("thrown by a continuation"));
    }

    @Test
    void continuationsThatBlock_holdUpNoSiblingAndNoOtherTask() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate);
        TaskFuture<Integer> next = pool.submit(Work::square, 3);
        CompletableFuture<?> before = future.thenRun(() -> order.add(0));
        CompletableFuture<?> blocked = future.thenRun(this::block);
        CompletableFuture<?> between = future.thenRun(() -> order.add(1));
        CompletableFuture<?> blockedAsWell = future.thenRun(this::block);
        CompletableFuture<?> after = future.thenRun(() -> order.add(2));
        CompletableFuture<Integer> ofTheNext = next.thenApply(value -> value + 1);

        gate.open();

        awaitAllSettled(List.of(before, between, after, next, ofTheNext));
        assertThat(order).containsExactly(0, 1, 2);
        assertThat(ofTheNext.join()).isEqualTo(10);
        assertThat(pool.submit(Work::square, 2).join()).isEqualTo(4);
        assertThat(blocked.isDone()).isFalse();
        assertThat(blockedAsWell.isDone()).isFalse();
        releaseBlocked();
        awaitAllSettled(List.of(blocked, blockedAsWell));
    }

    @Test
    void continuationsThatBlock_ofAMap_holdUpNoSibling() {
        Gate gate = gate("gate");
        MapFuture<Integer> future = open(2).map(number -> passAndSquare(number, gate), List.of(1, 2, 3));
        CompletableFuture<?> blocked = future.thenRun(this::block);
        CompletableFuture<List<Integer>> after = future.thenApply(values -> values);
        CompletableFuture<?> last = future.thenRun(() -> order.add(1));

        gate.open();

        awaitAllSettled(List.of(after, last));
        assertThat(after.join()).containsExactly(1, 4, 9);
        assertThat(blocked.isDone()).isFalse();
    }

    @Test
    void continuationThatBlocks_ofAllOfSeveralTasks_holdsUpNoneOfTheTasksOwn() {
        PoolExecutor pool = open(1);
        Gate gate = gate("gate");
        TaskFuture<String> future = pool.submit(Work::hold, mark("started"), gate);
        CompletableFuture<?> before = future.thenRun(() -> order.add(0));
        CompletableFuture<?> blocked = CompletableFuture.allOf(future).thenRun(this::block);
        CompletableFuture<?> after = future.thenRun(() -> order.add(1));

        gate.open();

        awaitAllSettled(List.of(before, after));
        assertThat(order).containsExactly(0, 1);
        assertThat(blocked.isDone()).isFalse();
    }
}
