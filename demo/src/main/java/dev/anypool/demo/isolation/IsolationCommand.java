package dev.anypool.demo.isolation;

import dev.anypool.demo.CommonOptions;
import dev.anypool.demo.Count;
import dev.anypool.demo.DemoPool;
import dev.anypool.demo.LiveLine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Bad tasks between good ones, as a command. */
@Command(
        name = "isolation",
        description = {
            "Runs bad tasks between good ones in one pool, and shows what each bad one costs: one task.",
            "",
            "The good tasks count primes, as many at once as there are workers, before, beside and after each bad task."
                    + " Column 'good' says how many of them were right.",
            "",
            "Column 'recovery' is the time from the moment when the caller of the bad task had its failure (with a run limit:"
                    + " when the limit struck, before the worker is killed) until the first good result from the same place in"
                    + " the pool: from the worker that ran the bad task if it was kept, else from the one that replaced it."
                    + " So it holds the kill grace of 100 ms where the task did not stop, the start of a JVM where the worker"
                    + " was replaced, and one good task. It is 0 where that result was there as soon as the failure.",
            "",
            "Exit code 0 says that each bad task ended as expected and every good one was right."
        })
public final class IsolationCommand implements Callable<Integer> {
    /** Each backend passes over what is the others'. A dump of a crashed worker would fill the user's folder. */
    private static final Map<String, String> SETTINGS = Map.of(
            "anypool.kill-grace",
            "100ms",
            "anypool.thread.rehearsal",
            "true", // so that a result that cannot travel fails on threads as well
            "anypool.process.max-heap",
            "64m",
            "anypool.process.jvm-options",
            "-XX:-CreateCoredumpOnCrash -Dsun.misc.unsafe.memory.access=allow");

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "2",
            converter = Count.class,
            description = "How many workers (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(names = "--json", description = "Print one JSON object instead of a table.")
    private boolean json;

    @Option(
            names = "--verbose",
            description = "Log to standard error what the pool reports and what workers print while they die.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException, InterruptedException {
        QuietLog quiet = verbose ? null : QuietLog.begin();
        try {
            Summary summary = summary();
            if (json) {
                common.out().println(JsonReport.of(summary).text());
            } else {
                new TableReport(common.out()).foot(summary);
            }
            return exitCode(summary);
        } finally {
            if (quiet != null) {
                quiet.end();
            }
        }
    }

    static int exitCode(Summary summary) {
        return summary.isGood() ? 0 : 1;
    }

    private Summary summary() throws IOException, InterruptedException {
        boolean canSignal = Outside.canSignal();
        List<Misdeed> tried = new ArrayList<>();
        List<LeftOut> leftOut = new ArrayList<>();
        for (Misdeed misdeed : Misdeed.values()) {
            Optional<String> obstacle = misdeed.obstacle(common.backend(), canSignal);
            obstacle.ifPresentOrElse(reason -> leftOut.add(new LeftOut(misdeed, reason)), () -> tried.add(misdeed));
        }
        long start = System.nanoTime();
        List<Finding> findings = findings(tried);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Summary(common.backend(), workers, findings, leftOut, seconds);
    }

    private List<Finding> findings(List<Misdeed> misdeeds) throws IOException, InterruptedException {
        try (DemoPool pool = common.open(workers, settings());
                LiveLine line = LiveLine.begin(!verbose)) {
            return new Isolation(pool.executor(), workers, watcher(line)).run(misdeeds);
        }
    }

    private Map<String, String> settings() {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        settings.put("anypool.process.output", verbose ? "logged" : "discarded");
        return settings;
    }

    private Watcher watcher(LiveLine line) {
        if (json) {
            return new LiveWatcher(line, finding -> {});
        }
        TableReport table = new TableReport(common.out());
        table.head();
        return new LiveWatcher(line, table::row);
    }
}
