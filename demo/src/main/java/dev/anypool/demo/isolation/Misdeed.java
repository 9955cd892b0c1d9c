package dev.anypool.demo.isolation;

import dev.anypool.TaskOptions;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ways in which the demo's bad tasks are bad. */
enum Misdeed {
    ENDLESS_LOOP("looped for ever", Deeds::loop, Limit.SHORT, Expectation.timeout(), null),
    NATIVE_CRASH(
            "crashed in native code",
            run -> Deeds.crash(),
            Limit.GUARD,
            Expectation.crash("SIGSEGV in native code"),
            "it would end this JVM"),
    EXIT(
            "called System.exit(3)",
            run -> Deeds.exit(),
            Limit.GUARD,
            Expectation.crash("exited with code 3"),
            "it would end this JVM"),
    HALT(
            "called Runtime.halt(4)",
            run -> Deeds.halt(),
            Limit.GUARD,
            Expectation.crash("exited with code 4"),
            "it would end this JVM"),
    EXHAUSTED_HEAP(
            "used up the heap",
            run -> Deeds.exhaustHeap(),
            Limit.GUARD,
            Expectation.exhaustion(),
            "it would take the heap of all, this JVM's"),
    STACK_OVERFLOW("overflowed the stack", run -> Deeds.overflowStack(), Limit.GUARD, Expectation.overflow(), null),
    UNENCODABLE_RESULT("returned a Thread", run -> Deeds.returnThread(), Limit.GUARD, Expectation.unencodable(), null),
    KILLED(
            "got SIGKILL from outside",
            run -> Deeds.waitForEver(),
            Limit.GUARD,
            Expectation.crash("SIGKILL"),
            "a thread has no process of its own to kill"),
    STOPPED(
            "got SIGSTOP from outside",
            run -> Deeds.waitForEver(),
            Limit.SHORT,
            Expectation.timeout(),
            "a thread has no process of its own to stop");

    /** What a task does; it may look whether the run of the demo is over. */
    private interface Deed {
        @Nullable Object commit(long run) throws Exception;
    }

    /** How long a task may run. */
    private enum Limit {
        /** For those who would run for ever. */
        SHORT(Duration.ofMillis(500)),
        /** For those who end by themselves, or so one hopes. */
        GUARD(Duration.ofSeconds(30));

        private final Duration duration;

        Limit(Duration duration) {
            this.duration = duration;
        }
    }

    private final String did;
    private final Deed deed;
    private final Limit limit;
    private final Expectation expectation;
    private final @Nullable String deadlyForThreads;

    Misdeed(String did, Deed deed, Limit limit, Expectation expectation, @Nullable String deadlyForThreads) {
        this.did = did;
        this.deed = deed;
        this.limit = limit;
        this.expectation = expectation;
        this.deadlyForThreads = deadlyForThreads;
    }

    /** Says in the past tense what the task did. */
    String did() {
        return did;
    }

    Expectation expectation() {
        return expectation;
    }

    /** Returns how the bad task is to be submitted. */
    TaskOptions options() {
        return TaskOptions.defaults()
                .name(name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .runLimit(limit.duration);
    }

    /** Does it; on the worker. */
    @Nullable Object commit(long run) throws Exception {
        return deed.commit(run);
    }

    /** Returns what the parent has to do from outside once the task runs. */
    Outside outside() {
        return switch (this) {
            case KILLED -> Outside.KILL;
            case STOPPED -> Outside.STOP;
            default -> Outside.NOTHING;
        };
    }

    /**
     * Returns why this cannot be tried.
     *
     * @param backend the name of the backend
     * @param canSignal whether this machine can send any signal
     * @return the reason, empty if there is none
     */
    Optional<String> obstacle(String backend, boolean canSignal) {
        if (backend.equals("thread") && deadlyForThreads != null) {
            return Optional.of(deadlyForThreads);
        }
        return outside() == Outside.STOP && !canSignal
                ? Optional.of("this machine has no kill command")
                : Optional.empty();
    }
}
