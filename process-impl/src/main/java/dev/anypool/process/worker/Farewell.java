package dev.anypool.process.worker;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The orderly end of a worker: its shutdown hooks run, for as long as they take.
 *
 * <p>Nobody listens to the parent meanwhile: a JVM waits 300 ms before it ends for a thread that reads a socket. Only if the hooks
 * take some time is the parent's process watched instead.
 */
final class Farewell {
    private static final long SOON_MILLIS = 100;

    private Farewell() {}

    /**
     * Ends this JVM; never returns.
     *
     * @param parent the parent, as found while it was certainly alive: once it is gone the system tells another process
     */
    static void exit(int code, Optional<ProcessHandle> parent) {
        Thread watch = new Thread(() -> watch(parent), "anypool-farewell");
        watch.setDaemon(true);
        watch.start();
        Runtime.getRuntime().exit(code);
    }

    private static void watch(Optional<ProcessHandle> parent) {
        try {
            boolean never = new CountDownLatch(1).await(SOON_MILLIS, TimeUnit.MILLISECONDS);
            if (!never) {
                parent.ifPresentOrElse(process -> process.onExit().thenRun(Orphan::end), Orphan::end);
            }
        } catch (InterruptedException e) {
            Orphan.end(); // nobody interrupts this thread
        }
    }
}
