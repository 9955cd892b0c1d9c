package dev.anypool.process.wire;

import java.io.StreamCorruptedException;

/** What became of a task, in a {@code RESULT}. */
public enum Status {
    /** It returned; the outcome is its result. */
    RETURNED(0),
    /** It threw; the outcome is the failure. */
    THREW(1),
    /** It was passed over, since the parent wanted it to end before it had started; there is no outcome. */
    SKIPPED(2);

    private final byte code;

    Status(int code) {
        this.code = (byte) code;
    }

    /**
     * Returns the byte that stands for this status.
     *
     * @return the byte
     */
    public byte code() {
        return code;
    }

    /**
     * Returns the status that a byte stands for.
     *
     * @param code the byte
     * @return the status
     * @throws StreamCorruptedException if there is none
     */
    public static Status of(byte code) throws StreamCorruptedException {
        return switch (code) {
            case 0 -> RETURNED;
            case 1 -> THREW;
            case 2 -> SKIPPED;
            default -> throw new StreamCorruptedException("there is no status " + code + " of a result");
        };
    }
}
