package dev.anypool.process.worker;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

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
            try (var rest = Files.list(ofPool)) {
                if (rest.noneMatch(Files::isDirectory)) { // this was the last worker to leave
                    MoreFiles.deleteRecursively(ofPool, RecursiveDeleteOption.ALLOW_INSECURE);
                }
            }
        } catch (IOException | RuntimeException e) {
            System.err.println("an orphaned worker left files behind, which the next pool sweeps: " + e);
        }
    }

    private static Path folderOf(String file) {
        return Objects.requireNonNull(Path.of(file).toAbsolutePath().getParent(), file);
    }
}
