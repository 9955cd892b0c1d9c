package dev.anypool.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.Task;
import dev.anypool.TaskFunction;
import dev.anypool.TaskSerializationException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TasksTest {

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    private static Object[] decodeRow(byte[] row) throws Exception {
        return Tasks.decodeArguments(ByteBuffer.wrap(row), Contexts.OPEN);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void arguments_noneOneOrTwo_comeBackEqual(long seed) throws Exception {
        RandomValues random = new RandomValues(seed);
        for (int count = 0; count <= 2; count++) {
            Object[] arguments = new Object[count];
            Arrays.setAll(arguments, index -> random.next(2));

            assertThat(RandomValues.comparable(decodeRow(Tasks.encodeArguments("task", arguments))))
                    .isEqualTo(RandomValues.comparable(arguments));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void arguments_whoseBytesEndTooEarly_giveAnIOException(long seed) {
        RandomValues random = new RandomValues(seed);
        byte[] row = Tasks.encodeArguments("task", new Object[] {random.next(1), random.next(1)});

        for (int length = 0; length < row.length; length++) {
            byte[] cut = Arrays.copyOf(row, length);
            assertThatThrownBy(() -> decodeRow(cut))
                    .as("%s of %s bytes", length, row.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1_000_000_000})
    void arguments_withALengthThatIsWrong_giveAnIOException(int length) {
        byte[] row = Tasks.encodeArguments("task", new Object[] {"text"});
        ByteBuffer.wrap(row).putInt(1, length);

        assertThatThrownBy(() -> decodeRow(row)).isInstanceOf(IOException.class);
    }

    @Test
    void arguments_withACountThatIsWrong_giveAnIOException() {
        byte[] row = Tasks.encodeArguments("task", new Object[] {"text"});
        for (int count : new int[] {-1, -128, 2, 127}) {
            row[0] = (byte) count;
            assertThatThrownBy(() -> decodeRow(row)).as("count %s", count).isInstanceOf(IOException.class);
        }
    }

    /** A value that does not let itself be read, for a reason of its own. */
    private static final class Choosy implements Serializable {
        private void readObject(ObjectInputStream stream) {
            throw new IllegalArgumentException("I am choosy");
        }
    }

    @Test
    void arguments_whoseOwnReadObjectThrows_keepThatError() {
        byte[] row = Tasks.encodeArguments("task", new Object[] {new Choosy()});

        assertThatThrownBy(() -> decodeRow(row)).hasStackTraceContaining("I am choosy");
    }

    @Test
    void argument_thatCannotTravel_isToldWithTaskPlaceClassAndCure() {
        assertThatThrownBy(() -> Tasks.encodeArguments("reader", new Object[] {new Object()}))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll(
                        "reader", "the argument", "java.lang.Object", "not Serializable", "inside the task");
        assertThatThrownBy(() -> Tasks.encodeArguments("reader", new Object[] {"fine", new Object()}))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("argument 2");
    }

    @Test
    void captured_thatCannotTravel_isToldWithTaskAndClass() {
        Object captured = new Object();
        Task<Integer> task = captured::hashCode;

        assertThatThrownBy(() -> Tasks.encodeFunction("reader", task))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll("reader", "captured", "java.lang.Object");
    }

    @Test
    void result_thatCannotTravel_isToldWithTaskAndClass() {
        assertThatThrownBy(() -> Tasks.encodeResult("reader", List.of(new Object())))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContainingAll("reader", "the result", "java.lang.Object");
    }

    @Test
    void value_soDeeplyNestedThatItOverflowsTheStack_isToldAndNotThrown() {
        Object nested = List.of();
        for (int depth = 0; depth < 100_000; depth++) {
            nested = new Object[] {nested};
        }
        Object value = nested;

        assertThatThrownBy(() -> Tasks.encodeResult("reader", value))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("StackOverflowError");
    }

    // ---- functions that have travelled ----

    private static EncodedFunction travelled(Serializable function) {
        return new EncodedFunction(ByteBuffer.wrap(Tasks.encodeFunction("task", function)), Contexts.OPEN);
    }

    private static EncodedOutcome run(EncodedFunction function, Object... arguments) throws IOException {
        return function.run("task", ByteBuffer.wrap(Tasks.encodeArguments("task", arguments)));
    }

    private static Object decode(EncodedOutcome outcome) throws Throwable {
        return outcome.decode("task", Contexts.OPEN, new dev.anypool.spi.Origin(), "worker-1");
    }

    @Test
    void function_isDecodedOnceAndCalledOften() throws Throwable {
        String captured = "captured ";
        TaskFunction<Integer, String> function = number -> captured + number;
        EncodedFunction travelled = travelled(function);

        for (int number = 0; number < 5; number++) {
            assertThat(decode(run(travelled, number))).isEqualTo("captured " + number);
        }
        assertThat(travelled.ranOutOfMemory()).isFalse();
    }

    @Test
    void function_thatThrows_hasItsExceptionAsOutcome_withBothStacks() throws Throwable {
        Task<Integer> task = () -> {
            throw new IllegalStateException("thrown in the task");
        };
        EncodedOutcome outcome = run(travelled(task));

        assertThat(outcome.failed()).isTrue();
        assertThatThrownBy(() -> decode(outcome))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("thrown in the task")
                .satisfies(failure -> assertThat(
                                Arrays.stream(failure.getStackTrace()).map(StackTraceElement::toString))
                        .anyMatch(frame -> frame.contains("worker-1") && frame.contains("submitted by")));
    }

    @Test
    void function_thatCannotBeDecoded_failsEachCallWithTheReason() throws Throwable {
        Choosy captured = new Choosy();
        Task<Object> task = () -> captured;
        EncodedFunction travelled = travelled(task);

        for (int call = 0; call < 2; call++) {
            EncodedOutcome outcome = run(travelled);
            assertThatThrownBy(() -> decode(outcome))
                    .isInstanceOf(TaskSerializationException.class)
                    .hasMessageContainingAll("task", "function", "could not be decoded by the worker")
                    .hasStackTraceContaining("I am choosy");
        }
    }

    @Test
    void function_thatRunsOutOfMemory_isKnownToHave() throws Throwable {
        Task<Object> task = () -> {
            throw new OutOfMemoryError("for a test");
        };
        EncodedFunction travelled = travelled(task);

        EncodedOutcome outcome = run(travelled);

        assertThat(travelled.ranOutOfMemory()).isTrue();
        assertThatThrownBy(() -> decode(outcome)).isInstanceOf(OutOfMemoryError.class);
    }
}
