package dev.xorca.machine.simulate;

import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The run of a machine that asks nobody: its statechart alone, with events of any names. Data is held against the schemas
 * of the document first, as the router does.
 */
public final class StatechartRun implements Run {
    private final MachineDocument document;
    private final Simulation simulation;
    private final @Nullable Object input;

    /**
     * Prepares a run.
     *
     * @param input what the orchestration is started with, a JSON value
     * @param now where virtual time begins
     */
    public StatechartRun(MachineDocument document, @Nullable Object input, Instant now) {
        this.document = document;
        this.input = input;
        this.simulation = new Simulation(document.machine(), input, now);
    }

    @Override
    public MachineDocument document() {
        return document;
    }

    @Override
    public Outcome start() {
        var refusal = refusal("the input", document.input(), input == null ? Map.of() : input);
        return refusal == null ? outcome(null, simulation.start()) : new Outcome(null, List.of(), refusal);
    }

    @Override
    public Outcome send(Event event) {
        var schema = status().equals("active") ? document.accepts().get(event.type()) : null;
        var refusal = refusal("the data of " + event.type(), schema, event.data());
        return refusal == null
                ? outcome(event.type(), simulation.send(event))
                : new Outcome(event.type(), List.of(), refusal);
    }

    @Override
    public Outcome answer(String asked, boolean well, @Nullable Object data) {
        throw new BadInputException("nobody waits for an answer to '" + asked + "': this machine asks nobody");
    }

    @Override
    public Outcome retry(@Nullable String asked) {
        throw new BadInputException("nothing has failed for good: this machine asks nobody");
    }

    @Override
    public Outcome advance(Duration time) {
        return outcome(null, simulation.advance(time));
    }

    private static Outcome outcome(@Nullable String event, Simulation.Outcome outcome) {
        var error = outcome.error();
        return new Outcome(
                event,
                outcome.emitted().stream()
                        .map(emit -> new Emitted(emit.type(), emit.data(), "", ""))
                        .toList(),
                error == null
                        ? null
                        : new Failure(
                                error.reason().code(), String.valueOf(error.getMessage()), error.state(), error.at()));
    }

    private static @Nullable Failure refusal(String what, @Nullable PayloadSchema schema, @Nullable Object value) {
        var violations = schema == null ? List.<PayloadSchema.Violation>of() : schema.check(value);
        return violations.isEmpty()
                ? null
                : Failure.of(
                        "schema",
                        what + " breaks its schema: "
                                + violations.stream().map(Object::toString).collect(Collectors.joining("; ")));
    }

    @Override
    public Optional<MachineState> state() {
        return simulation.state();
    }

    @Override
    public String status() {
        return state().map(now -> now.status().name().toLowerCase(Locale.ROOT)).orElse("error");
    }

    @Override
    public @Nullable Object output() {
        return state().map(MachineState::output).orElse(null);
    }

    @Override
    public Instant now() {
        return simulation.now();
    }

    @Override
    public List<Waiting> waiting() {
        return simulation.waiting().stream()
                .map(timer -> new Waiting(timer.due(), timer.type()))
                .toList();
    }

    @Override
    public List<Asked> asked() {
        return List.of();
    }

    @Override
    public List<Child> children() {
        return List.of();
    }
}
