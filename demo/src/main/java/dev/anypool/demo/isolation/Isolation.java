package dev.anypool.demo.isolation;

import dev.anypool.PoolExecutor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The whole run: one trial after the other in the same pool. Used by one thread, which drives it. */
final class Isolation {
    private final PoolExecutor pool;
    private final int workers;
    private final Watcher watcher;
    private final Mailbox mailbox = new Mailbox();
    private @Nullable Trial current;

    /**
     * Makes a run.
     *
     * @param workers how many workers the pool has
     */
    Isolation(PoolExecutor pool, int workers, Watcher watcher) {
        this.pool = pool;
        this.workers = workers;
        this.watcher = watcher;
    }

    /**
     * Tries misdeeds, and returns what came of each.
     *
     * @throws IOException if there is no port on the loopback interface
     * @throws IllegalStateException if tasks do not end
     */
    List<Finding> run(List<Misdeed> misdeeds) throws IOException, InterruptedException {
        Porter porter = Porter.start(ring -> mailbox.execute(() -> rang(ring)));
        try (porter) {
            Set<Integer> seen = new HashSet<>();
            List<Finding> findings = new ArrayList<>();
            for (Misdeed misdeed : misdeeds) {
                Doorbell doorbell = porter.doorbell(findings.size());
                Trial trial = new Trial(misdeed, doorbell, pool, workers, mailbox, seen, watcher);
                current = trial;
                Finding finding = trial.run();
                findings.add(finding);
                watcher.ended(finding);
            }
            return findings;
        } finally {
            Deeds.endLoopsOf(porter.secret());
        }
    }

    private void rang(Ring ring) {
        if (current != null) {
            current.rang(ring);
        }
    }
}
