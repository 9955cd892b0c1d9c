package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.spy;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.TaskFuture;
import dev.anypool.TaskSerializationException;
import dev.anypool.dispatch.DispatchedPool;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.Tasks;
import dev.anypool.process.FakeWorker.Sabotage;
import dev.anypool.process.wire.Bootstrap;
import dev.anypool.spi.Backend;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerHandle;
import dev.anypool.spi.WorkerListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that sends nonsense is treated as crashed: its task fails, and the pool works on with a new worker. */
@StartsWorkers
class SabotagedChannelTest {
    private static final String NAME = "anypool-sabotaged";

    /** A process backend whose first worker is a {@link FakeWorker}; the others are real ones. */
    private static final class FirstWorkerIsFake implements Backend {
        private final PrivateDirectory directory;
        private final Transport transport;
        private final WorkerLauncher launcher;

        FirstWorkerIsFake(Sabotage sabotage) throws IOException {
            directory = PrivateDirectory.create();
            transport = Transport.open(NAME, directory.socket());
            launcher = spy(new WorkerLauncher(directory, ProcessPoolOptions.defaults(), 1, 1, new byte[0]));
            doAnswer(call -> launchFake(call.getArgument(0), call.getArgument(2), call.getArgument(3), sabotage))
                    .doCallRealMethod()
                    .when(launcher)
                    .launch(anyInt(), any(), any(), any());
        }

        private Process launchFake(int id, byte[] secret, WorkerLauncher.Place place, Sabotage sabotage)
                throws IOException {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            FakeWorker.class.getName(),
                            sabotage.name())
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                new Bootstrap(
                                id,
                                "fake",
                                secret,
                                directory.socket().toString(),
                                place.pageFile().toString(),
                                directory.temporaryRoot().toString(),
                                1,
                                0,
                                new byte[0])
                        .writeTo(in);
            }
            return process;
        }

        @Override
        public String name() {
            return ProcessPoolOptions.BACKEND;
        }

        @Override
        public Object encodeFunction(String taskName, Serializable function) {
            return Tasks.encodeFunction(taskName, function);
        }

        @Override
        public Object encodeArguments(String taskName, @Nullable Object[] arguments) {
            return Tasks.encodeArguments(taskName, arguments);
        }

        @Override
        public WorkerHandle start(int id, String name, WorkerListener listener) {
            DecodingContext context = new DecodingContext(ClassLoader.getSystemClassLoader(), null);
            JvmHandle handle = new JvmHandle(id, name, listener, context, transport, launcher);
            handle.start();
            return handle;
        }

        @Override
        public Outcome runHere(Job job, int index) {
            throw new UnsupportedOperationException("the queue has no bound");
        }

        @Override
        public void close() {
            transport.close();
            directory.close();
        }
    }

    private static PoolExecutor open(Sabotage sabotage) throws IOException {
        return DispatchedPool.open(PoolOptions.defaults().workers(1).name(NAME), new FirstWorkerIsFake(sabotage));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEND_AN_OUTCOME_THAT_MEANS_NOTHING")
    @Tag("B38")
    void workerThatSendsNonsense_isTreatedAsCrashed(Sabotage sabotage) throws IOException {
        try (PoolExecutor pool = open(sabotage)) {
            TaskFuture<Integer> lost = pool.submit(Work::square, 3);
            TaskFuture<Integer> next = pool.submit(Work::square, 4);

            String summary = Outcomes.crashOf(lost).crash().summary();

            String expected = switch (sabotage) {
                case DIE_IN_THE_MIDDLE_OF_A_FRAME -> "exited with code 0";
                case CLOSE_THE_CHANNEL_AND_STAY -> "it closed its channel and did not end";
                default -> "what it sent made no sense";
            };
            assertThat(summary).contains(expected);
            assertThat(Outcomes.resultOf(next)).isEqualTo(16);
        }
    }

    @Test
    @Tag("B36")
    void outcomeThatMeansNothing_failsItsFutureAlone() throws IOException {
        try (PoolExecutor pool = open(Sabotage.SEND_AN_OUTCOME_THAT_MEANS_NOTHING)) {
            TaskFuture<Integer> undecodable = pool.submit(Work::square, 3);

            assertThat(Outcomes.causeOf(undecodable)).isInstanceOf(TaskSerializationException.class);
            assertThat(pool.stats().crashes()).isEmpty();
        }
    }
}
