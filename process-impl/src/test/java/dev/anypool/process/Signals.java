package dev.anypool.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Sends signals to processes. */
final class Signals {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path ENV = Path.of("/usr/bin/env");
    private static final long HUP = 1;
    private static final long INT = 1 << 1;

    private Signals() {}

    /**
     * Sends a signal and returns when it is sent.
     *
     * @param signal its name without {@code SIG}
     */
    static void send(String signal, long pid) throws IOException, InterruptedException {
        kill(signal, Long.toString(pid));
    }

    /**
     * Sends a signal to all processes of a group, as a terminal does.
     *
     * @param signal its name without {@code SIG}
     */
    static void sendToGroup(String signal, long group) throws IOException, InterruptedException {
        kill(signal, "-" + group);
    }

    private static void kill(String signal, String whom) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, "--", whom)
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " -- " + whom + " exited with code " + exit);
        }
    }

    /**
     * Returns what stands before a command that is to heed Ctrl-C and the end of its terminal. Those who start a build with
     * {@code nohup}, or in the background of a script, have all its programs ignore them.
     */
    static List<String> heeded() throws IOException {
        if (!areIgnored()) {
            return List.of();
        }
        assumeTrue(Files.isExecutable(ENV), "these tests were started with signals ignored, and there is no " + ENV);
        return List.of(ENV.toString(), "--default-signal=INT,HUP");
    }

    private static boolean areIgnored() throws IOException {
        if (!Files.exists(STATUS)) {
            return false;
        }
        String mask = Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .map(line -> line.substring("SigIgn:".length()).strip())
                .orElse("0");
        return (Long.parseUnsignedLong(mask, 16) & (HUP | INT)) != 0;
    }
}
