package dev.xorca.router;

import dev.xorca.machine.EventTypes;
import dev.xorca.store.HeldEvent;
import dev.xorca.store.OrchestrationState;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides what comes to an orchestration that does not take it now: before its start, and while it is suspended. */
final class Waiting {
    /** How many events may wait for one orchestration. */
    static final int MAX_IN_LINE = 1_000;

    private final Router router;
    private final Input input;
    private final Known known;

    Waiting(Router router, Input input, Known known) {
        this.router = router;
        this.input = input;
        this.known = known;
    }

    /** An event for what was never started: held where the machine says so, else an error. */
    Decision early() {
        var subject = input.subject();
        var early = router.machines()
                .find(subject.name(), subject.version())
                .flatMap(document -> document.lifeCycle().early(input.type()));
        if (early.isEmpty()) {
            throw neverStarted("");
        }
        var keep = early.get();
        return hold(
                keep.max(),
                input.at().plus(keep.keep()),
                () -> neverStarted("; as many events wait for its start as the machine allows (" + keep.max() + ")"));
    }

    /** An event for what is suspended. */
    Decision untilResumed() {
        return hold(
                MAX_IN_LINE,
                null,
                () -> Refusal.of(
                        ErrorCode.LINE_FULL,
                        "the orchestration is suspended, and " + MAX_IN_LINE + " events wait already"));
    }

    private Decision hold(int max, @Nullable Instant until, Supplier<Refusal> full) {
        var line = known.held();
        if (line.stream().anyMatch(held -> held.identity().equals(input.identity()))) {
            return Decision.nothing(Decision.Outcome.DUPLICATE, "waits in line already");
        }
        if (line.size() >= max) {
            throw full.get();
        }
        long number = line.isEmpty() ? 1 : line.get(line.size() - 1).number() + 1;
        return Decision.hold(
                new HeldEvent(number, input.at(), until, EventJson.toJson(input.event())),
                until == null ? "waits until it is resumed" : "waits for the start until " + until);
    }

    /** The time of a held event is over. */
    Decision expire(@Nullable OrchestrationState state) {
        var token = InternalEvents.token(input.event());
        var expired = known.held().stream()
                .filter(held -> Long.toString(held.number()).equals(token) && held.until() != null)
                .findFirst();
        if (expired.isEmpty()) {
            return Decision.nothing(Decision.Outcome.STALE, "the event does not wait any more");
        }
        var held = expired.get();
        if (input.at().isBefore(held.until())) {
            return Decision.nothing(Decision.Outcome.EARLY, "the event waits until " + held.until());
        }
        if (state != null) {
            return Decision.nothing(Decision.Outcome.STALE, "it has started").releasing(held);
        }
        var event = EventJson.fromJson(held.event());
        var outgoing = router.unknown(event, input.subject(), input.at());
        var refusal = neverStarted("; the event waited from " + held.at() + " to " + held.until());
        var error = outgoing.error(EventTypes.error(input.subject().name()), refusal);
        return Decision.events(Decision.Outcome.EXPIRED, List.of(error), refusal.reason())
                .releasing(held);
    }

    private Refusal neverStarted(String more) {
        var subject = input.subject();
        return Refusal.of(
                ErrorCode.NOT_STARTED,
                "no orchestration of " + subject.name() + " " + subject.version() + " with processId '"
                        + subject.processId() + "' was ever started" + more);
    }
}
