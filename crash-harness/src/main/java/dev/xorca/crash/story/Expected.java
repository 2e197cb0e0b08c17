package dev.xorca.crash.story;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An event that must leave the router for an orchestration.
 *
 * @param data what its data must have; more may be there
 * @param after what must have come before it
 * @param delay no sooner than so long after that
 */
public record Expected(Sign sign, Map<String, Object> data, Cause cause, List<Sign> after, Duration delay) {
    public Expected {
        after = List.copyOf(after);
    }
}
