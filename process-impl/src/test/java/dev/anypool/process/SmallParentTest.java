package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A parent whose heap is too small for what a worker sends. */
@StartsWorkers
class SmallParentTest {
    /** A program that asks for a large result and then for small ones. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) {
            PoolOptions options = PoolOptions.defaults()
                    .workers(1)
                    .with(ProcessPoolOptions.defaults().maxHeap(1 << 30).output(WorkerOutput.DISCARDED));
            try (PoolExecutor pool = Pools.open(options)) {
                TaskFuture<byte[]> tooLarge = pool.submit(Parent::bytes, 100 << 20);
                System.out.println(
                        tooLarge.handle((result, failure) -> failure != null).join());
                System.out.println(pool.submit(Parent::bytes, 1 << 20).join().length);
            }
        }

        private static byte[] bytes(int length) {
            return new byte[length];
        }
    }

    @Test
    @Tag("B36")
    void resultThatDoesNotFitTheParent_failsItsFutureAlone() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        List<String> lines = parent.inputReader().lines().toList();

        assertThat(lines).containsExactly("true", Integer.toString(1 << 20));
        assertThat(parent.waitFor()).isZero();
    }
}
