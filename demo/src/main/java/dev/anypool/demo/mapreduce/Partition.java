package dev.anypool.demo.mapreduce;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.util.ArrayList;
import java.util.List;

/** What one task reads: some slices. Only names and numbers travel to the worker, which reads the files itself. */
final class Partition implements Externalizable {
    private static final long serialVersionUID = 1L;

    private Source source = Source.TEXT;
    private transient List<Slice> slices = List.of();

    /** Makes an empty partition, to be filled by {@link #readExternal}. */
    public Partition() {}

    Partition(Source source, List<Slice> slices) {
        this.source = source;
        this.slices = List.copyOf(slices);
    }

    Source source() {
        return source;
    }

    List<Slice> slices() {
        return slices;
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        out.writeByte(source.ordinal());
        out.writeInt(slices.size());
        for (Slice slice : slices) {
            out.writeUTF(slice.file());
            out.writeLong(slice.from());
            out.writeLong(slice.to());
        }
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        source = Source.values()[in.readByte()];
        int size = in.readInt();
        List<Slice> read = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            read.add(new Slice(in.readUTF(), in.readLong(), in.readLong()));
        }
        slices = List.copyOf(read);
    }
}
