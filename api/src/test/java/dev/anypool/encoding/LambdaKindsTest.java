package dev.anypool.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.Action;
import dev.anypool.Task;
import dev.anypool.TaskBiFunction;
import dev.anypool.TaskFunction;
import dev.anypool.TaskSerializationException;
import java.io.NotSerializableException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Each kind of lambda and method reference comes back and does what it did. */
class LambdaKindsTest {
    private static int counter;

    private final int unserializable = 1;

    static <T> T copy(T value) {
        try {
            DecodingContext context = new DecodingContext(LambdaKindsTest.class.getClassLoader(), null);
            @SuppressWarnings("unchecked")
            T copy = (T) Values.decode(ByteBuffer.wrap(Values.encode(value)), context);
            return copy;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static <T> T call(Task<T> task) throws Exception {
        return copy(task).call();
    }

    private static <A, R> R call(TaskFunction<A, R> function, A argument) throws Exception {
        return copy(function).apply(argument);
    }

    private static <A, B, R> R call(TaskBiFunction<A, B, R> function, A first, B second) throws Exception {
        return copy(function).apply(first, second);
    }

    interface Shape extends Serializable {
        double area();

        default double doubled() {
            Task<Double> task = () -> area() * 2;
            return copied(task);
        }

        static double unit() {
            return 1;
        }

        private static <T> T copied(Task<T> task) {
            try {
                return copy(task).call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    record Square(double side) implements Shape {
        @Override
        public double area() {
            return side * side;
        }

        private double scaled(int by) {
            return area() * by;
        }

        Task<Double> ofTheDefault() {
            return Shape.super::doubled;
        }

        Task<Double> ofAPrivateMethod() {
            return () -> scaled(3);
        }
    }

    static class Inner implements Serializable {
        final String text;

        Inner(String text) {
            this.text = text;
        }

        TaskFunction<String, String> lambda() {
            return end -> text + end;
        }
    }

    static class Derived extends Inner {
        Derived(String text) {
            super(text);
        }

        @Override
        TaskFunction<String, String> lambda() {
            TaskFunction<String, TaskFunction<String, String>> ofTheSuperclass = ignored -> super.lambda();
            try {
                return copy(ofTheSuperclass).apply("");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String joined(String first, Object... others) {
        return first + List.of(others);
    }

    private static long widened(long value) {
        return value + 1;
    }

    private static void count() {
        counter++;
    }

    @Test
    void lambda_withoutCapture() throws Exception {
        assertThat(call(() -> "text")).isEqualTo("text");
        assertThat(LambdaKindsTest.<String, Integer>call(text -> text.length(), "text"))
                .isEqualTo(4);
        counter = 0;
        Action action = () -> counter++;
        copy(action).run();
        Action counting = LambdaKindsTest::count;
        copy(counting).run();
        assertThat(counter).isEqualTo(2);
    }

    @Test
    void lambda_withCapturedPrimitives() throws Exception {
        boolean flag = true;
        byte one = 1;
        short two = 2;
        char three = '3';
        int four = 4;
        long five = 5;
        float six = 6;
        double seven = 7;

        assertThat(call(() -> "" + flag + one + two + three + four + five + six + seven))
                .isEqualTo("true123456.07.0");
    }

    @Test
    void lambda_withCapturedNullsAndArrays() throws Exception {
        String nothing = null;
        int[] numbers = {1, 2};
        String[][] texts = {{"a"}, {null}};

        assertThat(call(() -> nothing + numbers[1] + texts[0][0] + texts[1][0])).isEqualTo("null2anull");
    }

    @Test
    void lambda_withCapturedLambdas() throws Exception {
        int ten = 10;
        TaskFunction<Integer, Integer> inner = number -> number + ten;
        TaskFunction<Integer, Integer> middle = number -> inner.apply(number) * 2;

        TaskFunction<Integer, Integer> outer = number -> middle.apply(number) + inner.apply(number);
        assertThat(copy(outer).apply(1)).isEqualTo(33);
    }

    @Test
    void lambda_thatCapturesItsObject() throws Exception {
        assertThat(call(new Inner("a").lambda(), "b")).isEqualTo("ab");
        assertThat(call(new Derived("a").lambda(), "b")).isEqualTo("ab");
        assertThat(call(new Square(2).ofAPrivateMethod())).isEqualTo(12);
        assertThat(call(new Square(2).ofTheDefault())).isEqualTo(8);
        assertThat(new Square(2).doubled()).isEqualTo(8);
    }

    @Test
    void methodReference_toStaticMethod() throws Exception {
        assertThat(LambdaKindsTest.<String, Integer>call(Integer::parseInt, "7"))
                .isEqualTo(7);
        assertThat(call(Shape::unit)).isEqualTo(1);
        assertThat(LambdaKindsTest.<Integer, Long>call(LambdaKindsTest::widened, 7))
                .isEqualTo(8);
        assertThat(LambdaKindsTest.<String, Integer, String>call(LambdaKindsTest::joined, "a", 1))
                .isEqualTo("a[1]");
    }

    @Test
    void methodReference_toMethodOfAnObject() throws Exception {
        Shape square = new Square(3);
        StringBuilder text = new StringBuilder("a");

        assertThat(call(square::area)).isEqualTo(9);
        assertThat(LambdaKindsTest.<Integer, Double>call(new Square(3)::scaled, 2))
                .isEqualTo(18);
        assertThat(LambdaKindsTest.<Integer, Character>call("text"::charAt, 1)).isEqualTo('e');
        assertThat(LambdaKindsTest.<String, StringBuilder>call(text::append, "b"))
                .hasToString("ab");
    }

    @Test
    void methodReference_toMethodOfTheArgument() throws Exception {
        assertThat(LambdaKindsTest.<Square, Double>call(Shape::area, new Square(3)))
                .isEqualTo(9);
        assertThat(LambdaKindsTest.<Square, Integer, Double>call(Square::scaled, new Square(3), 2))
                .isEqualTo(18);
        assertThat(LambdaKindsTest.<Square, Double>call(Square::doubled, new Square(3)))
                .isEqualTo(18);
        assertThat(LambdaKindsTest.<List<String>, Integer>call(List::size, List.of("a")))
                .isEqualTo(1);
    }

    @Test
    void methodReference_toConstructor() throws Exception {
        assertThat(LambdaKindsTest.<Double, Square>call(Square::new, 3.0)).isEqualTo(new Square(3));
        assertThat(LambdaKindsTest.<List<String>>call(ArrayList::new)).isEmpty();
        assertThat(LambdaKindsTest.<Integer, int[]>call(int[]::new, 3)).hasSize(3);
    }

    @Test
    void lambda_ofAnyFunctionalInterface() {
        IntBinaryOperator operator = (IntBinaryOperator & Serializable) Math::max;
        Supplier<String> supplier = (Supplier<String> & Cloneable & Serializable) () -> "text";

        assertThat(copy(operator).applyAsInt(1, 2)).isEqualTo(2);
        assertThat(copy(supplier).get()).isEqualTo("text");
        assertThat(copy(supplier)).isInstanceOf(Cloneable.class);
    }

    @Test
    void lambda_ofAClosedPackage() {
        Comparator<String> byLength = Comparator.comparing((Function<String, Integer> & Serializable) String::length);
        Comparator<String> comparator = copy(byLength.reversed().thenComparing(Comparator.naturalOrder()));

        assertThat(List.of("bb", "a", "aa").stream().sorted(comparator)).containsExactly("aa", "bb", "a");
        assertThat(copy(comparator).compare("a", "bb")).isPositive();
    }

    @Test
    void lambda_thatCapturesWhatIsNotSerializable_isRefusedWithItsClass() {
        Task<Integer> task = () -> unserializable;

        assertThatThrownBy(() -> Tasks.encodeFunction("mine", task))
                .isInstanceOf(TaskSerializationException.class)
                .hasMessageContaining("task mine")
                .hasMessageContaining(LambdaKindsTest.class.getName())
                .hasCauseInstanceOf(NotSerializableException.class);
    }
}
