package dev.anypool.demo.isolation;

import java.util.Locale;

/** What became of the worker that ran a bad task. */
enum Replacement {
    /** It goes on. */
    KEPT,
    /** Another took its place. */
    REPLACED,
    /** Its place was still empty when the demo lost patience. */
    MISSING;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
