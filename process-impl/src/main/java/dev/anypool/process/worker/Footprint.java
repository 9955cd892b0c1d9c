package dev.anypool.process.worker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this JVM takes: what Linux says is resident, native memory included; elsewhere, for want of a portable way, what the
 * heap has taken from the system.
 */
final class Footprint {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String RESIDENT = "VmRSS:";
    private static final long KIBI = 1024;

    private final long limit;

    /**
     * @param limit how many bytes it may take; 0 for any number
     */
    Footprint(long limit) {
        this.limit = limit;
    }

    /** Tells whether it takes more than it may, garbage not counted as far as the collector gives it back. */
    boolean isTooLarge() {
        if (limit == 0 || bytes() <= limit) {
            return false;
        }
        System.gc();
        return bytes() > limit;
    }

    private static long bytes() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(RESIDENT)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * KIBI;
                }
            }
        } catch (IOException e) {
            return Runtime.getRuntime().totalMemory(); // not Linux
        }
        return Runtime.getRuntime().totalMemory();
    }
}
