package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.TaskFunction;
import dev.anypool.encoding.DecodingContext;
import dev.anypool.encoding.EncodedFunction;
import dev.anypool.encoding.EncodedOutcome;
import dev.anypool.encoding.Tasks;
import dev.anypool.process.wire.FrameReader;
import dev.anypool.process.wire.FrameType;
import dev.anypool.process.wire.Page;
import dev.anypool.process.wire.Status;
import dev.anypool.process.wire.Wire;
import dev.anypool.spi.Job;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One task on its way through the rooms, in the order of the drawing in {@code dev.anypool.process}: read it as documentation. What
 * the transport, the dispatcher and the worker's loop do between the rooms is done here by hand.
 */
class TaskWalkTest {
    private static final String NAME = "walk";

    private record Frame(FrameType type, ByteBuffer body) {}

    /** What the other end of a socket makes of these bytes. */
    private static Frame received(byte[] bytes) throws IOException {
        List<Frame> frames = new ArrayList<>();
        FrameReader reader = new FrameReader(
                (type, body) -> {
                    byte[] copy = new byte[body.remaining()];
                    body.get(copy);
                    frames.add(new Frame(type, ByteBuffer.wrap(copy)));
                },
                Wire.MOST_FRAME_BYTES);
        reader.accept(ByteBuffer.wrap(bytes));
        assertThat(frames).hasSize(1);
        return frames.get(0);
    }

    private static ByteBuffer part(ByteBuffer body) {
        int length = body.getInt();
        ByteBuffer part = body.slice(body.position(), length);
        body.position(body.position() + length);
        return part;
    }

    @Test
    void task_walksFromTheSubmittersThreadToItsFuture(@TempDir Path folder) throws Throwable {
        DecodingContext context = new DecodingContext(ClassLoader.getSystemClassLoader(), null);
        CompletableFuture<@Nullable Object> future = new CompletableFuture<>();

        // PARENT, submit: function and argument are encoded on the submitter's thread
        TaskFunction<Integer, Integer> square = Work::square;
        Job job = Job.ofOne(
                NAME, Tasks.encodeFunction(NAME, square), Tasks.encodeArguments(NAME, new @Nullable Object[] {7}));

        // JvmHandle.assign: the job gets a number, and counts as sent, not as started
        Page ofParent = Page.create(folder.resolve("page"));
        Assignments assignments = new Assignments(ofParent);
        int seq = assignments.add(job);
        assertThat(assignments.hasStarted(job, 0)).isFalse();

        // RunFrames and Connection: a frame on the socket
        ByteArrayOutputStream socket = new ByteArrayOutputStream();
        RunFrames.run(job, seq, assignments.epoch(), piece -> {
            byte[] bytes = new byte[piece.remaining()];
            piece.get(bytes);
            socket.writeBytes(bytes);
        });

        // WORKER, ParentChannel: the frame comes in
        Frame run = received(socket.toByteArray());
        assertThat(run.type()).isEqualTo(FrameType.RUN);
        int seqRead = run.body().getInt();
        short epoch = run.body().getShort();

        // TaskLoop: the worker claims the job in the page, and from then on it counts as started
        Page ofWorker = Page.open(folder.resolve("page"));
        assertThat(ofWorker.start(epoch, seqRead)).isTrue();
        assertThat(assignments.hasStarted(job, 0)).isTrue();

        // ... decodes, runs and encodes
        assertThat(run.body().getShort()).as("tasks in the job").isEqualTo((short) 1);
        assertThat(StandardCharsets.UTF_8.decode(part(run.body())).toString()).isEqualTo(NAME);
        EncodedFunction function = new EncodedFunction(part(run.body()), context);
        assertThat(run.body().getInt()).as("no element of a map").isEqualTo(-1);
        EncodedOutcome outcome = function.run(NAME, part(run.body()));
        assertThat(outcome.failed()).isFalse();

        // Outbox: a frame on the socket
        byte[] answer = FakeWorker.result(seqRead, Status.RETURNED.code(), outcome.bytes())
                .array();

        // PARENT, JvmHandle.frame: the result belongs to the job that runs, and ends it
        Frame result = received(answer);
        assertThat(result.type()).isEqualTo(FrameType.RESULT);
        Assignments.Reported reported =
                assignments.report(result.body().getInt(), result.body().getShort(), 1_000);
        assertThat(reported.job()).isSameAs(job);
        assertThat(reported.isLast()).isTrue();
        assertThat(Status.of(result.body().get())).isEqualTo(Status.RETURNED);
        result.body().getLong(); // the nanoseconds that the worker was busy

        // Settler: the result is decoded, and the future completed
        byte[] bytes = new byte[result.body().remaining()];
        result.body().get(bytes);
        future.complete(new EncodedOutcome(false, bytes).decode(NAME, context, job.origin(), "a worker"));
        assertThat(future).isCompletedWithValue(49);
    }
}
