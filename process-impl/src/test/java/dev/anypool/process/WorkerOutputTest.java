package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.testkit.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where the lines go that tasks write to standard output and error. */
@StartsWorkers
class WorkerOutputTest {
    private static final String NAME = "anypool-writing";
    private static final String PREFIX = "[" + NAME + "-worker-1] ";

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void capture() {
        System.setOut(new PrintStream(out, true));
        System.setErr(new PrintStream(err, true));
    }

    @AfterEach
    void release() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    private static PoolExecutor open(WorkerOutput output) {
        return Pools.open(PoolOptions.defaults()
                .workers(1)
                .name(NAME)
                .with(ProcessPoolOptions.defaults().output(output)));
    }

    private static void write() {
        System.out.println("a line to out");
        System.err.println("a line to err");
        System.out.print("no end");
    }

    @Test
    void prefixed_linesGoToTheParentsStreams_behindTheWorkersName() {
        try (PoolExecutor pool = open(WorkerOutput.PREFIXED)) {
            Outcomes.resultOf(pool.submit(() -> write()));
        }
        Waiting.untilAsserted("all lines came", () -> {
            assertThat(out.toString().lines()).containsExactly(PREFIX + "a line to out", PREFIX + "no end");
            assertThat(err.toString().lines()).containsExactly(PREFIX + "a line to err");
        });
    }

    @Test
    void linesWrittenWhileATaskRuns_comeAtOnce() {
        try (PoolExecutor pool = open(WorkerOutput.PREFIXED)) {
            TaskFuture<?> running = pool.submit(() -> {
                System.out.println("still here");
                Thread.currentThread().join();
            });

            Waiting.until("the line came", () -> out.toString().contains(PREFIX + "still here"));

            running.cancel(true);
        }
    }

    @Test
    void logged_linesGoToTheLogger_errorsAsWarnings() {
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                records.add(line);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.anypool.worker");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            try (PoolExecutor pool = open(WorkerOutput.LOGGED)) {
                Outcomes.resultOf(pool.submit(() -> write()));
            }
            Waiting.untilAsserted(
                    "all lines came",
                    () -> assertThat(records)
                            .extracting(LogRecord::getLevel, LogRecord::getMessage)
                            .containsExactlyInAnyOrder(
                                    org.assertj.core.groups.Tuple.tuple(Level.INFO, PREFIX + "a line to out"),
                                    org.assertj.core.groups.Tuple.tuple(Level.WARNING, PREFIX + "a line to err"),
                                    org.assertj.core.groups.Tuple.tuple(Level.INFO, PREFIX + "no end")));
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void logHandlerThatThrows_costsItsLineAlone() {
        List<String> lines = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                if (line.getMessage().endsWith("bad")) {
                    throw new IllegalStateException("thrown on purpose by a log handler");
                }
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("dev.anypool.worker");
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try (PoolExecutor pool = open(WorkerOutput.LOGGED)) {
            Outcomes.resultOf(pool.submit(() -> {
                System.out.println("bad");
                System.out.println("out");
                System.err.println("bad");
                System.err.println("err");
            }));
            Waiting.untilAsserted(
                    "the good lines came",
                    () -> assertThat(lines).containsExactlyInAnyOrder(PREFIX + "out", PREFIX + "err"));
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
    }

    @Test
    void discarded_linesGoNowhere() {
        try (PoolExecutor pool = open(WorkerOutput.DISCARDED)) {
            Outcomes.resultOf(pool.submit(() -> write()));
        }
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isEmpty();
    }

    /** Fills both streams, without the end of a line. */
    private static int flood(int bytes) {
        byte[] block = new byte[1 << 16];
        java.util.Arrays.fill(block, (byte) 'x');
        for (int written = 0; written < bytes; written += block.length) {
            System.out.write(block, 0, block.length);
            System.err.write(block, 0, block.length);
        }
        System.out.flush();
        return bytes;
    }

    @Test
    void floodWithoutLineEnds_blocksNothingAndLosesNothing() {
        int bytes = 4 << 20;
        try (PoolExecutor pool = open(WorkerOutput.PREFIXED)) {
            assertThat(Outcomes.resultOf(pool.submit(WorkerOutputTest::flood, bytes)))
                    .isEqualTo(bytes);
            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
        }
        Waiting.untilAsserted("all of it came", () -> {
            assertThat(count('x', out)).isEqualTo(bytes);
            assertThat(count('x', err)).isEqualTo(bytes);
        });
    }

    private static long count(char wanted, ByteArrayOutputStream bytes) {
        return bytes.toString().chars().filter(character -> character == wanted).count();
    }

    private static void writeProtocolBytes() {
        for (int round = 0; round < 1000; round++) {
            System.out.write(new byte[] {0, 0, 0, 1, 4, 'A', 'N', 'Y', 'P', '\n'}, 0, 10);
        }
        System.out.flush();
    }

    @Test
    void bytesThatLookLikeFrames_harmNothing() {
        try (PoolExecutor pool = open(WorkerOutput.DISCARDED)) {
            Outcomes.resultOf(pool.submit(() -> writeProtocolBytes()));

            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
            assertThat(pool.stats().crashes()).isEmpty();
        }
    }

    @Test
    void taskThatClosesItsStreams_harmsNothing() {
        try (PoolExecutor pool = open(WorkerOutput.PREFIXED)) {
            Outcomes.resultOf(pool.submit(() -> {
                System.out.close();
                System.err.close();
            }));

            assertThat(Outcomes.resultOf(pool.submit(Work::square, 3))).isEqualTo(9);
        }
    }
}
