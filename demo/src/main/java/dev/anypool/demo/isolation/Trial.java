package dev.anypool.demo.isolation;

import dev.anypool.PoolExecutor;
import dev.anypool.Worker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One bad task among good ones.
 *
 * <p>The worker's place is filled again with the first good result from the worker that ran the bad task, or from one that has
 * not been seen before. The good task must have been submitted after the bad one: tasks start in the order in which they were
 * submitted, so it has run after it too.
 *
 * <p>Used by the thread that drives the demo.
 */
final class Trial {
    /** More than any guard of a task. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Misdeed misdeed;
    private final Doorbell doorbell;
    private final PoolExecutor pool;
    private final int workers;
    private final Mailbox mailbox;
    private final Set<Integer> seen;
    private final Watcher watcher;
    private final GoodTasks goods;

    /** The number of the first good task that was submitted after the bad one. */
    private int firstAfter = Integer.MAX_VALUE;

    private @Nullable Integer workerOfBad;
    private @Nullable Received received;
    private long receivedAt;
    private @Nullable Long recoveredAt;
    private Replacement became = Replacement.MISSING;
    private String stage = "waits for a worker";

    /**
     * Makes a trial.
     *
     * @param seen the numbers of the workers that have returned good results so far; shared with the trials before and after
     */
    Trial(
            Misdeed misdeed,
            Doorbell doorbell,
            PoolExecutor pool,
            int workers,
            Mailbox mailbox,
            Set<Integer> seen,
            Watcher watcher) {
        this.misdeed = misdeed;
        this.doorbell = doorbell;
        this.pool = pool;
        this.workers = workers;
        this.mailbox = mailbox;
        this.seen = seen;
        this.watcher = watcher;
        this.goods = new GoodTasks(pool, workers, mailbox, this::answered);
    }

    /**
     * Runs it: good tasks alone until every worker has answered, then the bad one among them, then good ones until the worker's
     * place is filled again.
     *
     * @throws IllegalStateException if tasks do not end
     */
    Finding run() throws InterruptedException {
        goods.start();
        require("every worker answers", () -> seen.size() >= workers && goods.ended() >= workers);
        submitBad();
        require("the bad task ends", () -> received != null);
        boolean recovered = mailbox.workUntil(() -> recoveredAt != null, PATIENCE);
        goods.stop();
        require("all good tasks end", () -> goods.ended() == goods.submitted());
        Received got = Objects.requireNonNull(received, "required above");
        Replacement worker = recovered ? became : Replacement.MISSING;
        return new Finding(misdeed, got, worker, recovered ? recoveryNanos() : null, goods.ended(), goods.right());
    }

    private void require(String what, BooleanSupplier condition) throws InterruptedException {
        if (!mailbox.workUntil(condition, PATIENCE)) {
            throw new IllegalStateException("in vain the demo waited " + PATIENCE.toSeconds() + " seconds until " + what
                    + " (" + misdeed + ")");
        }
    }

    private void submitBad() {
        firstAfter = goods.submitted();
        pool.with(misdeed.options()).submit(new BadTask(misdeed, doorbell)).whenComplete((result, failure) -> {
            long nanos = System.nanoTime();
            Received got = Received.of(result, failure);
            mailbox.execute(() -> ended(got, nanos));
        });
        tell();
    }

    /** A bad task has said that it runs. */
    void rang(Ring ring) {
        if (ring.trial() != doorbell.trial()) {
            return; // its limit struck before it could ring, in an earlier trial
        }
        workerOfBad = ring.workerId();
        stage = "runs on worker " + ring.workerId() + " (pid " + ring.pid() + ")";
        tell();
        try {
            misdeed.outside().actOn(ring.pid());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // for the mailbox
        }
    }

    private void ended(Received got, long nanos) {
        received = got;
        receivedAt = nanos;
        stage = "failed; its worker is awaited";
        tell();
    }

    private void answered(int number, Worker worker, long nanos) {
        boolean isNew = seen.add(worker.id());
        boolean isSame = workerOfBad != null && workerOfBad == worker.id();
        if (number >= firstAfter && recoveredAt == null && (isNew || isSame)) {
            recoveredAt = nanos;
            became = isNew ? Replacement.REPLACED : Replacement.KEPT;
        }
        tell();
    }

    /** The two times are taken on different threads, so that they may even lie the wrong way round where nothing had to recover. */
    private @Nullable Long recoveryNanos() {
        return recoveredAt == null ? null : Math.max(0, recoveredAt - receivedAt);
    }

    private void tell() {
        watcher.goesOn(misdeed.did() + ": " + stage + ", " + goods.ended() + " good tasks so far");
    }
}
