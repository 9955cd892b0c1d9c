package dev.anypool.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The arrows of a process's state: all that are legal, and that no other is. */
class ProcessStateTest {
    private static final Map<ProcessState, Set<ProcessState>> LEGAL = Map.of(
            ProcessState.NEW, EnumSet.of(ProcessState.STARTED, ProcessState.ENDED),
            ProcessState.STARTED, EnumSet.of(ProcessState.ENDED),
            ProcessState.ENDED, EnumSet.noneOf(ProcessState.class));

    @Test
    @Tag("B53")
    void state_followsItsArrows() {
        for (ProcessState from : ProcessState.values()) {
            for (ProcessState to : ProcessState.values()) {
                assertThat(from.canBecome(to))
                        .as("%s → %s", from, to)
                        .isEqualTo(LEGAL.getOrDefault(from, Set.of()).contains(to));
            }
        }
    }
}
