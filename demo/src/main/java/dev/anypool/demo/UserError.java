package dev.anypool.demo;

/** Something that the user can mend; its message is all there is to say. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }
}
