package dev.anypool.dispatch;

import java.util.ArrayList;
import java.util.List;

/** What has arrived, in that order, for any number of readers. Safe for use by many threads. */
final class Arrivals<T> {
    /** Guarded by this. */
    private final List<T> arrived = new ArrayList<>();

    synchronized void add(T one) {
        arrived.add(one);
        notifyAll();
    }

    /** Waits for the arrival at this place, from 0; an interrupt does not cut that short, and is left to the thread. */
    synchronized T await(int place) {
        boolean interrupted = false;
        while (arrived.size() <= place) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return arrived.get(place);
    }
}
