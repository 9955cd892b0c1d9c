package dev.anypool.dispatch;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has workers end that have had nothing to do for long, with one alarm at a time. The pool's lock guards it. */
final class IdleWatch {
    private final Dispatcher dispatcher;
    private final Roster roster;
    private final Alarms alarms;
    private final @Nullable Duration idleTime;
    private boolean set;

    IdleWatch(Dispatcher dispatcher, Roster roster, Alarms alarms, Optional<Duration> idleTime) {
        this.dispatcher = dispatcher;
        this.roster = roster;
        this.alarms = alarms;
        this.idleTime = idleTime.orElse(null);
    }

    /** Sets the alarm for the worker that will have rested long enough first, if it is not set. */
    void look() {
        Duration limit = idleTime;
        if (limit == null || set) {
            return;
        }
        Seat next = roster.longestIdle();
        if (next != null) {
            set = true;
            alarms.set(
                    next.restLeft(limit),
                    () -> dispatcher.step(() -> {
                        set = false;
                        roster.retireLongIdle(limit);
                    }));
        }
    }
}
