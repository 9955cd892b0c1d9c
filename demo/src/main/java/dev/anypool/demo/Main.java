package dev.anypool.demo;

import dev.anypool.demo.async.AsyncCommand;
import dev.anypool.demo.isolation.IsolationCommand;
import dev.anypool.demo.mapreduce.MapReduceCommand;
import dev.anypool.demo.process.ProcessCommand;
import dev.anypool.demo.titles.TitlesCommand;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The demo's command line. */
@Command(
        name = "demo/run",
        description = "Shows one PoolExecutor over threads and over worker JVMs.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AsyncCommand.class,
            IsolationCommand.class,
            MapReduceCommand.class,
            ProcessCommand.class,
            SquaresCommand.class,
            TitlesCommand.class
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit; each command has its own, too.")
    private boolean help;

    private Main() {}

    /** Runs a command and ends the JVM with its exit code: 0 for success, 2 for what the user can mend, 1 for the rest. */
    public static void main(String[] arguments) {
        System.exit(run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), arguments));
    }

    /** Runs a command and returns its exit code. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler(Errors::usage)
                .setExecutionExceptionHandler(Errors::execution)
                .execute(arguments);
    }
}
