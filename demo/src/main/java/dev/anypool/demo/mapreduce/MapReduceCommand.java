package dev.anypool.demo.mapreduce;

import dev.anypool.demo.CommonOptions;
import dev.anypool.demo.Count;
import dev.anypool.demo.DemoPool;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The main job, as a command. */
@Command(
        name = "mapreduce",
        description = {
            "Counts the words in the names that every class file of the running JDK declares, or in text files:"
                    + " map on the workers, reduce here.",
            "A lost worker does not stop the job: its files are read again by another."
        })
public final class MapReduceCommand implements Callable<Integer> {
    private static final int UNREADABLE_NAMED = 10;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--input",
            paramLabel = "PATH",
            description = "Count words in this text file, or in all files of this folder; may be repeated.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--workers",
            paramLabel = "N",
            converter = Count.class,
            description = "How many workers (default: ${DEFAULT-VALUE}, the available processors).")
    private int workers = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "10",
            converter = Count.class,
            description = "How many words to show (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--rounds",
            paramLabel = "R",
            defaultValue = "1",
            converter = Count.class,
            description = "How often to do the job in the same pool (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--json", description = "Print one JSON object instead of tables.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Input input = inputs.isEmpty() ? JdkClasses.all() : TextFiles.in(inputs);
        try (DemoPool pool = common.open(workers)) {
            Job job = new Job(input, pool.executor());
            List<Double> seconds = new ArrayList<>();
            Result result = job.run("round 1");
            seconds.add(result.seconds());
            while (seconds.size() < rounds) {
                result = job.run("round " + (seconds.size() + 1));
                seconds.add(result.seconds());
            }
            nameUnreadable(result.unreadable());
            report(result, seconds);
            new Losses(pool.executor().stats()).print(json ? common.err() : common.out());
        }
        return 0;
    }

    private void report(Result result, List<Double> seconds) throws IOException {
        if (json) {
            common.out().println(JsonReport.of(common.backend(), result, top).text());
        } else {
            new TableReport(common.out()).print(result, top, seconds);
        }
    }

    private void nameUnreadable(List<Unreadable> unreadable) {
        if (unreadable.isEmpty()) {
            return;
        }
        PrintWriter err = common.err();
        err.println("mapreduce: " + unreadable.size() + " unreadable, not counted:");
        unreadable.stream().limit(UNREADABLE_NAMED).forEach(each -> err.println("  " + each));
        if (unreadable.size() > UNREADABLE_NAMED) {
            err.println("  and " + (unreadable.size() - UNREADABLE_NAMED) + " more");
        }
    }
}
