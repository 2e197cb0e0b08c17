package dev.xorca.machine.check;

import java.util.Arrays;
import java.util.Optional;

/** What is looked for in a machine that loads. The code is stable: people write it to silence a finding. */
public enum Rule {
    UNREACHABLE_STATE(
            "unreachable-state",
            Severity.WARNING,
            "No transition that can be taken leads there, so everything written for that state is dead."),
    TRANSITION_NEVER_TAKEN(
            "transition-never-taken",
            Severity.WARNING,
            "What the transition is there for will not happen, and nobody is told."),
    GUARD_ALWAYS_TRUE(
            "guard-always-true",
            Severity.WARNING,
            "The candidates behind it are never tried, so the choice that they promise does not exist."),
    NO_WAY_TO_END(
            "no-way-to-end",
            Severity.WARNING,
            "The machine can end, but an orchestration that gets there stays open for ever."),
    WAITS_FOREVER(
            "waits-forever",
            Severity.WARNING,
            "When the answer never comes or is an error, the orchestration hangs and nothing tells of it."),
    ALWAYS_CYCLE(
            "always-cycle",
            Severity.ERROR,
            "Nothing ends the circle, so the step runs into the limit of microsteps and fails as a whole."),
    RAISE_LOOP(
            "raise-loop",
            Severity.ERROR,
            "Every round raises the event for the next one, so the step runs into its limit and fails as a whole."),
    EVENT_NEVER_USED(
            "event-never-used",
            Severity.WARNING,
            "An event with a contract that no state waits for is taken and dropped; often one of the names is misspelt."),
    EVENT_NOT_DECLARED(
            "event-not-declared",
            Severity.WARNING,
            "Without a schema the data of the event comes in unchecked, and expressions meet whatever was sent."),
    EVENT_UNKNOWN(
            "event-unknown",
            Severity.WARNING,
            "The transition is never taken: events that begin with xorca. are the router's own, and it has none of this name."),
    EARLY_DROPPED(
            "early-dropped",
            Severity.WARNING,
            "What waited for the start is offered right after it, once; what no state takes then is dropped."),
    EMIT_NOT_DECLARED(
            "emit-not-declared",
            Severity.WARNING,
            "Without a schema the services that read the event have no contract, and broken data leaves unnoticed."),
    SCHEMA_NEVER_EMITTED(
            "schema-never-emitted",
            Severity.INFO,
            "The contract promises an event that nobody will receive; often one of the names is misspelt."),
    EMIT_BREAKS_SCHEMA(
            "emit-breaks-schema",
            Severity.ERROR,
            "Whatever the context holds, the event breaks its contract, so every step that emits it fails."),
    PARALLEL_WRITES(
            "parallel-writes",
            Severity.WARNING,
            "Both are taken in one step, so the later one in document order silently wins."),
    CONTEXT_FIELD_UNKNOWN(
            "context-field-unknown",
            Severity.ERROR,
            "A field that is not there is an error, so every step that evaluates the expression fails."),
    STAR_TAKES_INTERNAL(
            "star-takes-internal",
            Severity.WARNING,
            "'*' matches the machine's own events too: those that say that a state is done or a delay is over."),
    RESULT_OVERWRITTEN(
            "result-overwritten", Severity.WARNING, "Whichever is answered last wins, and that can be either of them."),
    COMMAND_NAME(
            "command-name",
            Severity.ERROR,
            "Routers ask by events whose types begin with cmd.; they refuse the machine, or no service takes it for a command."),
    NO_ERROR_PATH(
            "no-error-path",
            Severity.WARNING,
            "After the first failure the orchestration waits, visible as an incident, until an operator tries it again."),
    RETRY_WITHOUT_BOUND(
            "retry-without-bound",
            Severity.WARNING,
            "A service that is down for good is asked again and again, and nobody hears of it until the last attempt."),
    NOTIFY_WITHOUT_HANDLER(
            "notify-without-handler",
            Severity.WARNING,
            "Whoever hears the announcement can do nothing about it, so it comes again each time for ever."),
    COMPENSATION_NEVER_RUNS(
            "compensation-never-runs",
            Severity.WARNING,
            "What it should undo stays done: compensations run on a compensate action, or with onFailure: compensate."),
    FOR_EACH_NO_LIST(
            "for-each-no-list",
            Severity.ERROR,
            "There is nothing to go through, so every step that enters the state fails."),
    TIMEOUT_BREAKS_GUARD(
            "timeout-breaks-guard",
            Severity.WARNING,
            "When nobody answers in time the guard looks at the result of the timeout, and the step fails."),
    CHILD_UNKNOWN(
            "child-unknown",
            Severity.WARNING,
            "Unless a node has such a machine from elsewhere, the invocation fails with the code unknown-machine."),
    UNKNOWN_IGNORE(
            "unknown-ignore", Severity.WARNING, "It silences nothing, so the finding it was meant for is still told.");

    private final String code;
    private final Severity severity;
    private final String explanation;

    Rule(String code, Severity severity, String explanation) {
        this.code = code;
        this.severity = severity;
        this.explanation = explanation;
    }

    public String code() {
        return code;
    }

    public Severity severity() {
        return severity;
    }

    /** Why it matters, in a sentence. */
    public String explanation() {
        return explanation;
    }

    /** The rule with this code. */
    public static Optional<Rule> of(String code) {
        return Arrays.stream(values()).filter(rule -> rule.code.equals(code)).findFirst();
    }
}
