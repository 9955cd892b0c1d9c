package dev.anypool.demo.mapreduce;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Counts the words in the lines that start in a slice of a text file. The last of them is read to its end, even beyond the
 * slice; a line that started before is left to the slice before. A line ends with a line feed.
 */
final class TextCounter implements SliceCounter {
    private static final int BUFFER = 1 << 17;

    private final TextWords words;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

    TextCounter(WordCounts counts) {
        words = new TextWords(counts);
    }

    @Override
    public void count(Slice slice) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(Path.of(URI.create(slice.file())))) {
            long start = slice.isFirst() ? 0 : lineStart(channel, slice);
            if (start < slice.to()) {
                countLines(channel, start, slice.to());
            }
        } finally {
            words.finish();
        }
    }

    /** Returns where the first line that starts in a slice starts; its end or more if there is none. */
    private long lineStart(SeekableByteChannel channel, Slice slice) throws IOException {
        // A line feed just before the slice makes its first byte the start of a line.
        long position = slice.from() - 1;
        channel.position(position);
        while (position < slice.to() && fill(channel)) {
            int feed = lineFeed(0);
            if (feed >= 0) {
                return position + feed + 1;
            }
            position += buffer.limit();
        }
        return slice.to();
    }

    /** Counts from the start of a line to the first line feed at the last byte of the slice or after it. */
    private void countLines(SeekableByteChannel channel, long start, long to) throws IOException {
        long position = start;
        channel.position(position);
        while (fill(channel)) {
            long untilLast = to - 1 - position;
            int feed = untilLast < buffer.limit() ? lineFeed((int) Math.max(untilLast, 0)) : -1;
            words.accept(buffer.array(), 0, feed >= 0 ? feed : buffer.limit());
            if (feed >= 0) {
                return;
            }
            position += buffer.limit();
        }
    }

    private boolean fill(SeekableByteChannel channel) throws IOException {
        buffer.clear();
        int read = channel.read(buffer);
        buffer.flip();
        return read > 0;
    }

    private int lineFeed(int from) {
        byte[] bytes = buffer.array();
        for (int i = from; i < buffer.limit(); i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
