package dev.anypool.testkit;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** A value whose encoding takes until a gate is opened. */
public final class EncodedAtAGate implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Mark begun;
    private final Gate gate;

    /**
     * Makes the value.
     *
     * @param begun is set when the encoding begins
     * @param gate where the encoding waits
     */
    public EncodedAtAGate(Mark begun, Gate gate) {
        this.begun = begun;
        this.gate = gate;
    }

    private void writeObject(ObjectOutputStream stream) throws IOException {
        begun.set();
        gate.passStubbornly();
        stream.defaultWriteObject();
    }
}
