package dev.anypool.flow;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the elements of one subscription come from. Used in its passes only, so by one thread at a time. */
interface Source<A extends @Nullable Object> {
    /** What came of looking for an element. */
    enum Next {
        TAKEN,
        /** There is none yet; the subscription is woken when there is. */
        NOT_YET,
        OVER
    }

    /** Lets elements come; called once, when the subscriber knows its subscription. */
    default void open() {}

    /**
     * Hands over the next element, if there is one.
     *
     * @param taker who takes it
     * @return what came of it
     * @throws Throwable what the source fails with, once, or what the taker throws
     */
    Next advance(Consumer<? super A> taker) throws Throwable;

    /**
     * Says how many elements there is room for, those that were asked for already included. Called as soon as the subscriber has asked
     * for something.
     *
     * @param room how many
     */
    void makeRoomFor(int room);

    /** Lets go of the source. May be called several times. */
    void cancel();
}
