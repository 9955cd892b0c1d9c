package dev.anypool.demo;

import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A bar on standard error that shows how far a command is; none where nobody looks. */
public final class Progress implements AutoCloseable {
    private static final int WIDTH = 80;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** Starts at none of this many steps. */
    public static Progress of(String title, int steps) {
        if (!Terminal.isWatched()) {
            return new Progress(null);
        }
        Consumer<String> line = text -> System.err.print("\r" + text);
        return new Progress(new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .clearDisplayOnFinish()
                // Not the library's own consumer, which loads native code to ask for the terminal's width.
                .setConsumer(new DelegatingProgressBarConsumer(line, WIDTH))
                .build());
    }

    /** Goes one step on. */
    public void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
