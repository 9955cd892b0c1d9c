package dev.anypool.demo.mapreduce;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The same count once more, plain and slow: one thread, strings, regular expressions, a map. */
final class SequentialCount {
    private static final Pattern BETWEEN_WORDS_OF_TEXT = Pattern.compile("[^\\p{L}\\p{Nd}]+");
    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([^;]+);");

    private final Map<String, Long> counts = new TreeMap<>();

    static Map<String, Long> ofText(String text) {
        SequentialCount count = new SequentialCount();
        count.words(BETWEEN_WORDS_OF_TEXT, text);
        return count.counts;
    }

    static Map<String, Long> ofTextFiles(Path folder) throws IOException {
        SequentialCount count = new SequentialCount();
        for (Path file : files(folder)) {
            count.words(BETWEEN_WORDS_OF_TEXT, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        }
        return count.counts;
    }

    static Map<String, Long> ofNames(String... names) {
        SequentialCount count = new SequentialCount();
        for (String name : names) {
            count.name(name);
        }
        return count.counts;
    }

    /** Counts the names of the JDK's classes in a folder such as {@code java.base/java/util} and below it. */
    static Map<String, Long> ofClasses(String folder) throws IOException {
        SequentialCount count = new SequentialCount();
        Path root = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/" + folder);
        for (Path file : files(root)) {
            if (file.toString().endsWith(".class")) {
                count.classFile(Files.readAllBytes(file));
            }
        }
        return count.counts;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    /** Follows JVMS chapter 4 from the first byte to the last method. */
    private void classFile(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        in.skipNBytes(8);
        int size = in.readUnsignedShort();
        Map<Integer, String> texts = new TreeMap<>();
        List<Integer> classes = new ArrayList<>();
        List<Integer> names = new ArrayList<>();
        List<Integer> descriptors = new ArrayList<>();
        for (int i = 1; i < size; i++) {
            switch (in.readUnsignedByte()) {
                case 1:
                    texts.put(i, in.readUTF());
                    break;
                case 7:
                    classes.add(in.readUnsignedShort());
                    break;
                case 12:
                    names.add(in.readUnsignedShort());
                    descriptors.add(in.readUnsignedShort());
                    break;
                case 8:
                case 16:
                case 19:
                case 20:
                    in.readUnsignedShort();
                    break;
                case 15:
                    in.skipNBytes(3);
                    break;
                case 5:
                case 6:
                    in.readLong();
                    i++;
                    break;
                default:
                    in.readInt();
            }
        }
        for (int index : classes) {
            boolean array = texts.get(index).startsWith("[");
            (array ? descriptors : names).add(index);
        }
        names.forEach(index -> name(texts.get(index)));
        descriptors.forEach(index -> descriptor(texts.get(index)));
        in.skipNBytes(6);
        in.skipNBytes(2L * in.readUnsignedShort());
        members(in, texts);
        members(in, texts);
    }

    private void members(DataInputStream in, Map<Integer, String> texts) throws IOException {
        for (int members = in.readUnsignedShort(); members > 0; members--) {
            in.readUnsignedShort();
            name(texts.get(in.readUnsignedShort()));
            descriptor(texts.get(in.readUnsignedShort()));
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                in.readUnsignedShort();
                in.skipNBytes(in.readInt());
            }
        }
    }

    private void descriptor(String descriptor) {
        CLASS_IN_DESCRIPTOR.matcher(descriptor).results().forEach(found -> name(found.group(1)));
    }

    /** Goes from letter to letter and looks at the neighbours. */
    private void name(String name) {
        if (name.startsWith("<")) {
            return;
        }
        StringBuilder spaced = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            boolean afterSmall = i > 0 && Character.isLowerCase(name.charAt(i - 1));
            boolean afterCapital = i > 0 && Character.isUpperCase(name.charAt(i - 1));
            boolean beforeSmall = i + 1 < name.length() && Character.isLowerCase(name.charAt(i + 1));
            if (Character.isUpperCase(letter) && (afterSmall || afterCapital && beforeSmall)) {
                spaced.append(' ');
            }
            spaced.append(Character.isLetter(letter) ? letter : ' ');
        }
        words(BETWEEN_WORDS_OF_TEXT, spaced.toString());
    }

    private void words(Pattern between, String text) {
        for (String word : between.split(text)) {
            if (!word.isEmpty()) {
                counts.merge(word.toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
        }
    }
}
