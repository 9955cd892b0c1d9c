package dev.anypool.process;

import java.io.InputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What one worker writes: passed on line by line to where the pool's options say, and the end of its standard error remembered. */
final class Outputs {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final System.Logger OUTPUT_LOGGER = System.getLogger("dev.anypool.worker");

    /** What a dead process had written is there already; a child of its own may hold the pipe open for ever. */
    private static final long MOST_DRAIN_MILLIS = 500;

    private final String workerName;
    private final WorkerOutput choice;
    private final ErrorTail errorTail = new ErrorTail();

    /** Counts the ends of standard output and standard error. */
    private final CountDownLatch ends = new CountDownLatch(2);

    Outputs(String workerName, WorkerOutput choice) {
        this.workerName = workerName;
        this.choice = choice;
    }

    /** Passes standard output on until it ends; on the calling thread. */
    void passOn(InputStream standardOutput) {
        pump(standardOutput, lines(System.out, Level.INFO));
    }

    /** Passes standard error on until it ends; on the calling thread. */
    void passOnErrors(InputStream standardError) {
        Consumer<String> shown = lines(System.err, Level.WARNING);
        pump(standardError, line -> {
            errorTail.add(line);
            shown.accept(line);
        });
    }

    private void pump(InputStream output, Consumer<String> lines) {
        new OutputPump(output, line -> pass(line, lines)).run();
        ends.countDown();
    }

    private static void pass(String line, Consumer<String> lines) {
        try {
            lines.accept(line);
        } catch (RuntimeException
                | Error e) { // a log handler or stream of the user's: the next lines have to be read all the same
            Thread self = Thread.currentThread();
            self.getUncaughtExceptionHandler().uncaughtException(self, e);
        }
    }

    private Consumer<String> lines(PrintStream stream, Level level) {
        return switch (choice) {
            case PREFIXED -> line -> stream.println("[" + workerName + "] " + line);
            case LOGGED -> line -> OUTPUT_LOGGER.log(level, "[" + workerName + "] " + line);
            case DISCARDED -> line -> {};
        };
    }

    /** Waits until all is passed on that a dead worker had written, as far as that may be known. */
    void awaitEnds() {
        try {
            boolean complete = ends.await(MOST_DRAIN_MILLIS, TimeUnit.MILLISECONDS);
            if (!complete) {
                LOGGER.log(Level.DEBUG, "a child of {0} holds its output open", workerName);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the last lines of standard error. */
    List<String> lastErrors() {
        return errorTail.lines();
    }
}
