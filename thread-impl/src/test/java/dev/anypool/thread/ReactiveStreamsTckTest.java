package dev.anypool.thread;

import dev.anypool.PoolExecutor;
import dev.anypool.flow.Flows;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;
import org.testng.annotations.Test;

/** What the Reactive Streams' own test kit says about flows. It is made for TestNG; its tests are called as JUnit's here. */
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReactiveStreamsTckTest {
    /** How long the kit waits for what must come, how long for what must not, and how often it looks. */
    private static final long GUARD_MILLIS = 30_000;

    private static final long QUIET_MILLIS = 50;
    private static final long LOOK_MILLIS = 5;

    private static final PoolExecutor POOL = Pools.open(2);

    @AfterAll
    static void close() {
        POOL.close();
    }

    private static Flow.Publisher<Long> failed() {
        Flow.Publisher<Long> upstream = subscriber -> {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long count) {}

                @Override
                public void cancel() {}
            });
            subscriber.onError(new IllegalStateException("failed on purpose"));
        };
        return Flows.map(POOL, number -> number, upstream);
    }

    private static Iterable<Long> numbers(long count) {
        return () -> LongStream.range(0, count).iterator();
    }

    static final class OfAnIterable extends FlowPublisherVerification<Long> {
        OfAnIterable() {
            super(new TestEnvironment(GUARD_MILLIS, QUIET_MILLIS, LOOK_MILLIS));
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return Flows.publish(POOL, number -> number, numbers(elements));
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            return failed();
        }
    }

    static final class OfAPublisher extends FlowPublisherVerification<Long> {
        OfAPublisher() {
            super(new TestEnvironment(GUARD_MILLIS, QUIET_MILLIS, LOOK_MILLIS));
        }

        @Override
        public Flow.Publisher<Long> createFlowPublisher(long elements) {
            return Flows.map(POOL, number -> number, Flows.publish(POOL, number -> number, numbers(elements)));
        }

        @Override
        public Flow.Publisher<Long> createFailedFlowPublisher() {
            return failed();
        }
    }

    @TestFactory
    Stream<DynamicTest> publish() {
        return testsOf(OfAnIterable.class);
    }

    @TestFactory
    Stream<DynamicTest> map() {
        return testsOf(OfAPublisher.class);
    }

    private static Stream<DynamicTest> testsOf(Class<? extends FlowPublisherVerification<Long>> kit) {
        return Arrays.stream(kit.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> run(kit, method)));
    }

    private static void run(Class<? extends FlowPublisherVerification<Long>> kit, Method test) throws Throwable {
        FlowPublisherVerification<Long> verification =
                kit.getDeclaredConstructor().newInstance();
        verification.setUp();
        try {
            test.invoke(verification);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            throw thrown instanceof SkipException ? new TestAbortedException(thrown.getMessage(), thrown) : thrown;
        }
    }
}
