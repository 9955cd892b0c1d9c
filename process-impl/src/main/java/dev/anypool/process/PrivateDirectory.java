package dev.anypool.process;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.anypool.process.wire.Bootstrap;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The directory of one pool: its socket, and a folder for each worker. Only this user can enter it.
 *
 * <pre>
 *   anypool-<pid>-….pool/  owner          locked as long as the parent lives
 *                          socket
 *                          worker-1/      page, hs_err file, arguments, tmp/
 * </pre>
 *
 * <p>A parent that was killed leaves it behind; the next pool that opens sees that nobody holds the lock, and removes it.
 */
final class PrivateDirectory implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final String PREFIX = "anypool-";
    private static final String OWN_PREFIX = PREFIX + ProcessHandle.current().pid() + "-";
    private static final String SUFFIX = ".pool";
    private static final String OWNER = "owner";
    private static final int LONGEST_SOCKET_PATH = 100; // the least that systems allow is 104 with the final zero

    private final Path root;
    private final Path directory;
    private final FileChannel owner;

    private PrivateDirectory(Path root, Path directory, FileChannel owner) {
        this.root = root;
        this.directory = directory;
        this.owner = owner;
    }

    static PrivateDirectory create() throws IOException {
        Path root = root();
        sweep(root);
        Path directory = Files.createTempDirectory(root, OWN_PREFIX, ownerOnly(root));
        // the directory gets its final name, which a sweep looks for, once it is locked
        FileChannel owner =
                FileChannel.open(directory.resolve(OWNER), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        owner.lock();
        Path named = directory.resolveSibling(directory.getFileName() + SUFFIX);
        Files.move(directory, named);
        return new PrivateDirectory(root, named, owner);
    }

    /** The first parent's temporary directory, for pools in workers too; or a shorter one where a socket's path must be short. */
    private static Path root() {
        Bootstrap parent = Bootstrap.ofThisJvm();
        Path root = Path.of(parent == null ? System.getProperty("java.io.tmpdir", ".") : parent.temporaryRoot())
                .toAbsolutePath();
        Path shorter = Path.of("/tmp");
        int nameLength = (OWN_PREFIX + Long.MAX_VALUE + SUFFIX + "/socket").length();
        boolean tooLong = root.toString().length() + nameLength > LONGEST_SOCKET_PATH;
        return tooLong && Files.isWritable(shorter) ? shorter : root;
    }

    private static FileAttribute<?>[] ownerOnly(Path root) {
        return root.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Removes what parents left behind that are no more. */
    private static void sweep(Path root) {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(root, PREFIX + "*" + SUFFIX)) {
            for (Path directory : found) {
                // looking at a lock of this JVM would release it, as POSIX has it
                boolean ours = directory.getFileName().toString().startsWith(OWN_PREFIX);
                if (!ours && isAbandoned(directory)) {
                    delete(directory);
                }
            }
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "could not look for left-over directories in " + root, e);
        }
    }

    private static boolean isAbandoned(Path directory) {
        try (FileChannel owner = FileChannel.open(directory.resolve(OWNER), StandardOpenOption.WRITE);
                FileLock lock = owner.tryLock()) {
            return lock != null;
        } catch (IOException e) {
            return false; // another user's, or gone meanwhile
        }
    }

    private static void delete(Path directory) {
        try {
            MoreFiles.deleteRecursively(directory, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            if (Files.exists(directory)) {
                LOGGER.log(Level.WARNING, "could not remove " + directory, e);
            }
        }
    }

    Path temporaryRoot() {
        return root;
    }

    Path socket() {
        return directory.resolve("socket");
    }

    /** Makes the folder of a worker. */
    Path createWorkerFolder(int workerId) throws IOException {
        Path folder = Files.createDirectory(directory.resolve("worker-" + workerId));
        Files.createDirectory(folder.resolve("tmp"));
        return folder;
    }

    void deleteWorkerFolder(int workerId) {
        Path folder = directory.resolve("worker-" + workerId);
        if (Files.exists(folder)) {
            delete(folder);
        }
    }

    @Override
    public void close() {
        delete(directory);
        try {
            owner.close();
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "could not release the lock of " + directory, e);
        }
    }
}
