package dev.anypool.process.worker;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.stream.Stream;

/** The end of a worker whose parent is gone without a word: it tidies up after itself, briefly, and ends. */
final class Orphan {
    private static final long MOST_MILLIS = 300;

    private Orphan() {}

    /** Ends this JVM; never returns. No shutdown hook runs, since one might wait for ever. */
    static void end() {
        Thread tidying = new Thread(Orphan::tidyUp, "anypool-orphan");
        tidying.setDaemon(true);
        tidying.start();
        try {
            tidying.join(MOST_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // all the more reason to end
        }
        Runtime.getRuntime().halt(Wire.EXIT_ORPHANED);
    }

    private static void tidyUp() {
        Bootstrap bootstrap = Bootstrap.ofThisJvm();
        if (bootstrap == null) {
            return;
        }
        try {
            Path own = folderOf(bootstrap.page());
            Path ofPool = folderOf(bootstrap.socket());
            MoreFiles.deleteRecursively(own, RecursiveDeleteOption.ALLOW_INSECURE);
            if (isOwnerless(ofPool) && noWorkerIsLeftIn(ofPool)) {
                MoreFiles.deleteRecursively(ofPool, RecursiveDeleteOption.ALLOW_INSECURE);
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("an orphaned worker left files behind, which the next pool sweeps: " + e);
        }
    }

    private static Path folderOf(String file) {
        return Objects.requireNonNull(Path.of(file).toAbsolutePath().getParent(), file);
    }

    /** Tells whether nobody holds the lock on the pool's directory: the parent does as long as it lives. */
    private static boolean isOwnerless(Path ofPool) throws IOException {
        try (FileChannel owner = FileChannel.open(ofPool.resolve("owner"), StandardOpenOption.WRITE);
                FileLock lock = owner.tryLock()) {
            return lock != null;
        }
    }

    private static boolean noWorkerIsLeftIn(Path ofPool) throws IOException {
        try (Stream<Path> rest = Files.list(ofPool)) {
            return rest.noneMatch(Files::isDirectory);
        }
    }
}
