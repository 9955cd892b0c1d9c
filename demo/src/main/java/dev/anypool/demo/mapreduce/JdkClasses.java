package dev.anypool.demo.mapreduce;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/** The classes of the running JDK, from its {@code jrt:/} file system. */
final class JdkClasses implements Input {
    private final Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    private final Path folder;

    private JdkClasses(String folder) {
        this.folder = modules.resolve(folder);
    }

    /** Returns all of them. */
    static JdkClasses all() {
        return new JdkClasses("");
    }

    /** Returns those in one folder and below it, such as {@code java.base/java/util}. */
    static JdkClasses in(String folder) {
        return new JdkClasses(folder);
    }

    @Override
    public Listing list() throws IOException {
        List<Slice> files = new ArrayList<>();
        int relative = modules.toString().length() + 1;
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String name = file.toString();
                if (name.endsWith(".class")) {
                    files.add(new Slice(name.substring(relative), 0, attributes.size()));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return Listing.of(Source.CLASSES, files, List.of());
    }
}
