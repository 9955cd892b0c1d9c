package dev.anypool.demo.isolation;

import dev.anypool.TaskSerializationException;
import dev.anypool.TaskTimeoutException;
import dev.anypool.WorkerCrashedException;

/**
 * How a misdeed is to end.
 *
 * @param exception what the caller gets
 * @param reason what its reason says, among other things
 * @param worker what becomes of the worker
 */
record Expectation(Class<? extends Throwable> exception, String reason, Replacement worker) {

    static Expectation crash(String reason) {
        return new Expectation(WorkerCrashedException.class, reason, Replacement.REPLACED);
    }

    static Expectation timeout() {
        return new Expectation(TaskTimeoutException.class, "run limit", Replacement.REPLACED);
    }

    static Expectation exhaustion() {
        return new Expectation(OutOfMemoryError.class, "heap", Replacement.REPLACED);
    }

    static Expectation overflow() {
        return new Expectation(StackOverflowError.class, "", Replacement.KEPT);
    }

    static Expectation unencodable() {
        return new Expectation(TaskSerializationException.class, "java.lang.Thread", Replacement.KEPT);
    }

    boolean isMetBy(Received received, Replacement became) {
        return exception.getSimpleName().equals(received.exception())
                && received.reason().contains(reason)
                && worker == became;
    }

    @Override
    public String toString() {
        return new Received(exception.getSimpleName(), reason) + "; worker " + worker;
    }
}
