package dev.xorca.statechart;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Something that the outside world must do once a macrostep has been recorded. */
public sealed interface Effect {

    <R> R match(Cases<R> cases);

    /** One answer for each kind of effect; a new kind does not compile until everyone has answered. */
    interface Cases<R> {
        R emit(Emit effect);

        R startTimer(StartTimer effect);

        R cancelTimer(CancelTimer effect);

        R log(Log effect);
    }

    /** Publish an event. Attributes are JSON values, none of them null. */
    record Emit(String type, @Nullable Object data, Map<String, Object> attributes) implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.emit(this);
        }
    }

    /**
     * Offer an event to the machine after a delay. A timer under an id that is still pending is replaced.
     *
     * @param id null when nobody can cancel it
     */
    record StartTimer(
            @Nullable String id, String type, @Nullable Object data, Duration delay) implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.startTimer(this);
        }
    }

    /** Forget the pending timer of this id, if there is one. */
    record CancelTimer(String id) implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.cancelTimer(this);
        }
    }

    /** Keep a line for the operator. */
    record Log(String message) implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.log(this);
        }
    }
}
