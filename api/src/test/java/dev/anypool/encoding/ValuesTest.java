package dev.anypool.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ValuesTest {

    private static Object decode(byte[] bytes) throws Exception {
        return Values.decode(ByteBuffer.wrap(bytes), Contexts.OPEN);
    }

    private static Object roundTrip(Object value) throws Exception {
        return decode(Values.encode(value));
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void value_ofAnyKind_comesBackEqualAndOfTheSameClass(long seed) throws Exception {
        Object value = new RandomValues(seed).next(3);

        Object back = roundTrip(value);

        assertThat(RandomValues.comparable(back)).isEqualTo(RandomValues.comparable(value));
        assertThat(back == null ? null : back.getClass()).isEqualTo(value == null ? null : value.getClass());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void text_ofAnyCharacters_comesBackEqual(long seed) throws Exception {
        String text = new RandomValues(seed).text();

        assertThat(roundTrip(text)).isEqualTo(text);
    }

    @Test
    void extremes_comeBackToTheBit() throws Exception {
        for (Object value : new Object[] {
            0,
            -1,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            0.0,
            -0.0,
            Double.NaN,
            Double.MIN_VALUE,
            Double.NEGATIVE_INFINITY,
            true,
            false,
            "",
            "\uD800",
            "\uDC00\uD800",
            "\0"
        }) {
            assertThat(roundTrip(value)).isEqualTo(value).hasSameClassAs(value);
        }
        double payload = Double.longBitsToDouble(0x7ff8_0000_0000_1234L);
        assertThat(Double.doubleToRawLongBits((Double) roundTrip(payload))).isEqualTo(0x7ff8_0000_0000_1234L);
        assertThat(roundTrip(null)).isNull();
        assertThat((byte[]) roundTrip(new byte[0])).isEmpty();
    }

    @Test
    void commonValues_takeFewBytes() throws Exception {
        assertThat(Values.encode(null)).hasSize(1);
        assertThat(Values.encode(7)).hasSize(5);
        assertThat(Values.encode(7L)).hasSize(9);
        assertThat(Values.encode(true)).hasSize(1);
        assertThat(Values.encode("text")).hasSize(5);
        assertThat(Values.encode(new byte[100])).hasSize(101);
    }

    /** That a subclass of a common class were taken for it is not to be feared: they are final; a list keeps its class. */
    @Test
    void value_keepsItsSharedAndCyclicParts() throws Exception {
        List<Object> shared = new ArrayList<>(List.of("shared"));
        List<Object> value = new ArrayList<>(Arrays.asList(shared, shared, null));
        value.set(2, value);

        List<?> back = (List<?>) roundTrip(value);

        assertThat(back.get(0)).isSameAs(back.get(1)).isEqualTo(shared);
        assertThat(back.get(2)).isSameAs(back);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void bytes_thatEndTooEarly_giveAnIOExceptionOrAShorterText(long seed) throws Exception {
        Object value = new RandomValues(seed).next(2);
        byte[] bytes = Values.encode(value);

        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            if (length > 0 && (value instanceof String || value instanceof byte[]) && bytes[0] != 1) {
                decode(cut); // its length is told by the frame around it
            } else {
                assertThatThrownBy(() -> decode(cut))
                        .as("%s of %s bytes", length, bytes.length)
                        .isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void bytes_withATagThatNobodyKnows_giveAnIOException() {
        for (int tag = 9; tag < 256; tag++) {
            byte[] bytes = {(byte) tag, 1, 2, 3, 4, 5, 6, 7, 8};
            assertThatThrownBy(() -> decode(bytes))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("tag");
        }
    }

    @Test
    void decode_readsFromPositionToLimit() throws Exception {
        byte[] text = Values.encode("text");
        ByteBuffer around = ByteBuffer.allocate(text.length + 7)
                .position(3)
                .put(text)
                .flip()
                .position(3);

        assertThat(Values.decode(around, Contexts.OPEN)).isEqualTo("text");
        byte[] list = Values.encode(List.of("a"));
        ByteBuffer sliced = ByteBuffer.allocate(list.length + 7)
                .position(3)
                .slice()
                .put(list)
                .flip();
        assertThat(Values.decode(sliced, Contexts.OPEN)).isEqualTo(List.of("a"));
    }

    @Test
    void encode_ofWhatIsNotSerializable_namesItsClass() {
        assertThatThrownBy(() -> Values.encode(List.of(new Object())))
                .isInstanceOf(NotSerializableException.class)
                .hasMessageContaining("java.lang.Object");
    }

    private record Harmless(String text) implements Serializable {}

    private record Refused(String text) implements Serializable {}

    @Test
    void decode_letsThroughOnlyWhatTheFilterAllows() throws Exception {
        DecodingContext filtered = new DecodingContext(
                getClass().getClassLoader(), ObjectInputFilter.Config.createFilter("!" + Refused.class.getName()));

        assertThat(Values.decode(ByteBuffer.wrap(Values.encode(new Harmless("a"))), filtered))
                .isEqualTo(new Harmless("a"));
        ByteBuffer refused = ByteBuffer.wrap(Values.encode(List.of(new Refused("a"))));
        assertThatThrownBy(() -> Values.decode(refused, filtered))
                .isInstanceOf(InvalidClassException.class)
                .hasMessageContaining("REJECTED");
    }

    @Test
    void classes_ofPrimitives_comeBackTheSame() throws Exception {
        for (Class<?> type : List.of(int.class, void.class, int[].class, String[][].class, List.class)) {
            assertThat(roundTrip(type)).isSameAs(type);
        }
    }
}
