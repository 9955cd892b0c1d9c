package dev.anypool.demo.titles;

import dev.anypool.TaskOptions;
import dev.anypool.demo.CommonOptions;
import dev.anypool.demo.Count;
import dev.anypool.demo.DemoPool;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Fetches the titles of a few pages, and tells which worker fetched which. */
@Command(
        name = "titles",
        description =
                "Fetches the titles of pages from a small server on this machine; each line says which worker did it.")
public final class TitlesCommand implements Callable<Integer> {
    /** One page at a time: each takes much longer than its way to a worker. */
    private static final TaskOptions ONE_BY_ONE =
            TaskOptions.defaults().name("title").chunkSize(1);

    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "4",
            converter = Count.class,
            description = "How many workers (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Override
    public Integer call() throws IOException {
        try (PageServer server = PageServer.start(workers);
                DemoPool pool = common.open(workers)) {
            pool.executor().with(ONE_BY_ONE).map(Titles::fetch, server.pages()).stream()
                    .forEach(title -> common.out()
                            .printf(
                                    "%-36s pid %-8d %s%n",
                                    title.text(),
                                    title.worker().pid(),
                                    title.worker().name()));
        }
        return 0;
    }
}
