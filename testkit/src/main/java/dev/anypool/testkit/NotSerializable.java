package dev.anypool.testkit;

/** A value that cannot travel, and does not say that it could. */
public final class NotSerializable {
    /** Makes the value. */
    public NotSerializable() {}
}
