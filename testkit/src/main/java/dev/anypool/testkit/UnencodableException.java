package dev.anypool.testkit;

/** An exception with a field that cannot be serialized, so that it cannot leave its process. */
public final class UnencodableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // that is the sabotage
    private final Object lock = new Object();

    /**
     * Makes the exception.
     *
     * @param message its message
     */
    public UnencodableException(String message) {
        super(message);
    }

    /**
     * Returns what cannot travel.
     *
     * @return the lock
     */
    public Object lock() {
        return lock;
    }
}
