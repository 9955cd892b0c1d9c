package dev.anypool.flow;

import java.util.Collections;
import java.util.Iterator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Elements that are there when they are asked for. */
final class IterableSource<A extends @Nullable Object> implements Source<A> {
    private final Iterable<? extends A> inputs;

    /** Null until the first element is asked for. */
    private @Nullable Iterator<? extends A> iterator;

    /** Whether the subscriber has asked for anything: nothing is read before. */
    private boolean asked;

    IterableSource(Iterable<? extends A> inputs) {
        this.inputs = inputs;
    }

    @Override
    public void makeRoomFor(int room) {
        asked = true;
    }

    @Override
    public Next advance(Consumer<? super A> taker) {
        if (!asked) {
            return Next.NOT_YET;
        }
        Iterator<? extends A> rest = iterator;
        if (rest == null) {
            rest = inputs.iterator();
            iterator = rest;
        }
        if (!rest.hasNext()) {
            return Next.OVER;
        }
        taker.accept(rest.next());
        return Next.TAKEN;
    }

    @Override
    public void cancel() {
        iterator = Collections.emptyIterator();
    }
}
