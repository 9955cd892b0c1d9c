package dev.anypool.demo;

import dev.anypool.MapFuture;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The smallest map there is. */
@Command(name = "squares", description = "Squares 1, 2 and 3 in a pool of five workers.")
final class SquaresCommand implements Runnable {
    @Mixin
    private final CommonOptions common = new CommonOptions();

    @Override
    public void run() {
        try (DemoPool pool = common.open(5)) {
            MapFuture<Integer> squares = pool.executor().map(x -> x * x, List.of(1, 2, 3));
            common.out().println(squares.join().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
    }
}
