package dev.anypool.demo;

/** A line on standard error that says what goes on, and is gone afterwards; none where nobody looks. Used by one thread. */
public final class LiveLine implements AutoCloseable {
    private static final int WIDTH = 79;

    private final boolean watched;
    private boolean shown;

    private LiveLine(boolean watched) {
        this.watched = watched;
    }

    /**
     * Begins with nothing to see.
     *
     * @param wanted {@code false} where others write to standard error meanwhile; nothing is ever shown then
     */
    public static LiveLine begin(boolean wanted) {
        return new LiveLine(wanted && Terminal.isWatched());
    }

    /** Shows this in the place of what was shown before. */
    public void show(String text) {
        if (watched) {
            String fitting = text.length() <= WIDTH ? text : text.substring(0, WIDTH);
            System.err.print("\r" + fitting + " ".repeat(WIDTH - fitting.length()));
            shown = true;
        }
    }

    /** Shows nothing, and leaves the line to others. */
    public void wipe() {
        if (shown) {
            System.err.print("\r" + " ".repeat(WIDTH) + "\r");
            shown = false;
        }
    }

    @Override
    public void close() {
        wipe();
    }
}
