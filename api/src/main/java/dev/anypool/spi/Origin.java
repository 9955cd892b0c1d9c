package dev.anypool.spi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The place in the user's code where tasks were submitted, so that the failure of one can tell it.
 *
 * <p>Taking it costs about as much as making an exception; the frames are worked out only when they are asked for.
 */
public final class Origin {
    private final Throwable place = new Throwable();
    private final String thread = Thread.currentThread().getName();

    /** Takes the place of the calling code. */
    public Origin() {}

    /**
     * Adds this place to the stack trace of an exception that comes from elsewhere, below a line that says where that was.
     *
     * @param failure the exception; its stack trace is replaced
     * @param worker who threw it
     */
    public void appendTo(Throwable failure, String worker) {
        List<StackTraceElement> trace = new ArrayList<>(Arrays.asList(failure.getStackTrace()));
        trace.add(new StackTraceElement("-- ran on " + worker, " submitted by", "thread " + thread, -1));
        for (StackTraceElement frame : place.getStackTrace()) {
            if (!frame.getClassName().startsWith("dev.anypool.dispatch.")
                    && !frame.getClassName().startsWith("dev.anypool.spi.")) {
                trace.add(frame);
            }
        }
        failure.setStackTrace(trace.toArray(StackTraceElement[]::new));
    }
}
