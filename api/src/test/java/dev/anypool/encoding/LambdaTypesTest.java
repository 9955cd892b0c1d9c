package dev.anypool.encoding;

import static dev.anypool.encoding.LambdaKindsTest.copy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Task;
import dev.anypool.TaskFunction;
import java.io.Serializable;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** A method reference that one class uses with several types keeps those of each use. */
class LambdaTypesTest {

    static <T> T echo(T value) {
        return value;
    }

    static class Base implements Serializable {
        String greet(Object name) {
            return getClass().getSimpleName() + " greets " + name;
        }
    }

    static class Derived extends Base {}

    static class Box<T> implements Serializable {
        final T content;

        Box(T content) {
            this.content = content;
        }

        T content() {
            return content;
        }
    }

    interface OfNumbers<N extends Number> extends TaskFunction<N, N> {
        @Override
        N apply(N argument);
    }

    interface Marker {}

    @Test
    void staticMethod() throws Exception {
        TaskFunction<Integer, Integer> number = LambdaTypesTest::echo;
        TaskFunction<String, String> text = LambdaTypesTest::echo;
        TaskFunction<int[], int[]> numbers = LambdaTypesTest::echo;
        TaskFunction<Object, Object> object = LambdaTypesTest::echo;

        assertThat(copy(text).apply("a")).isEqualTo("a");
        assertThat(copy(number).apply(1)).isEqualTo(1);
        assertThat(copy(numbers).apply(new int[] {1})).containsExactly(1);
        assertThat(copy(object).apply(1L)).isEqualTo(1L);
    }

    @Test
    void constructor() throws Exception {
        TaskFunction<Integer, Box<Integer>> number = Box::new;
        TaskFunction<String, Box<String>> text = Box::new;

        assertThat(copy(text).apply("a").content).isEqualTo("a");
        assertThat(copy(number).apply(1).content).isEqualTo(1);
    }

    @Test
    void methodOfTheArgument() throws Exception {
        TaskFunction<Integer, String> number = Object::toString;
        TaskFunction<Double, String> text = Object::toString;
        TaskFunction<Derived, Integer> derived = Base::hashCode;
        TaskFunction<Base, Integer> base = Base::hashCode;

        assertThat(copy(text).apply(1.0)).isEqualTo("1.0");
        assertThat(copy(number).apply(1)).isEqualTo("1");
        Derived value = new Derived();
        assertThat(copy(base).apply(value)).isEqualTo(value.hashCode());
        assertThat(copy(derived).apply(value)).isEqualTo(value.hashCode());
    }

    @Test
    void methodOfAnObject() throws Exception {
        Derived two = new Derived();
        Base one = new Base();
        TaskFunction<String, String> derived = two::greet;
        TaskFunction<Integer, String> derivedNumber = two::greet;
        TaskFunction<String, String> base = one::greet;
        TaskFunction<Integer, String> baseNumber = one::greet;

        assertThat(copy(base).apply("a")).isEqualTo("Base greets a");
        assertThat(copy(derived).apply("a")).isEqualTo("Derived greets a");
        assertThat(copy(derivedNumber).apply(1)).isEqualTo("Derived greets 1");
        assertThat(copy(baseNumber).apply(1)).isEqualTo("Base greets 1");
        assertThat(copy(base).apply("a")).isEqualTo("Base greets a");
    }

    @Test
    void methodOfAnObject_whichReturnsWhatItHolds() throws Exception {
        Task<Integer> number = new Box<>(1)::content;
        Task<String> text = new Box<>("a")::content;

        assertThat(copy(text).call()).isEqualTo("a");
        assertThat(copy(number).call()).isEqualTo(1);
    }

    @Test
    void interfaceThatNarrowsAGenericOne() throws Exception {
        OfNumbers<Integer> integer = LambdaTypesTest::echo;
        OfNumbers<Double> real = LambdaTypesTest::echo;
        TaskFunction<Double, Double> general = copy(real);

        assertThat(copy(integer).apply(1)).isEqualTo(1);
        assertThat(copy(real).apply(1.0)).isEqualTo(1.0);
        assertThat(general.apply(1.0)).isEqualTo(1.0);
    }

    @Test
    void severalInterfaces() throws Exception {
        Function<Integer, Integer> number = (Function<Integer, Integer> & Marker & Serializable) LambdaTypesTest::echo;
        Function<String, String> text = (Function<String, String> & Marker & Serializable) LambdaTypesTest::echo;

        assertThat(copy(text).apply("a")).isEqualTo("a");
        assertThat(copy(number).apply(1)).isEqualTo(1);
        assertThat(copy(text)).isInstanceOf(Marker.class);
        assertThat(copy(number)).isInstanceOf(Marker.class);
    }

    @Test
    void decodedLambda_canBeEncodedAgain() throws Exception {
        TaskFunction<Integer, Integer> number = LambdaTypesTest::echo;
        TaskFunction<String, String> text = LambdaTypesTest::echo;
        Callable<String> captured = (Callable<String> & Serializable) () -> text.apply("a") + number.apply(1);

        assertThat(copy(copy(copy(text))).apply("a")).isEqualTo("a");
        assertThat(copy(copy(copy(number))).apply(1)).isEqualTo(1);
        assertThat(copy(copy(captured)).call()).isEqualTo("a1");
    }

    @Test
    void lambdaDecodedOften_hasOneClass() {
        TaskFunction<Integer, Integer> number = LambdaTypesTest::echo;
        TaskFunction<String, String> text = LambdaTypesTest::echo;
        Box<String> box = new Box<>("a");
        Task<String> capturing = () -> box.content();
        Class<?> ofNumber = copy(number).getClass();
        Class<?> ofText = copy(text).getClass();
        Class<?> ofCapturing = copy(capturing).getClass();

        for (int count = 0; count < 1_000; count++) {
            assertThat(copy(number)).hasSameClassAs(copy(number)).isExactlyInstanceOf(ofNumber);
            assertThat(copy(text)).isExactlyInstanceOf(ofText);
            assertThat(copy(capturing)).isExactlyInstanceOf(ofCapturing);
        }
        assertThat(ofText).isNotSameAs(ofNumber);
        assertThat(copy(copy(text))).isExactlyInstanceOf(ofText);
    }
}
