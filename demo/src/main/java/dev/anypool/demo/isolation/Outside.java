package dev.anypool.demo.isolation;

import java.io.IOException;
import java.util.Optional;

/** What the parent does to the worker of a bad task from outside, once the task runs. */
enum Outside {
    /** The task needs no help. */
    NOTHING {
        @Override
        void act(ProcessHandle worker) {}
    },
    /** Sends {@code SIGKILL}. */
    KILL {
        @Override
        void act(ProcessHandle worker) {
            worker.destroyForcibly();
        }
    },
    /** Sends {@code SIGSTOP}. */
    STOP {
        @Override
        void act(ProcessHandle worker) throws IOException, InterruptedException {
            int exit = kill("-STOP", worker.pid());
            if (exit != 0 && worker.isAlive()) {
                throw new IOException("kill -STOP " + worker.pid() + " exited with code " + exit);
            }
        }
    };

    abstract void act(ProcessHandle worker) throws IOException, InterruptedException;

    /** Acts on a worker if it is a child of this JVM, and still there. */
    void actOn(long pid) throws IOException, InterruptedException {
        Optional<ProcessHandle> worker = ProcessHandle.current()
                .children()
                .filter(child -> child.pid() == pid)
                .findFirst();
        if (worker.isPresent()) {
            act(worker.get());
        }
    }

    /** Tells whether this machine has what is needed to send any signal. */
    static boolean canSignal() throws InterruptedException {
        try {
            return kill("-0", ProcessHandle.current().pid()) == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }

    private static int kill(String signal, long pid) throws IOException, InterruptedException {
        return new ProcessBuilder("kill", signal, Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
