package dev.anypool.process;

import java.io.IOException;

/** Sends signals to processes. */
final class Signals {
    private Signals() {}

    /**
     * Sends a signal and returns when it is sent.
     *
     * @param signal its name without {@code SIG}
     */
    static void send(String signal, long pid) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + signal + " " + pid + " exited with code " + exit);
        }
    }
}
