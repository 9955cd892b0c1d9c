package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Checks after a class that its pools have left nothing behind: no process, no thread, no directory.
 *
 * <p>While the class runs, {@code java.io.tmpdir} is a directory of its own, so that pools of other programs do not count. The
 * names of all pools in these tests begin with {@code anypool}.
 */
final class LeftOvers implements BeforeAllCallback, AfterAllCallback {
    private static final String TEMPORARY = "java.io.tmpdir";
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeftOvers.class);

    private record Before(String temporary, Path own, Set<Thread> threads, Set<Long> children) {}

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        String temporary = System.getProperty(TEMPORARY);
        Path own = Files.createTempDirectory("apt-");
        context.getStore(NAMESPACE)
                .put(
                        "before",
                        new Before(
                                temporary,
                                own,
                                poolThreads().collect(Collectors.toSet()),
                                children().collect(Collectors.toSet())));
        System.setProperty(TEMPORARY, own.toString());
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        Before before = context.getStore(NAMESPACE).remove("before", Before.class);
        System.setProperty(TEMPORARY, before.temporary());
        Waiting.untilAsserted(
                "no process is left",
                () -> assertThat(children().filter(Predicate.not(before.children()::contains)))
                        .isEmpty());
        Waiting.untilAsserted(
                "no thread is left",
                () -> assertThat(poolThreads().filter(Predicate.not(before.threads()::contains)))
                        .isEmpty());
        Waiting.untilAsserted(
                "no directory is left",
                () -> assertThat(poolDirectories(before.own())).isEmpty());
        MoreFiles.deleteRecursively(before.own(), RecursiveDeleteOption.ALLOW_INSECURE); // Mockito leaves a jar there
    }

    /** The threads of all pools that are open. */
    static Stream<Thread> poolThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("anypool"));
    }

    /** The process ids of all workers, and of what they started. */
    static Stream<Long> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(ProcessHandle::isAlive)
                .map(ProcessHandle::pid);
    }

    /** The directories of all pools that were opened with this temporary directory. */
    static List<Path> poolDirectories(Path temporary) throws IOException {
        try (Stream<Path> all = Files.list(temporary)) {
            return all.filter(path -> path.getFileName().toString().startsWith("anypool"))
                    .toList();
        }
    }

    /** The directories of all pools that this class has opened. */
    static List<Path> poolDirectories() throws IOException {
        return poolDirectories(Path.of(System.getProperty(TEMPORARY)));
    }
}
