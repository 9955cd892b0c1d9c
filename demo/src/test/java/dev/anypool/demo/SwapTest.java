package dev.anypool.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One source text, three imports: the import is the whole swap. */
@Timeout(180)
class SwapTest {
    private static final List<String> IMPORTS =
            List.of("dev.anypool.thread.Pools", "dev.anypool.process.Pools", "dev.anypool.Pools");

    /** Prints results, which are the same everywhere, and last on which backend it ran and in how many processes. */
    private static final String SOURCE = """
            import dev.anypool.MapFuture;
            import dev.anypool.PoolExecutor;
            import dev.anypool.PoolOptions;
            import dev.anypool.TaskFuture;
            import dev.anypool.TaskOptions;
            import dev.anypool.Worker;
            import %s;
            import java.util.List;
            import java.util.Map;
            import java.util.TreeSet;
            import java.util.concurrent.ExecutionException;
            import java.util.stream.Collectors;
            import java.util.stream.Stream;

            public final class Swap {
                private Swap() {}

                static long fibonacci(int n) {
                    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
                }

                static String join(String left, String right) {
                    return left + "-" + right;
                }

                public static void main(String[] arguments) throws Exception {
                    try (PoolExecutor pool = Pools.open()) {
                        System.out.println(pool.submit(() -> 42).get());
                    }
                    try (PoolExecutor pool = Pools.open(Map.of("anypool.workers", "2"))) {
                        System.out.println(pool.submit(Swap::fibonacci, 20).get());
                    }
                    try (PoolExecutor pool = Pools.open(PoolOptions.defaults().workers(2).name("swap"))) {
                        System.out.println(pool.submit(Swap::join, "left", "right").get());
                        System.out.println(pool.submit(() -> System.getProperty("no.such.property")).get());
                    }
                    try (PoolExecutor pool = Pools.open(2)) {
                        int captured = 10;
                        MapFuture<Integer> squares = pool.map(x -> x * x + captured, List.of(1, 2, 3));
                        System.out.println(squares.join());
                        System.out.println(pool.map(Swap::join, List.of("a", "b"), List.of("c", "d", "e")).join());
                        try (Stream<Long> stream = pool.stream(Swap::fibonacci, List.of(5, 6, 7))) {
                            System.out.println(stream.collect(Collectors.toList()));
                        }
                        TaskFuture<String> failing = pool.with(TaskOptions.defaults().name("failing")).submit(() -> {
                            throw new java.io.IOException("no such luck");
                        });
                        try {
                            failing.get();
                        } catch (ExecutionException e) {
                            System.out.println(e.getCause().getClass() + " " + e.getCause().getMessage());
                        }
                        Worker worker = pool.submit(Worker::current).get();
                        System.out.println(worker.isWorker() + " " + Worker.current().isWorker());
                        boolean here = worker.pid() == ProcessHandle.current().pid();
                        System.out.println(worker.backend() + (here ? " here" : " elsewhere"));
                    }
                }
            }
            """;

    private static final List<String> RESULTS = List.of(
            "42",
            "6765",
            "left-right",
            "null",
            "[11, 14, 19]",
            "[a-c, b-d]",
            "[5, 8, 13]",
            "class java.io.IOException no such luck",
            "true false");

    @Test
    void oneSource_runsTheSameWithEachImport(@TempDir Path work) throws Exception {
        Map<String, List<String>> outputs = new LinkedHashMap<>();
        for (String pools : IMPORTS) {
            outputs.put(pools, compileAndRun(work, pools));
        }
        assertThat(outputs.values())
                .allSatisfy(
                        lines -> assertThat(lines.subList(0, lines.size() - 1)).isEqualTo(RESULTS));
        assertThat(outputs.values().stream().map(lines -> lines.get(lines.size() - 1)))
                .containsExactly("thread here", "process elsewhere", "thread here");
    }

    private static List<String> compileAndRun(Path work, String pools) throws IOException, InterruptedException {
        JavaSource source = JavaSource.of(String.format(SOURCE, pools));
        Path classes = Files.createDirectories(work.resolve(pools));
        source.compile(classes, List.of());
        return source.run(work, List.of(classes)).lines().toList();
    }

    @Test
    void allPools_haveTheSameMethods() {
        List<List<String>> signatures =
                IMPORTS.stream().map(SwapTest::signatures).toList();
        assertThat(signatures.get(0)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(signatures).allMatch(signatures.get(0)::equals);
    }

    private static List<String> signatures(String pools) {
        try {
            return Arrays.stream(Class.forName(pools).getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers()))
                    .map(SwapTest::signature)
                    .sorted()
                    .toList();
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static String signature(Method method) {
        return Modifier.toString(method.getModifiers()) + " " + method.getGenericReturnType() + " " + method.getName()
                + Arrays.toString(method.getGenericParameterTypes())
                + Arrays.toString(method.getGenericExceptionTypes());
    }
}
