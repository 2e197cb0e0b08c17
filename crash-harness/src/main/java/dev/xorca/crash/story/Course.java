package dev.xorca.crash.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Puts down what must leave the router one event after the other. */
final class Course {
    private final List<Expected> events = new ArrayList<>();
    private List<Sign> last = List.of();
    private Cause next;
    private Duration delay = Duration.ZERO;

    /** @param first what leads to the first event */
    Course(Cause first) {
        next = first;
    }

    /** The next event, which says what leads to it; what follows is caused by the answer to it unless told otherwise. */
    void add(Sign sign, Map<String, Object> data) {
        events.add(new Expected(sign, data, next, last, delay));
        last = List.of(sign);
        then(Cause.answer(sign));
    }

    /** An event beside the others, after the last one; what follows does not go back to it. */
    void addAside(Sign sign, Map<String, Object> data, Cause cause, Sign after, Duration since) {
        events.add(new Expected(sign, data, cause, List.of(after), since));
    }

    /** What leads to the next event. */
    void then(Cause cause) {
        next = cause;
        delay = Duration.ZERO;
    }

    /** The next event comes by itself, so long after the last one at the soonest. */
    void thenAfter(Duration time) {
        next = Cause.timer();
        delay = time;
    }

    /** The next event comes after all these. */
    void join(List<Sign> all) {
        last = List.copyOf(all);
    }

    List<Expected> events() {
        return List.copyOf(events);
    }
}
