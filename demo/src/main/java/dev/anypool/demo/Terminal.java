package dev.anypool.demo;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds out whether somebody looks at the output as it is written. */
final class Terminal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Terminal() {}

    /** Tells whether the standard streams, standard error included where the system lets us see it, are a terminal. */
    static boolean isWatched() {
        return isTerminal(System.console()) && !isRedirected(STANDARD_ERROR);
    }

    /** From JDK 22 on there is a console without a terminal too, and it says so itself. */
    private static boolean isTerminal(@Nullable Console console) {
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Tells whether a stream is known to go elsewhere than to a terminal: to a file, a pipe, nowhere. */
    private static boolean isRedirected(Path stream) {
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return !target.startsWith("/dev/pts/") && !target.startsWith("/dev/tty") && !target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false; // a system without /proc
        }
    }
}
