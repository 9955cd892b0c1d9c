package dev.anypool.demo.process;

import dev.anypool.Action;
import dev.anypool.PoolOptions;
import dev.anypool.demo.Count;
import dev.anypool.process.ProcessPoolOptions;
import dev.anypool.process.WorkerOutput;
import dev.anypool.process.WorkerProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Starts processes one after the other, joins each with a limit, and ends those that do not end by themselves. */
@Command(
        name = "process",
        description = "Runs targets in processes of their own: joins each with a limit, terminates it if it is still"
                + " alive then, kills it if even that did not help, and shows how each ended.")
public final class ProcessCommand implements Callable<Integer> {
    private static final String ROW = "%-30s %-16s %4s  %-8s %s";
    private static final int EXIT_CODE = 3;

    /** For those that end by themselves, however slow the machine is. */
    private static final Duration GENEROUS = Duration.ofMinutes(1);

    /** What a process runs, with the bell that it rings. */
    private interface Target extends Serializable {
        void run(Bell.Button bell) throws Exception;
    }

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--limit",
            paramLabel = "MS",
            defaultValue = "1000",
            converter = Count.class,
            description = "How many milliseconds to wait for a process that never ends (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Override
    public Integer call() throws IOException, InterruptedException {
        row("the target", "was told to end", "exit", "signal", "failure");
        show("returns", GENEROUS, Targets::finish);
        show("throws an exception", GENEROUS, Targets::fail);
        show("calls System.exit(" + EXIT_CODE + ")", GENEROUS, bell -> Targets.exit(bell, EXIT_CODE));
        Duration patience = Duration.ofMillis(limit);
        show("never ends", patience, Targets::spin);
        show("resists its termination, too", patience, Targets::resist);
        return 0;
    }

    private void show(String what, Duration patience, Target target) throws IOException, InterruptedException {
        PoolOptions options =
                PoolOptions.defaults().with(ProcessPoolOptions.defaults().output(WorkerOutput.DISCARDED));
        try (Bell bell = Bell.open();
                WorkerProcess process = WorkerProcess.of(action(target, bell.button()), options)) {
            process.start();
            bell.await();
            String told = end(process, patience);
            row(
                    what,
                    told,
                    process.exitCode().isPresent()
                            ? Integer.toString(process.exitCode().getAsInt())
                            : "",
                    process.signal().orElse(""),
                    process.failure()
                            .map(failure -> failure.getClass().getSimpleName())
                            .orElse(""));
        }
    }

    private static Action action(Target target, Bell.Button bell) {
        return () -> target.run(bell);
    }

    /** Waits for the end, and sees to it that it comes; returns what that took. */
    private String end(WorkerProcess process, Duration patience) throws InterruptedException {
        if (process.join(patience)) {
            return "";
        }
        process.terminate();
        if (process.join(patience)) {
            return "terminate";
        }
        process.kill();
        process.join();
        return "terminate, kill";
    }

    private void row(Object... columns) {
        PrintWriter out =
                Objects.requireNonNull(command, "set by picocli").commandLine().getOut();
        out.println(String.format(Locale.ROOT, ROW, columns).stripTrailing());
    }
}
