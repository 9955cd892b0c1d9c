package dev.anypool.testkit;

import dev.anypool.PoolExecutor;
import dev.anypool.Pools;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A program that leaves a pool open with work in it when its {@code main} returns. */
public final class UnclosedPool {
    private UnclosedPool() {}

    /**
     * Submits two tasks that wait at a gate, and returns.
     *
     * @param arguments the backend, and a directory with the gate
     */
    public static void main(String[] arguments) {
        Gate gate = Gate.in(Path.of(arguments[1]), "gate");
        PoolExecutor pool = Pools.open(Map.of("anypool.backend", arguments[0], "anypool.workers", "1"));
        for (int number = 1; number <= 2; number++) {
            int square = number * number;
            pool.submit(() -> {
                        gate.pass();
                        return square;
                    })
                    .thenAccept(result -> System.out.println("result " + result));
        }
        System.out.println("main returns");
    }

    /**
     * Starts the program in a JVM of its own.
     *
     * @param backend the backend
     * @param directory an empty directory
     * @return the process, whose error output goes to its output
     * @throws IOException if it cannot be started
     */
    public static Process start(String backend, Path directory) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        UnclosedPool.class.getName(),
                        backend,
                        directory.toString())
                .redirectErrorStream(true)
                .start();
    }
}
