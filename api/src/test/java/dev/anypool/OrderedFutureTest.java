package dev.anypool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OrderedFutureTest {
    private static final Executor HERE = Runnable::run;
    private static final Exception FAILURE = new Exception("the future's");
    private static final RuntimeException THROWN = new IllegalStateException("the continuation's");

    private static final class Plain<T> extends OrderedFuture<T> {}

    /** Passes on what waits, as a pool does, and notes it; the test completes it. */
    private static final class Passing<T> extends OrderedFuture<T> {
        private final List<Runnable> passed = Collections.synchronizedList(new ArrayList<>());

        @Override
        protected boolean passOn(Queue<CompletableFuture<T>> waiting, Consumer<CompletableFuture<T>> completion) {
            passed.add(() -> waiting.forEach(completion));
            return true;
        }

        private void completeWhatWasPassed() {
            List.copyOf(passed).forEach(Runnable::run);
            passed.clear();
        }
    }

    // ---- the same as a CompletableFuture ----

    /** What a continuation does with what it is told: writes it down, and perhaps throws. */
    private static final class Told {
        private final List<Object> calls = Collections.synchronizedList(new ArrayList<>());
        private final boolean throwing;

        private Told(boolean throwing) {
            this.throwing = throwing;
        }

        private String told(Object... what) {
            calls.add(Arrays.stream(what).map(OrderedFutureTest::describe).toList());
            if (throwing) {
                throw THROWN;
            }
            return "continued";
        }

        private CompletionStage<String> toldStage(Object... what) {
            return CompletableFuture.completedFuture(told(what));
        }
    }

    private interface Continuing {
        CompletionStage<?> on(CompletableFuture<String> future, CompletableFuture<String> other, Told told);
    }

    private static Named<Continuing> way(String name, Continuing continuing) {
        return Named.of(name, continuing);
    }

    private static List<Named<Continuing>> ways() {
        return List.of(
                way("thenApply", (f, o, t) -> f.thenApply(t::told)),
                way("thenApplyAsync", (f, o, t) -> f.thenApplyAsync(t::told)),
                way("thenApplyAsync, executor", (f, o, t) -> f.thenApplyAsync(t::told, HERE)),
                way("thenAccept", (f, o, t) -> f.thenAccept(t::told)),
                way("thenAcceptAsync", (f, o, t) -> f.thenAcceptAsync(t::told)),
                way("thenAcceptAsync, executor", (f, o, t) -> f.thenAcceptAsync(t::told, HERE)),
                way("thenRun", (f, o, t) -> f.thenRun(t::told)),
                way("thenRunAsync", (f, o, t) -> f.thenRunAsync(t::told)),
                way("thenRunAsync, executor", (f, o, t) -> f.thenRunAsync(t::told, HERE)),
                way("thenCombine", (f, o, t) -> f.thenCombine(o, t::told)),
                way("thenCombineAsync", (f, o, t) -> f.thenCombineAsync(o, t::told)),
                way("thenCombineAsync, executor", (f, o, t) -> f.thenCombineAsync(o, t::told, HERE)),
                way("thenAcceptBoth", (f, o, t) -> f.thenAcceptBoth(o, t::told)),
                way("thenAcceptBothAsync", (f, o, t) -> f.thenAcceptBothAsync(o, t::told)),
                way("thenAcceptBothAsync, executor", (f, o, t) -> f.thenAcceptBothAsync(o, t::told, HERE)),
                way("runAfterBoth", (f, o, t) -> f.runAfterBoth(o, t::told)),
                way("runAfterBothAsync", (f, o, t) -> f.runAfterBothAsync(o, t::told)),
                way("runAfterBothAsync, executor", (f, o, t) -> f.runAfterBothAsync(o, t::told, HERE)),
                way("applyToEither", (f, o, t) -> f.applyToEither(o, t::told)),
                way("applyToEitherAsync", (f, o, t) -> f.applyToEitherAsync(o, t::told)),
                way("applyToEitherAsync, executor", (f, o, t) -> f.applyToEitherAsync(o, t::told, HERE)),
                way("acceptEither", (f, o, t) -> f.acceptEither(o, t::told)),
                way("acceptEitherAsync", (f, o, t) -> f.acceptEitherAsync(o, t::told)),
                way("acceptEitherAsync, executor", (f, o, t) -> f.acceptEitherAsync(o, t::told, HERE)),
                way("runAfterEither", (f, o, t) -> f.runAfterEither(o, t::told)),
                way("runAfterEitherAsync", (f, o, t) -> f.runAfterEitherAsync(o, t::told)),
                way("runAfterEitherAsync, executor", (f, o, t) -> f.runAfterEitherAsync(o, t::told, HERE)),
                way("thenCompose", (f, o, t) -> f.thenCompose(t::toldStage)),
                way(
                        "thenCompose of one that is open",
                        (f, o, t) -> f.thenCompose(value -> {
                            t.told(value);
                            return o;
                        })),
                way("thenComposeAsync", (f, o, t) -> f.thenComposeAsync(t::toldStage)),
                way("thenComposeAsync, executor", (f, o, t) -> f.thenComposeAsync(t::toldStage, HERE)),
                way("whenComplete", (f, o, t) -> f.whenComplete(t::told)),
                way("whenCompleteAsync", (f, o, t) -> f.whenCompleteAsync(t::told)),
                way("whenCompleteAsync, executor", (f, o, t) -> f.whenCompleteAsync(t::told, HERE)),
                way("handle", (f, o, t) -> f.handle(t::told)),
                way("handleAsync", (f, o, t) -> f.handleAsync(t::told)),
                way("handleAsync, executor", (f, o, t) -> f.handleAsync(t::told, HERE)),
                way("exceptionally", (f, o, t) -> f.exceptionally(t::told)),
                way("exceptionallyAsync", (f, o, t) -> f.exceptionallyAsync(t::told)),
                way("exceptionallyAsync, executor", (f, o, t) -> f.exceptionallyAsync(t::told, HERE)),
                way("exceptionallyCompose", (f, o, t) -> f.exceptionallyCompose(t::toldStage)),
                way("exceptionallyComposeAsync", (f, o, t) -> f.exceptionallyComposeAsync(t::toldStage)),
                way(
                        "exceptionallyComposeAsync, executor",
                        (f, o, t) -> f.exceptionallyComposeAsync(t::toldStage, HERE)),
                way("copy", (f, o, t) -> f.copy()),
                way("minimalCompletionStage", (f, o, t) -> f.minimalCompletionStage()));
    }

    private record Ending(String name, Consumer<CompletableFuture<String>> end) {}

    private static List<Ending> endings() {
        return List.of(
                new Ending("complete", future -> future.complete("value")),
                new Ending("complete with null", future -> future.complete(null)),
                new Ending("completeExceptionally", future -> future.completeExceptionally(FAILURE)),
                new Ending(
                        "completeExceptionally with a CompletionException",
                        future -> future.completeExceptionally(new CompletionException("wrapped", FAILURE))),
                new Ending("cancel", future -> future.cancel(true)),
                new Ending("obtrudeValue", future -> future.obtrudeValue("value")),
                new Ending("obtrudeException", future -> future.obtrudeException(FAILURE)),
                new Ending("completeAsync", future -> future.completeAsync(() -> "value", HERE)),
                new Ending(
                        "completeAsync that throws",
                        future -> future.completeAsync(
                                () -> {
                                    throw THROWN;
                                },
                                HERE)));
    }

    /** Those that happen on a thread of the JDK's. */
    private static List<Ending> endingsByTimeout() {
        return List.of(
                new Ending("orTimeout", future -> future.orTimeout(1, TimeUnit.NANOSECONDS)),
                new Ending("completeOnTimeout", future -> future.completeOnTimeout("late", 1, TimeUnit.NANOSECONDS)));
    }

    private static void awaitDone(CompletableFuture<?> future) {
        CompletableFuture.allOf(future).handle((value, failure) -> null).join();
    }

    /** When the continuation is added: before this future ends, before the other one ends, and after both. */
    private enum When {
        FIRST,
        SECOND,
        LAST
    }

    static Stream<Arguments> cases() {
        return ways().stream()
                .flatMap(way -> endings().stream()
                        .flatMap(ending -> Arrays.stream(When.values())
                                .map(when -> Arguments.of(way, Named.of(ending.name(), ending), when))));
    }

    @ParameterizedTest(name = "{0} of {1}, added {2}")
    @MethodSource("cases")
    void continuation_hasTheOutcomeThatAPlainFutureGivesIt(Continuing way, Ending ending, When when) {
        for (boolean throwing : new boolean[] {false, true}) {
            String expected =
                    outcome(way, ending, when, throwing, new CompletableFuture<>(), new CompletableFuture<>());

            assertThat(outcome(way, ending, when, throwing, new Plain<>(), new CompletableFuture<>()))
                    .isEqualTo(expected);
            assertThat(outcome(way, ending, when, throwing, new Plain<>(), new Plain<>()))
                    .isEqualTo(expected);
            assertThat(outcome(way, ending, when, throwing, new CompletableFuture<>(), new Plain<>()))
                    .isEqualTo(expected);
        }
    }

    private static String outcome(
            Continuing way,
            Ending ending,
            When when,
            boolean throwing,
            CompletableFuture<String> future,
            CompletableFuture<String> other) {
        Told told = new Told(throwing);
        List<CompletionStage<?>> added = new ArrayList<>();
        Runnable add = () -> added.add(way.on(future, other, told));
        if (when == When.FIRST) {
            add.run();
        }
        ending.end().accept(future);
        if (when == When.SECOND) {
            add.run();
        }
        other.complete("other");
        if (when == When.LAST) {
            add.run();
        }
        CompletableFuture<?> result = added.get(0).toCompletableFuture();
        String outcome = result.handle((value, failure) -> describe(value) + " / " + describe(failure))
                .join();
        return outcome + " cancelled: " + result.isCancelled() + " of "
                + added.get(0).getClass() + " told: " + told.calls;
    }

    /** Tells exceptions apart by type, message, causes, and whether they are the very ones. */
    private static String describe(Object what) {
        if (!(what instanceof Throwable failure)) {
            return String.valueOf(what);
        }
        return failure + (failure == FAILURE || failure == THROWN ? " itself" : "") + " by ("
                + describe(failure.getCause()) + ")";
    }

    @Test
    void everyMethodThatAddsAContinuation_isCovered() {
        Set<String> notContinuations =
                Set.of("newIncompleteFuture", "toCompletableFuture", "orTimeout", "completeOnTimeout", "completeAsync");
        List<Method> adding = Arrays.stream(CompletableFuture.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !method.isBridge() && CompletionStage.class.isAssignableFrom(method.getReturnType()))
                .filter(method -> !notContinuations.contains(method.getName()))
                .toList();

        assertThat(adding)
                .hasSizeGreaterThan(40)
                .allSatisfy(method -> assertThat(
                                OrderedFuture.class.getDeclaredMethod(method.getName(), method.getParameterTypes()))
                        .isNotNull());
        assertThat(ways().stream().map(way -> way.getName().split("[ ,]")[0]))
                .containsAll(adding.stream().map(Method::getName).toList());
    }

    @Test
    void continuationThatIsRefused_leavesNothingBehind() {
        Plain<String> future = new Plain<>();

        assertThatNullPointerException().isThrownBy(() -> future.thenApply(null));
        assertThatNullPointerException().isThrownBy(() -> future.thenRunAsync(() -> {}, null));
        assertThatNullPointerException().isThrownBy(() -> future.thenCombine(null, (one, two) -> one));

        assertThat(future.getNumberOfDependents()).isZero();
    }

    @Test
    void numberOfDependents_countsWhatWaitsInTheLineAndOnTheJdksStack() {
        Plain<String> future = new Plain<>();
        assertThat(future.getNumberOfDependents()).isZero();

        future.thenRun(() -> {});
        future.thenRun(() -> {});
        CompletableFuture.allOf(future, CompletableFuture.completedFuture(1));
        assertThat(future.getNumberOfDependents()).isEqualTo(3);

        future.complete("done");
        assertThat(future.getNumberOfDependents()).isZero();
    }

    @Test
    void allOf_anyOf_getAndJoin_work() throws Exception {
        Plain<String> future = new Plain<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(future, CompletableFuture.completedFuture(1));
        CompletableFuture<Object> any = CompletableFuture.anyOf(future, new CompletableFuture<>());
        Thread completer = new Thread(() -> future.complete("done"));
        completer.start();

        assertThat(future.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        assertThat(future.join()).isEqualTo("done");
        assertThat(all.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(any.get(30, TimeUnit.SECONDS)).isEqualTo("done");
        completer.join();
    }

    // ---- order ----

    @ParameterizedTest
    @MethodSource("allEndings")
    @Tag("B7")
    void continuations_runInTheOrderInWhichTheyWereAdded(Ending ending) {
        Plain<String> future = new Plain<>();
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            int own = number;
            all.add(
                    number % 2 == 0
                            ? future.whenComplete((value, failure) -> order.add(own))
                            : future.handle((value, failure) -> order.add(own)));
        }

        ending.end().accept(future);

        all.forEach(OrderedFutureTest::awaitDone);
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    static Stream<Named<Ending>> allEndings() {
        return Stream.concat(endings().stream(), endingsByTimeout().stream())
                .map(ending -> Named.of(ending.name(), ending));
    }

    @Test
    @Tag("B7")
    void futuresCombined_keepTheOrderOfBoth() {
        Plain<String> one = new Plain<>();
        Plain<String> two = new Plain<>();
        List<String> order = new ArrayList<>();
        two.thenRun(() -> order.add("before"));
        one.thenAcceptBoth(two, (first, second) -> order.add("both"));
        two.thenRun(() -> order.add("after"));

        one.complete("one");
        two.complete("two");

        assertThat(order).containsExactly("before", "both", "after");
    }

    @Test
    void continuationAddedByAContinuation_isNotLost() {
        Plain<String> future = new Plain<>();
        List<String> order = new ArrayList<>();
        future.thenRun(() -> {
            order.add("outer");
            future.thenRun(() -> order.add("inner"));
        });

        future.complete("done");

        assertThat(order).containsExactly("outer", "inner");
    }

    // ---- passing on ----

    @Test
    void oneContinuation_isRunRightThere_andManyArePassedOn() {
        Passing<String> one = new Passing<>();
        CompletableFuture<String> single = one.thenApply(Function.identity());
        one.complete("done");
        assertThat(single).isCompletedWithValue("done");
        assertThat(one.passed).isEmpty();

        Passing<String> many = new Passing<>();
        List<CompletableFuture<String>> several =
                List.of(many.thenApply(Function.identity()), many.thenApply(Function.identity()));
        many.complete("done");
        assertThat(several).noneMatch(CompletableFuture::isDone);
        many.completeWhatWasPassed();
        assertThat(several).allMatch(CompletableFuture::isDone);
    }

    @Test
    @Tag("B7")
    void continuationThatBlocksOnTheJdksStack_doesNotHoldUpTheLine() throws InterruptedException {
        Passing<String> future = new Passing<>();
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<String> waiting = future.thenApply(Function.identity());
        CompletableFuture.allOf(future).thenRun(() -> {
            blocked.countDown();
            awaitQuietly(release);
        });
        Thread completer = new Thread(() -> future.complete("done"));
        completer.start();
        blocked.await();

        future.completeWhatWasPassed();

        assertThat(waiting).isCompletedWithValue("done");
        release.countDown();
        completer.join();
        assertThat(waiting).isCompletedWithValue("done");
    }

    @Test
    void lineThatIsPassedOnBeforeItsFutureIsComplete_waitsForIt() {
        List<String> order = new ArrayList<>();
        OrderedFuture<String> future = new OrderedFuture<>() {
            @Override
            protected boolean passOn(
                    Queue<CompletableFuture<String>> waiting, Consumer<CompletableFuture<String>> completion) {
                order.add(isDone() ? "passed on when done" : "passed on when open");
                waiting.forEach(completion); // at once
                return true;
            }
        };
        CompletableFuture.allOf(future).thenRun(() -> order.add("stack"));
        future.thenRun(() -> order.add("first"));
        future.thenRun(() -> order.add("second"));

        future.complete("done");

        assertThat(order).containsExactly("passed on when open", "passed on when done", "first", "second", "stack");
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- races ----

    /** Is completed by another thread, as it were, when somebody looks for the n-th time whether it is done. */
    private static final class CompletedOnLook extends OrderedFuture<String> {
        private int looks;

        private CompletedOnLook(int looks) {
            this.looks = looks;
        }

        @Override
        public boolean isDone() {
            boolean before = super.isDone();
            if (--looks == 0) {
                complete("done");
                return before; // as seen just before
            }
            return super.isDone();
        }
    }

    @Test
    void futureCompleted_betweenTheLookAndTheFirstPlaceInTheLine_runsTheContinuation() {
        CompletedOnLook future = new CompletedOnLook(1);

        assertThat(future.thenApply(Function.identity())).isCompletedWithValue("done");
    }

    @Test
    void futureCompleted_betweenTheLookAndALaterPlaceInTheLine_runsTheContinuation() {
        CompletedOnLook future = new CompletedOnLook(3); // one more is after the first place
        CompletableFuture<String> first = future.thenApply(Function.identity());

        CompletableFuture<String> second = future.thenApply(Function.identity());

        assertThat(first).isCompletedWithValue("done");
        assertThat(second).isCompletedWithValue("done");
    }

    @Test
    void futureCompleted_afterThePlaceInTheLine_runsTheContinuationOnce() {
        CompletedOnLook future = new CompletedOnLook(2);
        AtomicInteger runs = new AtomicInteger();

        CompletableFuture<Integer> added = future.thenApply(value -> runs.incrementAndGet());

        assertThat(added).isCompletedWithValue(1);
        assertThat(runs).hasValue(1);
    }

    /** Threads add while others complete, at seeded distances; each continuation runs once, and each thread's in its order. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void addingAgainstCompleting_losesAndRepeatsNothing(long seed) throws Exception {
        Random random = new Random(seed);
        int adders = 2;
        int completers = 2;
        ExecutorService threads = Executors.newFixedThreadPool(adders + completers);
        try {
            for (int round = 0; round < 4_000; round++) {
                Plain<Integer> future = new Plain<>();
                AtomicInteger runs = new AtomicInteger();
                AtomicInteger completions = new AtomicInteger();
                CyclicBarrier start = new CyclicBarrier(adders + completers);
                List<CompletableFuture<Integer>> derived = Collections.synchronizedList(new ArrayList<>());
                List<Future<?>> ends = new ArrayList<>();
                for (int adder = 0; adder < adders; adder++) {
                    int count = 1 + random.nextInt(4);
                    int spins = random.nextInt(200);
                    ends.add(threads.submit(() -> {
                        start.await();
                        spin(spins);
                        for (int number = 0; number < count; number++) {
                            derived.add(future.thenApply(value -> {
                                runs.incrementAndGet();
                                return value;
                            }));
                        }
                        return null;
                    }));
                }
                for (int completer = 0; completer < completers; completer++) {
                    int own = completer;
                    int spins = random.nextInt(400);
                    ends.add(threads.submit(() -> {
                        start.await();
                        spin(spins);
                        if (future.complete(own)) {
                            completions.incrementAndGet();
                        }
                        return null;
                    }));
                }
                for (Future<?> end : ends) {
                    end.get();
                }
                assertThat(completions).hasValue(1);
                assertThat(derived).as("round %s", round).allMatch(CompletableFuture::isDone);
                assertThat(runs).as("round %s", round).hasValue(derived.size());
                assertThat(future.getNumberOfDependents()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void spin(int times) {
        for (int count = 0; count < times; count++) {
            Thread.onSpinWait();
        }
    }
}
