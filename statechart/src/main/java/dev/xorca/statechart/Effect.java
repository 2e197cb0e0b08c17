package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Invocation;
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

        R invoke(Invoke effect);

        R abandon(Abandon effect);

        R compensate(Compensate effect);
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

    /**
     * Ask for something; how it ends comes back as an event.
     *
     * @param state the state that asks
     * @param request what goes with the question, a JSON value
     */
    record Invoke(
            Invocation invocation,
            StateNode state,
            @Nullable Object request) implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.invoke(this);
        }
    }

    /** Nobody waits for the invocation of this id any more, if it has not ended yet. */
    record Abandon(String id) implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.abandon(this);
        }
    }

    /** Undo what was done, the last first; that all is undone comes back as an event {@link Event#COMPENSATED}. */
    record Compensate() implements Effect {
        @Override
        public <R> R match(Cases<R> cases) {
            return cases.compensate(this);
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
