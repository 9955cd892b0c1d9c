package dev.anypool.process.wire;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that parent and worker both map: what the worker has started, and what it has not sent yet. Memory of its own kind, it
 * outlives the worker, however that ends.
 *
 * <pre>
 *    0   claim    epoch u2 | index u2 | seq i4      the last job started, and the last task of it
 *    8   outbox   offset u5 | pending u3            where in the worker's stream the outbox begins, and how much is in it
 *   64   the outbox's bytes
 * </pre>
 *
 * <p><b>The claim.</b> A worker starts a job by swapping the job's number into the claim, and the swap fails if the epoch is not the
 * job's. The parent takes back all jobs that have not started by raising the epoch. Either swap fails if the other came first,
 * so both sides always agree on what has started. Numbers wrap around and are compared by their difference.
 *
 * <p><b>The outbox.</b> The worker writes results into it and sends them from there, so that a result that was ready when the worker
 * died is not lost.
 */
public final class Page {
    /** How many bytes the outbox holds. */
    public static final int OUTBOX_BYTES = 256 << 10;

    private static final int CLAIM_AT = 0;
    private static final int OUTBOX_WORD_AT = 8;
    private static final int OUTBOX_AT = 64;
    private static final int BYTES = OUTBOX_AT + OUTBOX_BYTES;

    private static final int PENDING_BITS = 24;
    private static final long PENDING_MASK = (1L << PENDING_BITS) - 1;
    private static final long INDEX_ONE = 1L << 32;

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final MappedByteBuffer memory;
    private final ByteBuffer outbox;

    private Page(MappedByteBuffer memory) {
        this.memory = memory;
        this.outbox = memory.slice(OUTBOX_AT, OUTBOX_BYTES);
    }

    /**
     * Makes the file and maps it; for the parent.
     *
     * @param file the file, which must not exist
     * @return the page
     * @throws IOException if the file cannot be written in full
     */
    public static Page create(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer zeros = ByteBuffer.allocate(BYTES); // written out, so that a full disk fails here and not later
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            return new Page(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        }
    }

    /**
     * Maps the file; for the worker.
     *
     * @param file the file that the parent made
     * @return the page
     * @throws IOException if it cannot be mapped
     */
    public static Page open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Page(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        }
    }

    /**
     * A reading of the claim.
     *
     * @param word the word as it was read
     */
    public record Claim(long word) {
        private static Claim of(short epoch, int index, int seq) {
            return new Claim(((long) epoch & 0xFFFF) << 48 | ((long) index & 0xFFFF) << 32 | seq & 0xFFFF_FFFFL);
        }

        /**
         * Returns the epoch.
         *
         * @return the epoch that jobs must have to be started
         */
        public short epoch() {
            return (short) (word >>> 48);
        }

        /**
         * Returns the last task started.
         *
         * @return its place in the job
         */
        public int index() {
            return (int) (word >>> 32) & 0xFFFF;
        }

        /**
         * Returns the last job started.
         *
         * @return its number
         */
        public int seq() {
            return (int) word;
        }

        /**
         * Tells whether a task has been started.
         *
         * @param jobSeq the job's number
         * @param taskIndex the task's place in the job
         * @return whether it has
         */
        public boolean covers(int jobSeq, int taskIndex) {
            return jobSeq == seq() ? taskIndex <= index() : jobSeq - seq() < 0;
        }
    }

    /**
     * Reads the claim.
     *
     * @return the claim
     */
    public Claim claim() {
        return new Claim((long) LONGS.getVolatile(memory, CLAIM_AT));
    }

    /**
     * Starts a job, and its first task; for the worker.
     *
     * @param epoch the job's epoch
     * @param seq the job's number
     * @return {@code false} if the parent has taken the job back
     */
    public boolean start(short epoch, int seq) {
        while (true) {
            Claim now = claim();
            if (now.epoch() != epoch) {
                return false;
            }
            if (LONGS.compareAndSet(
                    memory, CLAIM_AT, now.word(), Claim.of(epoch, 0, seq).word())) {
                return true;
            }
        }
    }

    /** Starts the next task of the job; for the worker. */
    public void startNext() {
        LONGS.getAndAdd(memory, CLAIM_AT, INDEX_ONE); // adds to the index whatever the parent does to the epoch
    }

    /**
     * Takes back all jobs that have not started; for the parent.
     *
     * @param seen the claim as it was read
     * @return {@code false} if the worker has started something since; read again
     */
    public boolean takeBack(Claim seen) {
        Claim raised = Claim.of((short) (seen.epoch() + 1), seen.index(), seen.seq());
        return LONGS.compareAndSet(memory, CLAIM_AT, seen.word(), raised.word());
    }

    /**
     * Returns the outbox's bytes; for the worker.
     *
     * @return the whole outbox
     */
    public ByteBuffer outbox() {
        return outbox.duplicate();
    }

    /**
     * Notes how full the outbox is; for the worker.
     *
     * @param offset how many bytes of the stream had been sent before the outbox's first
     * @param pending how many bytes are in the outbox
     */
    public void outbox(long offset, int pending) {
        LONGS.setRelease(memory, OUTBOX_WORD_AT, offset << PENDING_BITS | pending);
    }

    /**
     * Returns what a worker that is gone had ready and not sent; for the parent.
     *
     * @param received how many bytes of the worker's stream have come in
     * @return the rest
     */
    public ByteBuffer unsent(long received) {
        long word = (long) LONGS.getAcquire(memory, OUTBOX_WORD_AT);
        long pending = word & PENDING_MASK;
        long alreadySent = received - (word >>> PENDING_BITS);
        if (alreadySent < 0 || alreadySent > pending || pending > OUTBOX_BYTES) {
            return ByteBuffer.allocate(0);
        }
        return outbox.slice((int) alreadySent, (int) (pending - alreadySent));
    }
}
