package dev.xorca.statechart;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a machine does on entering, leaving or between states. Closed: the interpreter knows every kind. */
public sealed interface Action {

    /**
     * Changes the context: every value sees the context as it was before, later actions see all of the changes.
     *
     * @param values new value by top-level key, in the order of the document
     */
    record Assign(Map<String, Expression> values) implements Action {
        public Assign {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * Sends an event to the outside world once the step is over.
     *
     * @param type the event's type
     * @param data the event's data
     * @param attributes further attributes of the event by name; an attribute that evaluates to null is left out
     */
    record Emit(String type, Expression data, Map<String, Expression> attributes) implements Action {
        public Emit {
            attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        }
    }

    /**
     * Offers an event to the machine itself: within the same macrostep, or after a delay.
     *
     * @param delay null for at once
     * @param id names a delayed event so that it can be cancelled or replaced; null for none
     */
    record Raise(
            String type,
            Expression data,
            @Nullable Delay delay,
            @Nullable String id) implements Action {}

    /** Takes back a delayed event that is still pending under this id; does nothing when there is none. */
    record Cancel(String id) implements Action {}

    /** Has what was done undone: the compensations of the invocations that are done, the last first. */
    record Compensate() implements Action {}

    /** Leaves a line for the operator in the record of the step. */
    record Log(Expression message) implements Action {}

    /**
     * An action registered from Java: says what shall happen as a list of the other kinds, which then run in order.
     *
     * @param name the name under which it was registered, for messages
     * @param plan must give equal lists for equal scopes
     */
    record Custom(String name, Function<Scope, List<Action>> plan) implements Action {}
}
