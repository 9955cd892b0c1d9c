package dev.anypool.thread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.Worker;
import dev.anypool.spi.Job;
import dev.anypool.spi.Outcome;
import dev.anypool.spi.WorkerEnd;
import dev.anypool.spi.WorkerListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker thread reports when things happen in an unfortunate order. */
@Timeout(60)
class ThreadWorkerTest {

    /** Has the worker given up while it reports its end. */
    private static final class Impatient implements WorkerListener {
        private final List<WorkerEnd> ends = new CopyOnWriteArrayList<>();
        private volatile ThreadWorker worker;

        @Override
        public void ready(Worker known) {}

        @Override
        public void unfit(Outcome failure) {}

        @Override
        public void spent() {}

        @Override
        public void ended(Job job, int index, Outcome outcome) {}

        @Override
        public void finished(Job job, long busyNanos) {}

        @Override
        public void gone(WorkerEnd end) {
            ends.add(end);
            if (ends.size() == 1) {
                worker.kill("it took too long");
            }
        }
    }

    @Test
    void worker_thatIsGivenUpWhileItReportsItsEnd_reportsItOnce() throws InterruptedException {
        Impatient listener = new Impatient();
        ThreadWorker worker = new ThreadWorker(1, "worker", new Direct(), null, listener, thread -> {});
        listener.worker = worker;
        Thread thread = new Thread(worker);
        worker.thread(thread);

        worker.retire();
        thread.start();
        thread.join();

        assertThat(listener.ends).hasSize(1);
    }
}
