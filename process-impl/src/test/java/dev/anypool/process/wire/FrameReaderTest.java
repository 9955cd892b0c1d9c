package dev.anypool.process.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same frames come out, however the bytes come in; and what is no frame is told as such. */
class FrameReaderTest {
    private static final int BUFFER_BYTES = 256 << 10;

    private record Frame(FrameType type, List<Byte> body) {
        static Frame of(FrameType type, byte[] body) {
            List<Byte> bytes = new ArrayList<>();
            for (byte each : body) {
                bytes.add(each);
            }
            return new Frame(type, bytes);
        }
    }

    private final List<Frame> frames = new ArrayList<>();
    private final FrameReader reader = new FrameReader(this::take, Wire.MOST_FRAME_BYTES);

    private void take(FrameType type, ByteBuffer body) {
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        frames.add(Frame.of(type, bytes));
    }

    private static byte[] encoded(FrameType type, byte[] body) {
        return ByteBuffer.allocate(Wire.HEADER_BYTES + body.length)
                .putInt(Byte.BYTES + body.length)
                .put(type.code())
                .put(body)
                .array();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static final byte[] THREE_FRAMES = concat(
            encoded(FrameType.RETIRE, new byte[] {1}),
            encoded(FrameType.RESULT, noise(20)),
            encoded(FrameType.STOP, noise(7)));

    private static final List<Frame> THREE = List.of(
            Frame.of(FrameType.RETIRE, new byte[] {1}),
            Frame.of(FrameType.RESULT, noise(20)),
            Frame.of(FrameType.STOP, noise(7)));

    @Test
    void frames_splitInTwoAtAnyPlace_comeOutWhole() throws IOException {
        for (int place = 0; place <= THREE_FRAMES.length; place++) {
            frames.clear();
            reader.accept(ByteBuffer.wrap(THREE_FRAMES, 0, place));
            reader.accept(ByteBuffer.wrap(THREE_FRAMES, place, THREE_FRAMES.length - place));

            assertThat(frames).as("split at %s", place).isEqualTo(THREE);
        }
    }

    @Test
    void frames_thatComeByteByByte_comeOutWhole() throws IOException {
        for (byte each : THREE_FRAMES) {
            reader.accept(ByteBuffer.wrap(new byte[] {each}));
        }
        assertThat(frames).isEqualTo(THREE);
        assertThat(reader.received()).isEqualTo(THREE_FRAMES.length);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0,
                1,
                BUFFER_BYTES - Wire.HEADER_BYTES - 1,
                BUFFER_BYTES - Wire.HEADER_BYTES,
                BUFFER_BYTES - Wire.HEADER_BYTES + 1,
                BUFFER_BYTES,
                3 * BUFFER_BYTES + 17
            })
    void frame_ofAnyLength_comesOutWhole_betweenOthers(int length) throws IOException {
        byte[] bytes = concat(THREE_FRAMES, encoded(FrameType.RUN, noise(length)), THREE_FRAMES);
        try (ReadableByteChannel channel = Channels.newChannel(new ByteArrayInputStream(bytes))) {
            while (reader.read(channel) >= 0) {
                continue;
            }
        }
        List<Frame> expected = new ArrayList<>(THREE);
        expected.add(Frame.of(FrameType.RUN, noise(length)));
        expected.addAll(THREE);
        assertThat(frames).isEqualTo(expected);
        assertThat(reader.received()).isEqualTo(bytes.length);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void framesOfRandomLengths_inRandomPieces_comeOutWhole(long seed) throws IOException {
        Random random = new Random(seed);
        List<Frame> expected = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int count = 0; count < 40; count++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(2 * BUFFER_BYTES) : random.nextInt(300);
            FrameType type = FrameType.values()[random.nextInt(FrameType.values().length)];
            expected.add(Frame.of(type, noise(length)));
            all.writeBytes(encoded(type, noise(length)));
        }
        ByteBuffer bytes = ByteBuffer.wrap(all.toByteArray());
        while (bytes.hasRemaining()) {
            int count = Math.min(bytes.remaining(), 1 + random.nextInt(BUFFER_BYTES));
            reader.accept(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
        assertThat(frames).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Wire.MOST_FRAME_BYTES + 1})
    void lengthThatIsNotPossible_isRefused(int length) {
        ByteBuffer bytes = ByteBuffer.allocate(Wire.HEADER_BYTES).putInt(0, length);

        assertThatThrownBy(() -> reader.accept(bytes))
                .isInstanceOf(StreamCorruptedException.class)
                .hasMessageContaining(Integer.toString(length));
    }

    @ParameterizedTest
    @ValueSource(bytes = {0, -1, 9, 99, Byte.MIN_VALUE})
    void typeThatDoesNotExist_isRefused(byte type) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Wire.HEADER_BYTES).putInt(1).put(type).flip();

        assertThatThrownBy(() -> reader.accept(bytes))
                .isInstanceOf(StreamCorruptedException.class)
                .hasMessageContaining("type " + type);
    }

    @Test
    void limit_isThatOfTheMomentAFrameBegins() throws IOException {
        FrameReader narrow = new FrameReader(this::take, 10);
        narrow.accept(ByteBuffer.wrap(encoded(FrameType.RESULT, noise(9))));
        assertThatThrownBy(() -> narrow.accept(ByteBuffer.wrap(encoded(FrameType.RESULT, noise(10)))))
                .isInstanceOf(StreamCorruptedException.class);

        FrameReader widened = new FrameReader(this::take, 10);
        widened.mostBytes(100);
        widened.accept(ByteBuffer.wrap(encoded(FrameType.RESULT, noise(99))));
        assertThat(frames).hasSize(2);
    }

    @Test
    void types_haveCodesThatLeadBackToThem() throws IOException {
        for (FrameType type : FrameType.values()) {
            assertThat(FrameType.of(type.code())).isEqualTo(type);
        }
        for (Status status : Status.values()) {
            assertThat(Status.of(status.code())).isEqualTo(status);
        }
        assertThatThrownBy(() -> Status.of((byte) 3)).isInstanceOf(StreamCorruptedException.class);
    }
}
