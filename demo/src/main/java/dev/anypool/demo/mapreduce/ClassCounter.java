package dev.anypool.demo.mapreduce;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;

/** Counts the words in the names of class files. */
final class ClassCounter implements SliceCounter {
    private final FileSystem jdk = FileSystems.getFileSystem(URI.create("jrt:/"));
    private final ClassNames names;

    ClassCounter(WordCounts counts) {
        names = new ClassNames(new NameWords(counts));
    }

    @Override
    public void count(Slice slice) throws IOException {
        names.read(Files.readAllBytes(jdk.getPath(slice.file())));
    }
}
