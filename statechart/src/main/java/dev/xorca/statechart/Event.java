package dev.xorca.statechart;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a machine is offered: a type, its data and whatever else is known of where it came from. Events that the machine
 * raises itself have no attributes.
 *
 * @param type the event type, such as {@code evt.book.fetch.success}
 * @param data a JSON value; an empty object where the event brought none
 * @param attributes further attributes by name ({@code id}, {@code source}, extensions …), JSON values
 */
public record Event(String type, @Nullable Object data, Map<String, Object> attributes) {

    /** The prefix of the event that says that a compound or parallel state is done, followed by the state's id. */
    public static final String DONE_STATE = "xstate.done.state.";

    /** The prefix of the event that says that a delay is over: {@code xstate.after.DELAY.STATE_ID}. */
    public static final String AFTER = "xstate.after.";

    /** The event that says that nothing is left to be undone. */
    public static final String COMPENSATED = "xorca.compensated";

    public static Event of(String type) {
        return new Event(type, Map.of(), Map.of());
    }

    public static Event of(String type, @Nullable Object data) {
        return new Event(type, data, Map.of());
    }

    static Event done(StateNode state, @Nullable Object output) {
        return of(DONE_STATE + state.id(), output == null ? Map.of() : output);
    }
}
