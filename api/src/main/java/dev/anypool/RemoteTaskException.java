package dev.anypool;

import org.jspecify.annotations.Nullable;

/**
 * Stands for an exception that a task threw and that cannot travel: its class is not known to the parent, is refused by the
 * filter, or its content cannot be encoded or decoded.
 *
 * <p>It has the original's class name, message, stack trace and, in the same form where need be, its cause.
 */
public final class RemoteTaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String remoteClassName;

    /**
     * Makes the exception.
     *
     * @param remoteClassName the name of the original's class
     * @param remoteMessage the original's message, {@code null} if it had none
     * @param cause the original's cause, {@code null} if it had none
     */
    public RemoteTaskException(String remoteClassName, @Nullable String remoteMessage, @Nullable Throwable cause) {
        super(remoteMessage == null ? remoteClassName : remoteClassName + ": " + remoteMessage, cause);
        this.remoteClassName = remoteClassName;
    }

    /**
     * Returns the name of the class of the exception that the task threw.
     *
     * @return the class name
     */
    public String remoteClassName() {
        return remoteClassName;
    }
}
