package dev.anypool.demo.mapreduce;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.module.ModuleReference;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;

/**
 * Counts the words in the names of the JDK's class files. They are read as resources of their modules: the same image that
 * stands behind {@code jrt:/}, without building a tree of its folders in every worker.
 */
final class ClassCounter implements SliceCounter {
    private static final ModuleFinder JDK = ModuleFinder.ofSystem();

    private final ClassNames names;

    ClassCounter(WordCounts counts) {
        names = new ClassNames(new NameWords(counts));
    }

    @Override
    public void count(Slice slice) throws IOException {
        names.read(bytes(slice.file()));
    }

    private static byte[] bytes(String file) throws IOException {
        int slash = file.indexOf('/');
        ModuleReference module = JDK.find(file.substring(0, slash)).orElseThrow(() -> new NoSuchFileException(file));
        try (ModuleReader reader = module.open()) {
            ByteBuffer content =
                    reader.read(file.substring(slash + 1)).orElseThrow(() -> new NoSuchFileException(file));
            byte[] bytes = new byte[content.remaining()];
            content.get(bytes);
            reader.release(content);
            return bytes;
        }
    }
}
