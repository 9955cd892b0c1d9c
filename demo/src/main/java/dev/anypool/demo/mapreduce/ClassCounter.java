package dev.anypool.demo.mapreduce;

import java.io.IOException;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.HashMap;
import java.util.Map;

/** Counts the words in the names of class files. */
final class ClassCounter implements SliceCounter {
    private static final ModuleFinder JDK = ModuleFinder.ofSystem();

    private final ClassNames names;
    private final Map<String, ModuleReader> modules = new HashMap<>();

    ClassCounter(WordCounts counts) {
        names = new ClassNames(new NameWords(counts));
    }

    @Override
    public void count(Slice slice) throws IOException {
        String path = slice.file();
        int start = "/modules/".length();
        int slash = path.indexOf('/', start);
        String module = path.substring(start, slash);
        ModuleReader reader = modules.get(module);
        if (reader == null) {
            reader = JDK.find(module).orElseThrow().open();
            modules.put(module, reader);
        }
        ByteBuffer content = reader.read(path.substring(slash + 1)).orElseThrow(() -> new NoSuchFileException(path));
        byte[] file = new byte[content.remaining()];
        content.get(file);
        reader.release(content);
        names.read(file);
    }
}
