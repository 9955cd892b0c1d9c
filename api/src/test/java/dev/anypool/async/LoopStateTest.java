package dev.anypool.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The arrows of an event loop's states: all that are legal, and that no other is. */
class LoopStateTest {
    @Test
    void loopState_followsItsArrows() {
        Map<LoopState, Set<LoopState>> legal = new EnumMap<>(LoopState.class);
        legal.put(LoopState.OPEN, EnumSet.of(LoopState.DRAINING));
        legal.put(LoopState.DRAINING, EnumSet.of(LoopState.CLOSED));

        for (LoopState from : LoopState.values()) {
            for (LoopState to : LoopState.values()) {
                assertThat(from.canBecome(to))
                        .as("%s → %s", from, to)
                        .isEqualTo(legal.getOrDefault(from, Set.of()).contains(to));
            }
        }
    }
}
