package dev.anypool.testkit;

/** A checked exception with a field, as users write them; it can travel. */
public final class OrdinaryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /**
     * Makes the exception.
     *
     * @param message its message
     * @param code its code
     */
    public OrdinaryException(String message, int code) {
        super(message);
        this.code = code;
    }

    /**
     * Returns the code.
     *
     * @return the code
     */
    public int code() {
        return code;
    }
}
