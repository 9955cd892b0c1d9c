package dev.anypool.demo;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every command has, and where it writes. */
public final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            defaultValue = "${env:ANYPOOL_BACKEND:-process}",
            description =
                    "What the workers are: 'thread', or 'process' for JVMs of their own (default: ${DEFAULT-VALUE}).")
    private String backend = "";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    public String backend() {
        return backend;
    }

    /**
     * Opens a pool on the chosen backend, named after the command.
     *
     * @throws UserError if there is no such backend
     */
    public DemoPool open(int workers) {
        return open(workers, Map.of());
    }

    /**
     * Opens a pool on the chosen backend, named after the command, with settings of the command's own.
     *
     * @param settings keys of the configuration with their values
     * @throws UserError if there is no such backend
     */
    public DemoPool open(int workers, Map<String, String> settings) {
        return DemoPool.open(backend, workers, command().name(), settings);
    }

    /** Returns where the command's results go. */
    public PrintWriter out() {
        return command().commandLine().getOut();
    }

    /** Returns where its notes go. */
    public PrintWriter err() {
        return command().commandLine().getErr();
    }

    private CommandSpec command() {
        return Objects.requireNonNull(command, "set by picocli");
    }
}
