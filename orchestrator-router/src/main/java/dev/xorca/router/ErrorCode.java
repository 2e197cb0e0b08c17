package dev.xorca.router;

/** Why an event was answered with an error; the codes are stable. */
public enum ErrorCode {
    CONTENT_TYPE("unsupported-content-type", "UnsupportedContentTypeError", true),
    DATA_NOT_JSON("data-not-json", "InvalidDataError", true),
    SCHEMA_MISMATCH("schema-mismatch", "SchemaValidationError", true),
    VERSION_MISMATCH("state-machine-version-mismatch", "VersionMismatchError", true),
    UNKNOWN_VERSION("unknown-version", "UnknownVersionError", false),
    ALREADY_EXISTS("already-exists", "AlreadyExistsError", false),
    NOT_STARTED("not-started", "NotStartedError", false),
    FOREIGN_NAME("foreign-name", "ForeignNameError", false),
    MACHINE_FAILED("machine-failed", "MachineError", false),
    EMIT_INVALID("emitted-event-invalid", "EmittedEventError", false),
    OUTPUT_INVALID("output-invalid", "OutputError", false),
    EVENT_TOO_LARGE("event-too-large", "EventTooLargeError", false),
    STEP_TOO_LARGE("step-too-large", "StepTooLargeError", false),
    DELAY_TOO_LONG("delay-too-long", "DelayTooLongError", false),
    TOO_MANY_CALLS("too-many-invocations", "TooManyInvocationsError", false),
    AMBIGUOUS_ANSWER("ambiguous-answer", "AmbiguousAnswerError", false),
    TOO_MANY_TIMERS("too-many-timers", "TooManyTimersError", false),
    LINE_FULL("line-full", "LineFullError", false),
    TOPIC_MISSING("topic-missing", "TopicMissingError", false),
    STATE_UNAVAILABLE("state-unavailable", "StateError", false);

    private final String code;
    private final String errorName;
    private final boolean system;

    ErrorCode(String code, String errorName, boolean system) {
        this.code = code;
        this.errorName = errorName;
        this.system = system;
    }

    /** The stable code, {@code errorCode} in error events. */
    public String code() {
        return code;
    }

    /** What {@code errorName} says in error events. */
    public String errorName() {
        return errorName;
    }

    /**
     * Whether the same event may go well another time, because the fault lies outside of it. Such a refusal is not
     * remembered, so that the event can be sent again as it is.
     */
    boolean mayPass() {
        return switch (this) {
            case UNKNOWN_VERSION, TOPIC_MISSING, STATE_UNAVAILABLE -> true;
            default -> false;
        };
    }

    /** Whether the event was refused before the machine saw it, because it broke its contract. */
    public boolean isSystem() {
        return system;
    }
}
