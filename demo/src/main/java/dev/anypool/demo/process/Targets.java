package dev.anypool.demo.process;

/** What the processes run; each rings first. */
final class Targets {
    private Targets() {}

    static void finish(Bell.Button bell) {
        bell.ring();
    }

    static void fail(Bell.Button bell) {
        bell.ring();
        throw new IllegalStateException("out of luck");
    }

    static void exit(Bell.Button bell, int code) {
        bell.ring();
        System.exit(code);
    }

    static void spin(Bell.Button bell) {
        bell.ring();
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** Never ends, and does not let the JVM end in good order either. */
    static void resist(Bell.Button bell) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            while (true) {
                Thread.onSpinWait();
            }
        }));
        spin(bell);
    }
}
