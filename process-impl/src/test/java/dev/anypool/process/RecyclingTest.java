package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.PoolExecutor;
import dev.anypool.PoolOptions;
import dev.anypool.Worker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A worker that takes more memory than it may is replaced between tasks. */
@StartsWorkers
class RecyclingTest {
    private static final int MIB = 1 << 20;
    private static final List<ByteBuffer> HOARD = new ArrayList<>();

    /** Takes memory outside of the heap, and keeps it. */
    private static Worker takeNativeMemory(int mib) {
        for (int count = 0; count < mib; count++) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(MIB);
            for (int at = 0; at < MIB; at += 1024) {
                buffer.put(at, (byte) 1); // so that the system has to provide it
            }
            HOARD.add(buffer);
        }
        return Worker.current();
    }

    private static PoolExecutor open() {
        return Pools.open(PoolOptions.defaults()
                .workers(1)
                .with(ProcessPoolOptions.defaults()
                        .maxHeap(32L * MIB)
                        .jvmOptions("-XX:MaxDirectMemorySize=1g")
                        .recycleAbove(300L * MIB)));
    }

    @Test
    @Tag("B28")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only the heap is looked at")
    void worker_thatTakesMoreThanItMay_isReplacedAfterItsTask_whichSucceeds() {
        try (PoolExecutor pool = open()) {
            Worker first = Outcomes.resultOf(pool.submit(RecyclingTest::takeNativeMemory, 1));
            Worker grown = Outcomes.resultOf(pool.submit(RecyclingTest::takeNativeMemory, 400));

            Worker next = Outcomes.resultOf(pool.submit(Work::whoAmI));

            assertThat(grown).isEqualTo(first);
            assertThat(next).isNotEqualTo(first);
            assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI))).isEqualTo(next);
            assertThat(pool.stats().crashes()).isEmpty();
            assertThat(pool.stats().lost()).isZero();
        }
    }

    @Test
    @Tag("B28")
    void worker_withinItsMemory_stays() {
        try (PoolExecutor pool = open()) {
            Worker first = Outcomes.resultOf(pool.submit(Work::whoAmI));
            for (int round = 0; round < 20; round++) {
                assertThat(Outcomes.resultOf(pool.submit(Work::whoAmI))).isEqualTo(first);
            }
        }
    }

    @Test
    @Tag("B28")
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere only the heap is looked at")
    void whatWasSentAhead_toAWorkerThatIsReplaced_runsElsewhere() {
        try (PoolExecutor pool = open()) {
            List<Integer> sizes = new ArrayList<>();
            for (int number = 0; number < 60; number++) {
                sizes.add(number % 20 == 7 ? 400 : 0);
            }

            List<Worker> workers = Outcomes.resultOf(pool.map(RecyclingTest::takeNativeMemory, sizes));

            assertThat(workers).hasSize(60);
            assertThat(workers.stream().distinct()).hasSizeBetween(2, 4);
            assertThat(pool.stats().crashes()).isEmpty();
        }
    }
}
