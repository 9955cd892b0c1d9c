package dev.anypool.demo.mapreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassNamesTest {

    /** Declares and uses names of every kind. */
    static class Specimen extends ArrayList<String> implements Runnable {
        static final long LONG_CONSTANT = 1L << 40;
        static final double DOUBLE_CONSTANT = 0.1;
        private transient long[][] declaredField;

        @Override
        public void run() {
            declaredField = new long[1][1];
            Thread.State[] states = Thread.State.values();
            System.out.println(states.clone().length);
        }
    }

    @Test
    void read_findsDeclaredAndUsedNames() throws IOException {
        assertThat(names(bytes(Specimen.class)))
                .contains(
                        "dev/anypool/demo/mapreduce/ClassNamesTest$Specimen",
                        "java/util/ArrayList",
                        "java/lang/Runnable",
                        "LONG_CONSTANT",
                        "DOUBLE_CONSTANT",
                        "declaredField",
                        "run",
                        "<init>",
                        "println",
                        "java/lang/Thread$State",
                        "java/io/PrintStream")
                .doesNotContain("[[J", "J", "[Ljava/lang/Thread$State;", "Code", "()V", "V", "I");
    }

    @Test
    void read_servesManyFilesOneAfterTheOther() throws IOException {
        List<String> found = new ArrayList<>();
        ClassNames names = new ClassNames(found::add);
        names.read(bytes(String.class));
        found.clear();
        names.read(bytes(Specimen.class));
        assertThat(found).isEqualTo(names(bytes(Specimen.class)));
    }

    @Test
    void read_refusesWhatIsNoClassFile() throws IOException {
        byte[] whole = bytes(Specimen.class);
        for (int length = 0; length < whole.length / 2; length++) {
            byte[] cutOff = Arrays.copyOf(whole, length);
            assertThatExceptionOfType(MalformedClassFileException.class).isThrownBy(() -> names(cutOff));
        }
        assertThatExceptionOfType(MalformedClassFileException.class)
                .isThrownBy(() -> names("a text, not a class".getBytes(StandardCharsets.UTF_8)))
                .withMessage("not a class file");
        whole[10] = 99;
        assertThatExceptionOfType(MalformedClassFileException.class)
                .isThrownBy(() -> names(whole))
                .withMessageContaining("tag 99");
    }

    private static List<String> names(byte[] classFile) throws MalformedClassFileException {
        List<String> found = new ArrayList<>();
        new ClassNames(found::add).read(classFile);
        return found;
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        String name = type.getName();
        try (InputStream in = type.getResourceAsStream(name.substring(name.lastIndexOf('.') + 1) + ".class")) {
            return in.readAllBytes();
        }
    }
}
