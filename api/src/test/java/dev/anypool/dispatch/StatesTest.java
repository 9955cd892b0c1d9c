package dev.anypool.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anypool.TaskState;
import dev.anypool.WorkerState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/** The arrows of each state machine: all that are legal, and that no other is. */
class StatesTest {

    /** Checks every pair of states against the table of legal arrows. */
    private static <S extends Enum<S>> void assertArrows(
            Class<S> type, Map<S, Set<S>> legal, BiPredicate<S, S> canBecome) {
        for (S from : type.getEnumConstants()) {
            for (S to : type.getEnumConstants()) {
                assertThat(canBecome.test(from, to))
                        .as("%s → %s", from, to)
                        .isEqualTo(legal.getOrDefault(from, Set.of()).contains(to));
            }
        }
    }

    @Test
    void phase_ofATask_followsItsArrows() {
        Map<Phase, Set<Phase>> legal = new EnumMap<>(Phase.class);
        legal.put(Phase.WAITING, EnumSet.of(Phase.QUEUED, Phase.IN_CALLER, Phase.ENDED));
        legal.put(Phase.IN_CALLER, EnumSet.of(Phase.ENDED));
        legal.put(Phase.QUEUED, EnumSet.of(Phase.ASSIGNED, Phase.ENDED));
        legal.put(Phase.ASSIGNED, EnumSet.of(Phase.QUEUED, Phase.ENDED));

        assertArrows(Phase.class, legal, Phase::canBecome);
    }

    @Test
    void lifecycle_ofAPool_followsItsArrows() {
        Map<Lifecycle, Set<Lifecycle>> legal = new EnumMap<>(Lifecycle.class);
        legal.put(Lifecycle.OPEN, EnumSet.of(Lifecycle.BROKEN, Lifecycle.DRAINING, Lifecycle.STOPPING));
        legal.put(Lifecycle.BROKEN, EnumSet.of(Lifecycle.DRAINING, Lifecycle.STOPPING));
        legal.put(Lifecycle.DRAINING, EnumSet.of(Lifecycle.STOPPING, Lifecycle.CLOSING));
        legal.put(Lifecycle.STOPPING, EnumSet.of(Lifecycle.CLOSING));
        legal.put(Lifecycle.CLOSING, EnumSet.of(Lifecycle.TERMINATED));

        assertArrows(Lifecycle.class, legal, Lifecycle::canBecome);
    }

    @Test
    void lifecycle_isShutDown_fromDrainingOn() {
        for (Lifecycle state : Lifecycle.values()) {
            assertThat(state.isShutdown())
                    .as(state.name())
                    .isEqualTo(state != Lifecycle.OPEN && state != Lifecycle.BROKEN);
        }
    }

    @Test
    void workerState_followsItsArrows() {
        Map<WorkerState, Set<WorkerState>> legal = new EnumMap<>(WorkerState.class);
        legal.put(WorkerState.STARTING, EnumSet.of(WorkerState.IDLE, WorkerState.ENDING, WorkerState.ENDED));
        legal.put(WorkerState.IDLE, EnumSet.of(WorkerState.BUSY, WorkerState.ENDING, WorkerState.ENDED));
        legal.put(WorkerState.BUSY, EnumSet.of(WorkerState.IDLE, WorkerState.ENDING, WorkerState.ENDED));
        legal.put(WorkerState.ENDING, EnumSet.of(WorkerState.ENDED));

        assertArrows(WorkerState.class, legal, WorkerState::canBecome);
    }

    @Test
    void taskState_isSettled_inItsThreeEnds() {
        for (TaskState state : TaskState.values()) {
            assertThat(state.isSettled())
                    .as(state.name())
                    .isEqualTo(EnumSet.of(TaskState.DONE, TaskState.FAILED, TaskState.CANCELLED)
                            .contains(state));
        }
    }
}
