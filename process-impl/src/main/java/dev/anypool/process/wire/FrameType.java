package dev.anypool.process.wire;

import java.io.StreamCorruptedException;

/** What a frame is; {@code package-info} has the bodies. */
public enum FrameType {
    /** The worker says who it is. */
    HELLO(1),
    /** The parent gives the worker a job. */
    RUN(2),
    /** The parent wants a task to end. */
    STOP(3),
    /** The parent wants the worker to end when it has done what it has, with an exit code. */
    RETIRE(4),
    /** The worker tells what became of a task. */
    RESULT(5),
    /** The worker has run the initializer, if there is one, and takes jobs. */
    READY(6),
    /** The initializer failed, and the worker ends. */
    UNFIT(7),
    /** The worker wants to be replaced after the task that it is about to report. */
    SPENT(8);

    private static final FrameType[] BY_CODE = new FrameType[values().length + 1];

    static {
        for (FrameType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    /**
     * Returns the byte that stands for this type.
     *
     * @return the byte
     */
    public byte code() {
        return code;
    }

    /**
     * Returns the type that a byte stands for.
     *
     * @param code the byte
     * @return the type
     * @throws StreamCorruptedException if there is none
     */
    public static FrameType of(byte code) throws StreamCorruptedException {
        if (code <= 0 || code >= BY_CODE.length) {
            throw new StreamCorruptedException("there is no frame of type " + code);
        }
        return BY_CODE[code];
    }
}
