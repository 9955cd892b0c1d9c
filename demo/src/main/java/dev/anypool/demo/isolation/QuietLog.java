package dev.anypool.demo.isolation;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the pool's log, which reports each lost worker at length, from tearing the table. */
final class QuietLog {
    /** Held, since the JDK forgets the level of a logger that nobody holds. */
    private final Logger logger = Logger.getLogger("dev.anypool");

    private final @Nullable Level before = logger.getLevel();

    private QuietLog() {}

    static QuietLog begin() {
        QuietLog quiet = new QuietLog();
        quiet.logger.setLevel(Level.OFF);
        return quiet;
    }

    /** Lets the pool log again. */
    void end() {
        logger.setLevel(before);
    }
}
