package dev.anypool.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.RemoteTaskException;
import dev.anypool.TaskSerializationException;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class FailuresTest {

    private static Throwable roundTrip(Throwable failure) throws Exception {
        return Failures.decode(ByteBuffer.wrap(Failures.encode(failure)), Contexts.OPEN);
    }

    /** Has a field that cannot be serialized. */
    private static final class Unencodable extends RuntimeException {
        private final Object lock = new Object();

        Unencodable(String message, Throwable cause) {
            super(message, cause);
        }

        @Override
        public String toString() {
            return super.toString() + lock.hashCode();
        }
    }

    /** Its accessors throw, and it cannot be serialized. */
    private static final class Hostile extends RuntimeException {
        private final Object lock = new Object();

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message" + lock.hashCode());
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no trace");
        }
    }

    static Stream<Throwable> travelling() {
        IllegalStateException rich = new IllegalStateException("outer", new IOException("inner"));
        rich.addSuppressed(new ArithmeticException("suppressed"));
        return Stream.of(
                new IllegalArgumentException("message"),
                new NullPointerException(),
                new IOException("checked", new Error("cause")),
                new NoSuchFileException("file", "other", "reason"),
                new SQLException("sql", "42000", 7),
                new StackOverflowError("error"),
                new AssertionError("assertion", rich),
                rich);
    }

    @ParameterizedTest
    @MethodSource("travelling")
    @Tag("B2")
    void failure_thatCanTravel_comesBackWithAllItHas(Throwable failure) throws Exception {
        assertAlike(roundTrip(failure), failure);
    }

    private static void assertAlike(Throwable actual, Throwable expected) {
        assertThat(actual).hasSameClassAs(expected);
        assertThat(actual.getMessage()).isEqualTo(expected.getMessage());
        assertThat(actual.getStackTrace()).isEqualTo(expected.getStackTrace());
        assertThat(actual.getSuppressed()).hasSameSizeAs(expected.getSuppressed());
        for (int index = 0; index < expected.getSuppressed().length; index++) {
            assertAlike(actual.getSuppressed()[index], expected.getSuppressed()[index]);
        }
        if (expected.getCause() == null) {
            assertThat(actual.getCause()).isNull();
        } else {
            assertAlike(actual.getCause(), expected.getCause());
        }
    }

    @Test
    @Tag("B3")
    void failure_thatCannotBeEncoded_isStoodInForWithClassMessageStackAndCauses() throws Exception {
        Unencodable failure = new Unencodable("outer", new Unencodable("inner", new IOException("root")));

        Throwable back = roundTrip(failure);

        assertThat(back).isInstanceOf(RemoteTaskException.class).hasMessage(Unencodable.class.getName() + ": outer");
        assertThat(((RemoteTaskException) back).remoteClassName()).isEqualTo(Unencodable.class.getName());
        assertThat(back.getStackTrace()).isEqualTo(failure.getStackTrace());
        assertThat(back.getCause()).isInstanceOf(RemoteTaskException.class).hasMessageEndingWith(": inner");
        assertThat(back.getCause().getCause()).hasMessage("java.io.IOException: root");
    }

    @Test
    @Tag("B3")
    void failure_withASuppressedOneThatCannotBeEncoded_stillArrives() throws Exception {
        IllegalStateException failure = new IllegalStateException("outer");
        failure.addSuppressed(new Unencodable("suppressed", null));

        assertThat(roundTrip(failure)).hasMessageContaining("outer");
    }

    @Test
    @Tag("B3")
    void failure_thatTheFilterRefuses_isStoodInFor_andSaysWhy() throws Exception {
        DecodingContext filtered =
                new DecodingContext(getClass().getClassLoader(), ObjectInputFilter.Config.createFilter("!java.sql.*"));
        byte[] bytes = Failures.encode(new SQLException("sql"));

        Throwable back = Failures.decode(ByteBuffer.wrap(bytes), filtered);

        assertThat(back).isInstanceOf(RemoteTaskException.class).hasMessage("java.sql.SQLException: sql");
        assertThat(back.getSuppressed()).hasSize(1);
        assertThat(back.getSuppressed()[0]).hasMessageContaining("REJECTED");
    }

    @Test
    @Tag("B3")
    void failure_whoseAccessorsThrow_isStoodInForWithWhatThereIs() throws Exception {
        Throwable back = roundTrip(new Hostile());

        assertThat(back).isInstanceOf(RemoteTaskException.class).hasMessage(Hostile.class.getName());
        assertThat(back.getStackTrace()).isEmpty();
    }

    @Test
    @Tag("B3")
    void failure_withCausesInACircleOrWithoutEnd_arrivesWithSomeOfThem() throws Exception {
        IllegalStateException circle = new IllegalStateException("circle");
        circle.initCause(new Unencodable("back", circle));
        assertThat(roundTrip(circle)).hasMessageContaining("circle");

        Throwable chain = new Unencodable("root", null);
        for (int depth = 0; depth < 10_000; depth++) {
            chain = new IllegalStateException("depth " + depth, chain);
        }
        assertThat(roundTrip(chain)).hasMessageContaining("depth 9999");
    }

    @Test
    void serializationException_whoseCauseCannotTravel_arrivesWithoutTheCause() throws Exception {
        TaskSerializationException failure =
                new TaskSerializationException("cannot travel", new Unencodable("cause", null));

        assertThat(roundTrip(failure))
                .isExactlyInstanceOf(TaskSerializationException.class)
                .hasMessage("cannot travel")
                .hasNoCause();
    }

    @Test
    void bytes_thatEndTooEarly_giveAnIOExceptionOrAStandIn() throws Exception {
        byte[] bytes = Failures.encode(new IllegalStateException("outer", new IOException("inner")));
        int snapshotEnd = Integer.BYTES + ByteBuffer.wrap(bytes).getInt();

        for (int length = 0; length < bytes.length; length++) {
            ByteBuffer cut = ByteBuffer.wrap(Arrays.copyOf(bytes, length));
            if (length < snapshotEnd) {
                assertThatThrownBy(() -> Failures.decode(cut, Contexts.OPEN))
                        .as("%s of %s bytes", length, bytes.length)
                        .isInstanceOf(IOException.class);
            } else {
                assertThat(Failures.decode(cut, Contexts.OPEN))
                        .isInstanceOf(RemoteTaskException.class)
                        .hasMessage("java.lang.IllegalStateException: outer");
            }
        }
    }

    @Test
    void bytes_withALengthThatIsWrong_giveAnIOException() throws Exception {
        byte[] bytes = Failures.encode(new IllegalStateException("outer"));
        for (int length : List.of(-1, Integer.MIN_VALUE, Integer.MAX_VALUE, bytes.length)) {
            ByteBuffer wrong = ByteBuffer.wrap(bytes.clone()).putInt(0, length);
            assertThatThrownBy(() -> Failures.decode(wrong, Contexts.OPEN)).isInstanceOf(IOException.class);
        }
    }
}
