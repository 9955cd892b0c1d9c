package dev.anypool.process;

import dev.anypool.process.wire.Bootstrap;
import dev.anypool.process.wire.Page;
import dev.anypool.spi.Origin;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Starts worker JVMs: their command line, their folder and what they are told on standard input. */
final class WorkerLauncher {
    private static final System.Logger LOGGER = System.getLogger("dev.anypool");
    private static final String MAIN = "dev.anypool.process.worker.WorkerMain";
    private static final String MODULE = "dev.anypool.process";

    /** They may hold a debugger's port, an agent or a collector, which are the parent's. */
    private static final Set<String> NOT_INHERITED = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

    /** A longer class path goes into a file: systems limit how long an argument may be. */
    private static final int LONGEST_ARGUMENT = 64_000;

    private static final int MEMORY_SHARE_OF_ALL_WORKERS = 50;

    private final PrivateDirectory directory;
    private final ProcessPoolOptions options;
    private final int workers;
    private final int depth;

    /** Where the pool was opened. */
    private final Origin opened = new Origin();

    /** The encoded initializer; empty if there is none. */
    private final byte[] initializer;

    /** What a worker finds when it starts: its folder, and its page in it. */
    record Place(Path folder, Path pageFile, Page page) {}

    WorkerLauncher(PrivateDirectory directory, ProcessPoolOptions options, int workers, int depth, byte[] initializer) {
        this.directory = directory;
        this.options = options;
        this.workers = workers;
        this.depth = depth;
        this.initializer = initializer;
    }

    Origin opened() {
        return opened;
    }

    WorkerOutput output() {
        return options.output();
    }

    /** Makes the place of a worker. */
    Place prepare(int id) throws IOException {
        Path folder = directory.createWorkerFolder(id);
        Path pageFile = folder.resolve("page");
        return new Place(folder, pageFile, Page.create(pageFile));
    }

    /** Starts a worker; may take some milliseconds. */
    Process launch(int id, String name, byte[] secret, Place place) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(place.folder()));
        builder.environment().keySet().removeAll(NOT_INHERITED);
        builder.environment().putAll(options.environment());
        options.directory().ifPresent(working -> builder.directory(working.toFile()));
        Process process = builder.start();
        Bootstrap bootstrap = new Bootstrap(
                id,
                name,
                secret,
                directory.socket().toString(),
                place.pageFile().toString(),
                directory.temporaryRoot().toString(),
                depth,
                options.recycleAbove().orElse(0),
                initializer);
        try (OutputStream in = process.getOutputStream()) {
            bootstrap.writeTo(in);
        } catch (IOException e) {
            LOGGER.log(Level.DEBUG, "the worker died at once; its exit tells more than a broken pipe", e);
        }
        return process;
    }

    void cleanUp(int id) {
        directory.deleteWorkerFolder(id);
    }

    private List<String> command(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Inherited.OPTIONS);
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
        if (options.jvmOptions().stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
            command.add("-XX:+UseSerialGC"); // the JVM refuses two collectors
        }
        command.add("-XX:ActiveProcessorCount=" + options.processors().orElse(share));
        command.add(
                options.maxHeap().isPresent()
                        ? "-Xmx" + options.maxHeap().getAsLong()
                        : "-XX:MaxRAMPercentage=" + (double) MEMORY_SHARE_OF_ALL_WORKERS / workers);
        command.add("-XX:ErrorFile=" + folder.resolve("hs_err_pid%p.log"));
        command.add("-Djava.io.tmpdir=" + folder.resolve("tmp"));
        command.addAll(options.jvmOptions());
        addPaths(command, folder);
        return command;
    }

    private static void addPaths(List<String> command, Path folder) throws IOException {
        String classPath = System.getProperty("java.class.path", "");
        String modulePath = System.getProperty("jdk.module.path", "");
        if (classPath.length() > LONGEST_ARGUMENT) {
            Path arguments = folder.resolve("arguments");
            Files.writeString(arguments, "-cp \"" + classPath.replace("\\", "\\\\") + "\"", StandardCharsets.UTF_8);
            command.add("@" + arguments);
        } else if (!classPath.isEmpty()) {
            command.add("-cp");
            command.add(classPath);
        }
        boolean module = WorkerLauncher.class.getModule().isNamed();
        if (!modulePath.isEmpty()) {
            command.add("-p");
            command.add(modulePath);
            command.add("--add-modules");
            command.add("ALL-MODULE-PATH");
        }
        if (module) {
            command.add("-m");
            command.add(MODULE + "/" + MAIN);
        } else {
            command.add(MAIN);
        }
    }

    /** What workers take over from the parent's own command line; worked out when the first worker starts. */
    private static final class Inherited {
        private static final List<String> PREFIXES = List.of(
                "--add-opens",
                "--add-exports",
                "--add-reads",
                "--enable-preview",
                "--enable-native-access",
                "-ea",
                "-da",
                "-enableassertions",
                "-disableassertions",
                "-esa",
                "-dsa",
                "-D");
        private static final List<String> NEVER = List.of(
                "-Djava.io.tmpdir=",
                "-Djava.class.path=",
                "-Djdk.module.",
                "-Dcom.sun.management.",
                "-Dsun.java.command");

        static final List<String> OPTIONS = ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> PREFIXES.stream().anyMatch(option::startsWith))
                .filter(option -> NEVER.stream().noneMatch(option::startsWith))
                .toList();
    }
}
