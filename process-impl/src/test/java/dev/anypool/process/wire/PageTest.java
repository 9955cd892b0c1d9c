package dev.anypool.process.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both sides always agree on what has started, and nothing that was ready is lost. */
class PageTest {
    private static final int JOBS = 20_000;

    @TempDir
    Path directory;

    private Page parent;
    private Page worker;

    @BeforeEach
    void map() throws IOException {
        parent = Page.create(directory.resolve("page"));
        worker = Page.open(directory.resolve("page"));
    }

    @Test
    void freshPage_hasStartedNothing() {
        assertThat(parent.claim().covers(1, 0)).isFalse();
    }

    @Test
    void start_isSeenByTheParent_taskByTask() {
        assertThat(worker.start((short) 0, 1)).isTrue();
        assertThat(parent.claim().covers(1, 0)).isTrue();
        assertThat(parent.claim().covers(1, 1)).isFalse();

        worker.startNext();

        assertThat(parent.claim().covers(1, 1)).isTrue();
        assertThat(parent.claim().covers(2, 0)).isFalse();
    }

    @Test
    void takeBack_keepsTheWorkerFromStarting_andLaterJobsStart() {
        worker.start((short) 0, 1);
        assertThat(parent.takeBack(parent.claim())).isTrue();

        assertThat(worker.start((short) 0, 2)).isFalse();
        worker.startNext(); // of the job that runs

        assertThat(parent.claim().index()).isEqualTo(1);
        assertThat(worker.start(parent.claim().epoch(), 3)).isTrue();
        assertThat(parent.claim().covers(3, 0)).isTrue();
    }

    @Test
    void takeBack_failsIfTheWorkerWasFaster() {
        Page.Claim seen = parent.claim();
        worker.start((short) 0, 1);
        assertThat(parent.takeBack(seen)).isFalse();
    }

    @Test
    void numbersThatWrapAround_areComparedByTheirDifference() {
        worker.start((short) 0, Integer.MAX_VALUE);
        worker.start((short) 0, Integer.MIN_VALUE);
        assertThat(parent.claim().covers(Integer.MAX_VALUE, 9)).isTrue();
        assertThat(parent.claim().covers(Integer.MIN_VALUE + 1, 0)).isFalse();
    }

    /** One thread starts jobs, another takes them back: each job is started or taken back, and never both. */
    @Test
    void race_endsEachJobOnOneSide() throws InterruptedException {
        List<Integer> started = new ArrayList<>();
        short[] epochs = new short[JOBS + 1];
        Thread starting = new Thread(() -> {
            for (int seq = 1; seq <= JOBS; seq++) {
                epochs[seq] = worker.claim().epoch(); // as it was when the job was sent
                if (worker.start(epochs[seq], seq)) {
                    started.add(seq);
                }
            }
        });
        List<Page.Claim> revocations = new ArrayList<>();
        starting.start();
        while (starting.isAlive()) {
            Page.Claim seen = parent.claim();
            if (parent.takeBack(seen)) {
                revocations.add(seen);
            }
        }
        starting.join();

        for (Page.Claim revoked : revocations) {
            assertThat(started)
                    .as("no job of epoch %s started after the revocation at %s", revoked.epoch(), revoked.seq())
                    .noneMatch(seq -> seq > revoked.seq()
                            && epochs[seq] == revoked.epoch()
                            && seq - revoked.seq() < 1_000); // the epoch's 16 bits come round again
            if (revocations.indexOf(revoked) > 200) {
                break; // enough of them
            }
        }
    }

    @Test
    void unsent_isWhatTheWorkerHadReadyAndTheParentHasNotReceived() {
        ByteBuffer outbox = worker.outbox();
        outbox.put(new byte[] {1, 2, 3, 4, 5});
        worker.outbox(100, 5);

        assertThat(bytes(parent.unsent(100))).containsExactly(1, 2, 3, 4, 5);
        assertThat(bytes(parent.unsent(103))).containsExactly(4, 5);
        assertThat(bytes(parent.unsent(105))).isEmpty();
        assertThat(bytes(parent.unsent(99))).as("a gap cannot be filled").isEmpty();
        assertThat(bytes(parent.unsent(106))).as("more than there ever was").isEmpty();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
