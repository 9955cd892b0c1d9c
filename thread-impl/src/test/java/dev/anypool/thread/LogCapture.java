package dev.anypool.thread;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What Anypool logs while it is open. */
final class LogCapture extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.anypool"); // held, since the log manager does not hold it
    private final boolean usedParents = logger.getUseParentHandlers();
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private final Runnable before;

    LogCapture() {
        this(() -> {});
    }

    /** Captures messages, each after something else. */
    LogCapture(Runnable before) {
        this.before = before;
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    /** The messages that contain a text. */
    List<String> containing(String text) {
        return messages.stream().filter(message -> message.contains(text)).toList();
    }

    @Override
    public void publish(LogRecord entry) {
        before.run();
        messages.add(entry.getLevel() + " " + entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(usedParents);
    }
}
