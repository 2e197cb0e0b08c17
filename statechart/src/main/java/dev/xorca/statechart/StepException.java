package dev.xorca.statechart;

/**
 * A step that could not be finished. Nothing of it holds: the machine is as it was before the event. The message says
 * what failed, where, and why, for the author of the machine.
 */
public final class StepException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why a step could not be finished; stable names for error events. */
    public enum Reason {
        GUARD_FAILED("guard-failed"),
        ACTION_FAILED("action-failed"),
        CONTEXT_FAILED("context-failed"),
        OUTPUT_FAILED("output-failed"),
        TOO_MANY_MICROSTEPS("too-many-microsteps"),
        TOO_MANY_RAISED("too-many-raised-events"),
        TOO_MANY_EFFECTS("too-many-effects");

        private final String code;

        Reason(String code) {
            this.code = code;
        }

        public String code() {
            return code;
        }
    }

    private final Reason reason;
    private final String state;
    private final String at;

    private StepException(Reason reason, String state, String at, String message, RuntimeException cause) {
        super(message, cause);
        this.reason = reason;
        this.state = state;
        this.at = at;
    }

    private StepException(Reason reason, String message) {
        super(message);
        this.reason = reason;
        this.state = "";
        this.at = "";
    }

    static StepException guard(Transition transition, RuntimeException cause) {
        var text = transition.guard().map(Object::toString).orElse("");
        return new StepException(
                Reason.GUARD_FAILED,
                transition.source().path(),
                transition.at() + "/guard",
                "guard '" + text + "' of " + transition + ": " + why(cause),
                cause);
    }

    static StepException action(StateNode state, String at, String action, RuntimeException cause) {
        return new StepException(
                Reason.ACTION_FAILED,
                state.path(),
                at,
                action + " in state '" + state.label() + "': " + why(cause),
                cause);
    }

    static StepException context(RuntimeException cause) {
        return new StepException(Reason.CONTEXT_FAILED, "", "/context", "initial context: " + why(cause), cause);
    }

    static StepException output(StateNode state, RuntimeException cause) {
        return new StepException(
                Reason.OUTPUT_FAILED,
                state.path(),
                state.at() + "/output",
                "output of '" + state.label() + "': " + why(cause),
                cause);
    }

    static StepException tooManyMicrosteps(int limit, String last) {
        return new StepException(
                Reason.TOO_MANY_MICROSTEPS,
                "one event led to more than " + limit + " microsteps (limit 'microsteps'); the last was " + last
                        + ": look for eventless or raised events that lead in a circle");
    }

    static StepException tooManyRaised(int limit, String type) {
        return new StepException(
                Reason.TOO_MANY_RAISED,
                "one event raised more than " + limit + " events (limit 'raised'); the last was '" + type + "'");
    }

    static StepException tooManyEffects(int limit) {
        return new StepException(
                Reason.TOO_MANY_EFFECTS, "one event led to more than " + limit + " effects (limit 'effects')");
    }

    private static String why(RuntimeException cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    public Reason reason() {
        return reason;
    }

    /** The path of the state concerned; empty when none is. */
    public String state() {
        return state;
    }

    /** Where the machine's definition has what failed, as a JSON pointer; empty when nowhere in particular. */
    public String at() {
        return at;
    }
}
