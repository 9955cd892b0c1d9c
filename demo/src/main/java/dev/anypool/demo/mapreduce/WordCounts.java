package dev.anypool.demo.mapreduce;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * How often each word occurs: a hash table whose words lie one behind the other in a single array of UTF-8 bytes.
 *
 * <p>No word is an object. Counting one costs a look at its bytes, and a whole table travels to another JVM as three
 * blocks of memory.
 *
 * <p>Used by one thread at a time.
 */
final class WordCounts implements Externalizable {
    private static final long serialVersionUID = 1L;
    private static final int FIRST_CAPACITY = 256;

    /** All words, in the order they were first seen; entry {@code i} ends before {@code ends[i]}. */
    private byte[] letters = new byte[FIRST_CAPACITY * 8];

    private int[] ends = new int[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private long[] counts = new long[FIRST_CAPACITY];
    private int size;

    /** At a word's place its entry's number plus one, 0 where there is none; a power of two long, at most half full. */
    private int[] slots = new int[FIRST_CAPACITY * 2];

    /** Makes an empty table. */
    public WordCounts() {}

    /** Adds one occurrence of the word at these places of an array. */
    void add(byte[] text, int from, int to) {
        add(text, from, to, hash(text, from, to), 1);
    }

    /** Adds one occurrence of a word. */
    void add(String word) {
        byte[] text = word.getBytes(StandardCharsets.UTF_8);
        add(text, 0, text.length);
    }

    /** Adds all of another table. */
    void addAll(WordCounts other) {
        int from = 0;
        for (int entry = 0; entry < other.size; entry++) {
            int to = other.ends[entry];
            add(other.letters, from, to, other.hashes[entry], other.counts[entry]);
            from = to;
        }
    }

    private void add(byte[] text, int from, int to, int hash, long count) {
        int slot = hash & slots.length - 1;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (hashes[entry] == hash && Arrays.equals(letters, start(entry), ends[entry], text, from, to)) {
                counts[entry] += count;
                return;
            }
            slot = slot + 1 & slots.length - 1;
        }
        append(text, from, to, hash, count);
        slots[slot] = size;
        if (size * 2 > slots.length) {
            rehash(slots.length * 2);
        }
    }

    private void append(byte[] text, int from, int to, int hash, long count) {
        if (size == ends.length) {
            int capacity = Math.max(FIRST_CAPACITY, size * 2);
            ends = Arrays.copyOf(ends, capacity);
            hashes = Arrays.copyOf(hashes, capacity);
            counts = Arrays.copyOf(counts, capacity);
        }
        int start = start(size);
        int end = start + to - from;
        if (end > letters.length) {
            letters = Arrays.copyOf(letters, Math.max(end, letters.length * 2));
        }
        System.arraycopy(text, from, letters, start, to - from);
        ends[size] = end;
        hashes[size] = hash;
        counts[size] = count;
        size++;
    }

    private void rehash(int length) {
        slots = new int[length];
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & length - 1;
            while (slots[slot] != 0) {
                slot = slot + 1 & length - 1;
            }
            slots[slot] = entry + 1;
        }
    }

    private int start(int entry) {
        return entry == 0 ? 0 : ends[entry - 1];
    }

    private static int hash(byte[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text[i];
        }
        hash *= 0x9E37_79B9;
        return hash ^ hash >>> 15;
    }

    /** Returns how many different words there are. */
    int distinct() {
        return size;
    }

    /** Returns how many words there are, each as often as it occurs. */
    long total() {
        return Arrays.stream(counts, 0, size).sum();
    }

    /** Returns the most frequent words, equally frequent ones in alphabetical order. */
    List<WordCount> top(int limit) {
        PriorityQueue<WordCount> best = new PriorityQueue<>(WordCount.MOST_FREQUENT_FIRST.reversed());
        for (int entry = 0; entry < size; entry++) {
            if (best.size() < limit || counts[entry] >= best.element().count()) {
                best.add(new WordCount(word(entry), counts[entry]));
                if (best.size() > limit) {
                    best.remove();
                }
            }
        }
        return best.stream().sorted(WordCount.MOST_FREQUENT_FIRST).toList();
    }

    private String word(int entry) {
        return new String(letters, start(entry), ends[entry] - start(entry), StandardCharsets.UTF_8);
    }

    /** Writes the number of words and of their bytes; then the bytes, and each word's end, hash and count. */
    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        int used = start(size);
        out.writeInt(size);
        out.writeInt(used);
        out.write(letters, 0, used);
        ByteBuffer numbers = ByteBuffer.allocate(size * (2 * Integer.BYTES + Long.BYTES));
        numbers.asIntBuffer().put(ends, 0, size).put(hashes, 0, size);
        numbers.position(size * 2 * Integer.BYTES).asLongBuffer().put(counts, 0, size);
        out.write(numbers.array());
    }

    @Override
    public void readExternal(ObjectInput in) throws IOException {
        size = in.readInt();
        letters = new byte[in.readInt()];
        in.readFully(letters);
        ByteBuffer numbers = ByteBuffer.allocate(size * (2 * Integer.BYTES + Long.BYTES));
        in.readFully(numbers.array());
        ends = new int[size];
        hashes = new int[size];
        counts = new long[size];
        numbers.asIntBuffer().get(ends).get(hashes);
        numbers.position(size * 2 * Integer.BYTES).asLongBuffer().get(counts);
        rehash(Integer.highestOneBit(Math.max(size, 1)) * 4);
    }
}
