package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.testkit.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that a test starts in a JVM of its own, to be the parent of workers and to end in some way.
 *
 * @param process the JVM, or the shell that waits for it
 * @param output what it writes to either output
 */
record ParentJvm(Process process, Path output) implements AutoCloseable {
    /**
     * Has the shell start a job in a process group of its own, as a terminal's shell does, whose number is the JVM's pid. What the
     * shell itself says of the job goes nowhere.
     */
    private static final List<String> IN_A_GROUP =
            List.of("bash", "-c", "exec 3>&2 2>/dev/null; set -m; \"$0\" \"$@\" 2>&3 3>&- & exec 3>&-; wait $!");

    static ParentJvm start(Path directory, Class<?> program, List<String> jvmOptions, String... arguments)
            throws IOException {
        return start(directory, command(program, jvmOptions, arguments));
    }

    static ParentJvm startInAGroup(Path directory, Class<?> program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(IN_A_GROUP);
        command.addAll(command(program, List.of(), arguments));
        return start(directory, command);
    }

    private static List<String> command(Class<?> program, List<String> jvmOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(Signals.heeded());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(program.getName());
        command.addAll(Arrays.asList(arguments));
        return command;
    }

    private static ParentJvm start(Path directory, List<String> command) throws IOException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new ParentJvm(process, output);
    }

    String text() throws IOException {
        return Files.readString(output);
    }

    /** Waits for its end and returns its exit code. */
    int awaitEnd() throws InterruptedException, IOException {
        boolean ended = process.waitFor(Waiting.GUARD.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended).as("the parent has ended; it wrote: %s", text()).isTrue();
        return process.exitValue();
    }

    static void assertGone(List<Long> pids) {
        assertWorkersGone(pids);
        Waiting.untilAsserted(
                "the directories are gone",
                () -> assertThat(LeftOvers.poolDirectories()).isEmpty());
    }

    static void assertWorkersGone(List<Long> pids) {
        assertThat(pids).isNotEmpty();
        Waiting.untilAsserted(
                "the workers are gone",
                () -> assertThat(pids)
                        .noneMatch(pid -> ProcessHandle.of(pid)
                                .filter(ProcessHandle::isAlive)
                                .isPresent()));
    }

    /** Ends it if a test has failed. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
