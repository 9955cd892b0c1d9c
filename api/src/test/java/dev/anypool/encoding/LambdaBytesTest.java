package dev.anypool.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anypool.Task;
import dev.anypool.TaskFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputFilter.Status;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Constructor;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What lambdas that arrive may do, and where their classes come from. */
class LambdaBytesTest {
    private static final ClassLoader LOADER = LambdaBytesTest.class.getClassLoader();

    private static Object decode(Object encoded, DecodingContext context) throws IOException, ClassNotFoundException {
        return Values.decode(ByteBuffer.wrap(Values.encode(encoded)), context);
    }

    private static Object decode(Object encoded) throws IOException, ClassNotFoundException {
        return decode(encoded, new DecodingContext(LOADER, null));
    }

    static String secret(String text) {
        return text;
    }

    private static SerializedLambda form(
            Class<?> capturingClass, String owner, String method, String type, Object... captured) {
        return new SerializedLambda(
                capturingClass,
                "dev/anypool/Task",
                "call",
                "()Ljava/lang/Object;",
                MethodHandleInfo.REF_invokeStatic,
                owner,
                method,
                type,
                "()Ljava/lang/String;",
                captured);
    }

    private static SerializedLambda virtualForm(String method, String type, Object... captured) {
        return new SerializedLambda(
                LambdaBytesTest.class,
                "dev/anypool/Task",
                "call",
                "()Ljava/lang/Object;",
                MethodHandleInfo.REF_invokeVirtual,
                "java/lang/String",
                method,
                type,
                type,
                captured);
    }

    private static void assertRefused(SerializedLambda form) {
        assertThatThrownBy(() -> decode(form))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining(form.getImplMethodName())
                .hasMessageContaining(form.getCapturingClass().replace('/', '.'));
    }

    @Test
    void lambdaThatItsClassDoesNotHave_isRefused() {
        String own = LambdaBytesTest.class.getName().replace('.', '/');
        String type = "(Ljava/lang/String;)Ljava/lang/String;";

        assertRefused(form(LambdaBytesTest.class, "java/lang/System", "getProperty", type, "user.home"));
        assertRefused(form(LambdaBytesTest.class, own, "secret", type, "text"));
        assertRefused(form(LambdaBytesTest.class, own, "no such method", type, "text"));
        assertRefused(form(Status.class, own, "secret", type, "text"));
        assertRefused(form(int.class, own, "secret", type, "text"));
        assertRefused(form(Object[].class, own, "secret", type, "text"));
    }

    @Test
    void lambdaWithOtherCapturesThanItsOwn_isRefused() {
        String text = "text";
        Task<String> task = text::trim;
        String type = "()Ljava/lang/String;";

        assertThat(LambdaKindsTest.copy(task)).isNotSameAs(task);
        assertRefused(virtualForm("trim", type, 1));
        assertRefused(virtualForm("trim", type));
    }

    @Test
    void filter_seesTheJdksForm_andTheCapturingClass() throws Exception {
        int one = 1;
        Task<Integer> task = () -> one;
        Set<Class<?>> seen = new HashSet<>();
        ObjectInputFilter filter = info -> {
            seen.add(info.serialClass());
            return Status.UNDECIDED;
        };

        decode(task, new DecodingContext(LOADER, filter));

        assertThat(seen).contains(SerializedLambda.class, LambdaBytesTest.class, Integer.class);
        assertThat(seen).doesNotContain(dev.anypool.encoding.SerializedLambda.class);
    }

    @Test
    void filter_canRefuseLambdas() {
        Task<Integer> task = () -> 1;
        ObjectInputFilter noLambdas = ObjectInputFilter.Config.createFilter("!java.lang.invoke.*");
        ObjectInputFilter notOurs = ObjectInputFilter.Config.createFilter("!" + LambdaBytesTest.class.getName());

        assertThatThrownBy(() -> decode(task, new DecodingContext(LOADER, noLambdas)))
                .isInstanceOf(InvalidClassException.class);
        assertThatThrownBy(() -> decode(task, new DecodingContext(LOADER, notOurs)))
                .isInstanceOf(InvalidClassException.class);
    }

    /** Defines this one class anew. */
    private static final class OtherLoader extends ClassLoader {
        OtherLoader(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Elsewhere.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream file = LOADER.getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] code = file.readAllBytes();
                return defineClass(name, code, 0, code.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    /** Is run as a class of another loader, so of another unnamed module. */
    static class Elsewhere implements Task<String> {
        private static <T> T hidden(T value) {
            return value;
        }

        @Override
        public String call() throws Exception {
            DecodingContext context = new DecodingContext(Elsewhere.class.getClassLoader(), null);
            TaskFunction<Integer, Integer> number = Elsewhere::hidden;
            TaskFunction<String, String> text = Elsewhere::hidden;
            TaskFunction<Double, Double> real = Elsewhere::hidden;
            return copy(text, context).apply("a")
                    + copy(number, context).apply(1)
                    + copy(copy(real, context), context).apply(2.0);
        }

        @SuppressWarnings("unchecked")
        private static <T> T copy(T value, DecodingContext context) throws Exception {
            return (T) Values.decode(ByteBuffer.wrap(Values.encode(value)), context);
        }
    }

    private static Object callElsewhere(ClassLoader loader) throws Exception {
        Class<?> elsewhere = Class.forName(Elsewhere.class.getName(), true, loader);
        assertThat(elsewhere.getClassLoader()).isSameAs(loader);
        Constructor<?> constructor = elsewhere.getDeclaredConstructor();
        constructor.setAccessible(true);
        return ((Task<?>) constructor.newInstance()).call();
    }

    @Test
    void lambdaOfAnotherClassLoader_keepsItsTypes() throws Exception {
        ClassLoader parent = new OtherLoader(LOADER);

        assertThat(callElsewhere(parent)).isEqualTo("a12.0");
        assertThat(callElsewhere(new OtherLoader(parent))).isEqualTo("a12.0");
    }
}
