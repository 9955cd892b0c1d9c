package dev.anypool.demo.mapreduce;

import dev.anypool.demo.UserError;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Text files: those given, and all in the folders given and below them. Symbolic links are followed where they are given,
 * not inside folders; one file reached by two ways counts twice.
 */
final class TextFiles implements Input {
    private final List<Path> roots;

    private TextFiles(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /**
     * Returns the files in these files and folders.
     *
     * @throws UserError if one of them is missing or cannot be read
     */
    static TextFiles in(List<Path> paths) {
        List<Path> roots = new ArrayList<>();
        for (Path path : paths) {
            roots.add(checked(path));
        }
        return new TextFiles(roots);
    }

    private static Path checked(Path path) {
        if (path.toString().isEmpty() || !Files.exists(path)) {
            throw new UserError("there is no file or folder '" + path + "'");
        }
        if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
            throw new UserError("'" + path + "' is neither a file nor a folder");
        }
        if (!Files.isReadable(path) || Files.isDirectory(path) && !Files.isExecutable(path)) {
            throw new UserError("no permission to read '" + path + "'");
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UserError("cannot read '" + path + "': " + e.getMessage());
        }
    }

    @Override
    public Listing list() throws IOException {
        List<Slice> files = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        for (Path root : roots) {
            Files.walkFileTree(root, new Visitor(files, unreadable));
        }
        return Listing.of(Source.TEXT, files, unreadable);
    }

    /** Collects regular files, and what cannot be listed. */
    private static final class Visitor extends SimpleFileVisitor<Path> {
        private final List<Slice> files;
        private final List<Unreadable> unreadable;

        private Visitor(List<Slice> files, List<Unreadable> unreadable) {
            this.files = files;
            this.unreadable = unreadable;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files.add(new Slice(file.toUri().toString(), 0, attributes.size()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) {
            unreadable.add(Unreadable.of(file.toString(), failure));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
            if (failure != null) {
                unreadable.add(Unreadable.of(folder.toString(), failure));
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
