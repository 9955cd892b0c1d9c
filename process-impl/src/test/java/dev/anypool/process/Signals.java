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
}
