package dev.anypool.process.wire;

/** The numbers that both sides agree on. */
public final class Wire {
    /** The first bytes of a worker's first frame and of its bootstrap: "ANYP". */
    public static final int MAGIC = 0x414E5950;

    /** The version of frames, bootstrap and page. Both sides come from the same release, so it must be the same. */
    public static final short VERSION = 1;

    /** How many bytes a secret has. */
    public static final int SECRET_BYTES = 32;

    /** How many bytes the body of a {@code HELLO} has. */
    public static final int HELLO_BYTES = Integer.BYTES + Short.BYTES + Integer.BYTES + Long.BYTES + SECRET_BYTES;

    /** How many bytes of a frame stand before its body. */
    public static final int HEADER_BYTES = Integer.BYTES + Byte.BYTES;

    /** How long a frame may be; a longer one is an error of whoever sent it. */
    public static final int MOST_FRAME_BYTES = 1 << 30;

    /** How long the encoded function, arguments or result of one task may be. */
    public static final int MOST_VALUE_BYTES = MOST_FRAME_BYTES / 4;

    /** How many tasks a job may have. */
    public static final int MOST_TASKS = 0xFFFF;

    /** The exit code of a worker that ended itself since a task had used up its heap. */
    public static final int EXIT_OUT_OF_MEMORY = 76;

    /** The exit code of a worker whose own code failed. */
    public static final int EXIT_FAILED = 77;

    /** The exit code of a worker whose parent is gone. */
    public static final int EXIT_ORPHANED = 78;

    /** The exit code of a worker whose initializer failed. */
    public static final int EXIT_UNFIT = 79;

    private Wire() {}
}
