package dev.anypool.async;

import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Those who wait for a future, first in first out. Safe for use by many threads. */
final class Turns<E> {

    /** What becomes of one that is added: {@code NONE → WAITING → OVER}. */
    enum State {
        /** It is the first, and somebody has to see to it that {@link #next} is called once the future is done. */
        NONE,
        /** It waits behind others. */
        WAITING,
        /** All others have gone: its turn has come at once. */
        OVER
    }

    /** Guarded by this; {@code null} unless somebody waits. */
    private @Nullable Queue<E> waiting;

    /** Guarded by this. */
    private State state = State.NONE;

    /** Adds one, unless its turn has come at once; returns what it found. */
    synchronized State add(E one) {
        State found = state;
        if (found != State.OVER) {
            state = State.WAITING;
            if (waiting == null) {
                waiting = new ArrayDeque<>(2);
            }
            waiting.add(one);
        }
        return found;
    }

    /** Takes the next one, with the future done; {@code null} if there is none, and then none will ever wait again. */
    synchronized @Nullable E next() {
        E next = waiting == null ? null : waiting.poll();
        if (next == null) {
            state = State.OVER;
            waiting = null;
        }
        return next;
    }
}
