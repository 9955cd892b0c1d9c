package dev.anypool.process;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.function.Consumer;

/**
 * Reads the lines of one output of a worker to its end and passes them on. A line that is too long is passed on in parts, so that
 * a worker that never ends its line does not fill the parent's memory.
 */
final class OutputPump implements Runnable {
    private static final int LONGEST_LINE = 8192;
    private static final Charset CHARSET = Charset.forName(System.getProperty("native.encoding", "UTF-8"));

    private final InputStream output;
    private final Consumer<String> lines;

    OutputPump(InputStream output, Consumer<String> lines) {
        this.output = output;
        this.lines = lines;
    }

    @Override
    public void run() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(output)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    pass(line);
                } else if (next != '\r') {
                    line.write(next);
                    if (line.size() == LONGEST_LINE) {
                        pass(line);
                    }
                }
            }
        } catch (IOException e) {
            // the pipe was closed under it, as happens when the process has ended: the same as its end
        }
        if (line.size() > 0) {
            pass(line);
        }
    }

    private void pass(ByteArrayOutputStream line) {
        lines.accept(line.toString(CHARSET));
        line.reset();
    }
}
