package dev.anypool;

import java.util.ArrayDeque;
import java.util.Queue;

/** What waits for a future, first in first out, until the line closes; each element leaves it once. */
final class Line<E> {
    /** Guarded by this line's monitor, until the line closes; then its taker's. */
    private ArrayDeque<E> waiting = new ArrayDeque<>();

    /** Guarded by this line's monitor. */
    private boolean closed;

    /** Puts an element last; returns {@code false} if the line is closed. */
    synchronized boolean add(E element) {
        return !closed && waiting.add(element);
    }

    /** Takes an element out again; returns {@code false} if it has left already. */
    synchronized boolean takeBack(E element) {
        return waiting.removeLastOccurrence(element);
    }

    /** Closes the line; returns its elements to the first caller, and none to others. */
    synchronized Queue<E> close() {
        closed = true;
        Queue<E> left = waiting;
        waiting = new ArrayDeque<>(1);
        return left;
    }

    synchronized int size() {
        return waiting.size();
    }
}
