package dev.xorca.rehearsal;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.Responder;
import dev.xorca.machine.simulate.BadInputException;
import dev.xorca.machine.simulate.Run;
import dev.xorca.router.CallToken;
import dev.xorca.router.ErrorCode;
import dev.xorca.router.EventJson;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Machines;
import dev.xorca.router.OpenCall;
import dev.xorca.router.Question;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import io.cloudevents.CloudEvent;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The run of a machine as a router carries it out: what it asks waits for answers, and children run along. */
public final class RehearsedRun implements Run {
    private static final URI SOURCE = URI.create("/simulation");

    private final MachineDocument document;
    private final Rehearsal rehearsal;
    private final Subject subject;
    private final Object input;
    private final QuestionNames names = new QuestionNames();
    private int sent;

    /**
     * Prepares a run.
     *
     * @param others the machines of orchestrations that it starts
     * @param responders who answers commands of a type within the process
     * @param input what the orchestration is started with, a JSON value; null for an empty object
     * @param now where virtual time begins
     * @throws dev.xorca.router.DeploymentException when a router would not take these machines
     */
    public RehearsedRun(
            MachineDocument document,
            Collection<MachineDocument> others,
            Map<String, Responder> responders,
            @Nullable Object input,
            Instant now) {
        var machine = document.machine();
        var all = new ArrayList<MachineDocument>(others);
        all.removeIf(other -> other.hash().equals(document.hash()));
        all.add(document);
        this.document = document;
        this.rehearsal = new Rehearsal(Machines.of(all), RouterSettings.DEFAULT, responders, now);
        this.subject = new Subject("simulation", machine.name(), machine.version());
        this.input = input == null ? Map.of() : input;
    }

    // What happens.

    @Override
    public MachineDocument document() {
        return document;
    }

    @Override
    public Outcome start() {
        return outcome(null, rehearsal.start(subject, nextId(), input));
    }

    @Override
    public Outcome send(Event event) {
        if (InternalEvents.isInternal(event.type())) {
            throw new BadInputException("'" + event.type() + "' is an event that routers make for themselves");
        }
        if (rehearsal.state(subject).isEmpty()) {
            return new Outcome(event.type(), List.of(), null);
        }
        var token = token(event);
        var to = token.map(CallToken::subject).orElseGet(() -> whoAsked(event.type()));
        return outcome(event.type(), rehearsal.send(to, cloudEvent(event, to, token)));
    }

    private Optional<CallToken> token(Event event) {
        if (!(event.attributes().get(CallToken.ATTRIBUTE) instanceof String text)) {
            return Optional.empty();
        }
        var token = names.token(text).or(() -> CallToken.parse(text));
        if (token.isEmpty()) {
            throw new BadInputException("nothing was asked by the name '" + text + "'" + openNow());
        }
        return token;
    }

    private CloudEvent cloudEvent(Event event, Subject to, Optional<CallToken> token) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("specversion", "1.0");
        json.put("id", nextId());
        json.put("source", SOURCE.toString());
        json.put("subject", to.encode());
        json.put("datacontenttype", "application/json");
        event.attributes().forEach((name, value) -> {
            if (value instanceof Long number && number != number.intValue()) {
                throw new BadInputException("'" + name + "' is too large: the integers of CloudEvents have 32 bits");
            }
            json.put(name, value);
        });
        token.ifPresent(answered -> json.put(CallToken.ATTRIBUTE, answered.toString()));
        json.put("type", event.type());
        json.put("data", event.data());
        try {
            return EventJson.fromJson(json);
        } catch (RuntimeException e) {
            throw new BadInputException("the attributes make no CloudEvent: " + e.getMessage());
        }
    }

    /** Services answer with the subject of the command; here the only orchestration that asks for such an answer has it. */
    private Subject whoAsked(String type) {
        var asking = questions()
                .filter(question -> question.invocation().call() instanceof Call.Command command
                        && (command.done().contains(type) || command.error().contains(type)))
                .toList();
        var subjects = asking.stream()
                .map(question -> question.token().subject())
                .distinct()
                .toList();
        if (subjects.size() > 1) {
            throw new BadInputException("'" + type + "' could answer "
                    + String.join(
                            ", ", asking.stream().map(this::name).limit(10).toList())
                    + " of several orchestrations; say which by {\"" + CallToken.ATTRIBUTE + "\":\"NAME\"}");
        }
        return subjects.isEmpty() ? subject : subjects.get(0);
    }

    @Override
    public Outcome answer(String asked, boolean well, @Nullable Object data) {
        var question = questions()
                .filter(open -> QuestionNames.matches(asked, name(open)))
                .findFirst()
                .orElseThrow(() -> new BadInputException("nobody waits for an answer to '" + asked + "'" + openNow()));
        var type = question.answerType(well);
        return outcome(
                type.isEmpty() ? null : type,
                rehearsal.send(question.token().subject(), question.answer(SOURCE, nextId(), well, data)));
    }

    @Override
    public Outcome retry(@Nullable String asked) {
        var incidents = open().filter(open -> open.call().status() == PendingCall.Status.INCIDENT)
                .map(OpenCall::token)
                .filter(token -> asked == null || QuestionNames.matches(asked, names.name(token)))
                .limit(asked == null ? Long.MAX_VALUE : 1)
                .toList();
        if (incidents.isEmpty()) {
            throw new BadInputException(
                    asked == null ? "nothing has failed for good" : "'" + asked + "' has not failed for good");
        }
        var steps = new ArrayList<Step>();
        for (var token : incidents) {
            var order = InternalEvents.order(
                    InternalEvents.Order.RETRY, token.subject(), nextId(), token.token(), "the simulation wants it");
            steps.addAll(rehearsal.send(token.subject(), order));
        }
        return outcome(null, steps);
    }

    @Override
    public Outcome advance(Duration time) {
        return outcome(null, rehearsal.advance(time));
    }

    private String nextId() {
        return "simulation-" + ++sent;
    }

    private Outcome outcome(@Nullable String event, List<Step> steps) {
        // Also what was asked and is over already has a name.
        steps.forEach(step -> step.emitted().stream()
                .filter(left -> EventTypes.startedName(left.getType()).isEmpty())
                .forEach(left -> asking(step, left).ifPresent(token -> names.name(token, left.getType()))));
        open().forEach(this::name);
        var emitted = new ArrayList<Emitted>();
        Step.@Nullable Failure failure = null;
        for (var step : steps) {
            step.emitted().forEach(left -> emitted.add(emitted(step, left)));
            failure = step.failure().orElse(failure);
        }
        return new Outcome(event, emitted, failure == null ? null : failure(failure));
    }

    /** The token of the question that an event puts. */
    private static Optional<CallToken> asking(Step step, CloudEvent event) {
        return event.getExtension(CallToken.ATTRIBUTE) instanceof String text
                ? CallToken.parse(text).filter(token -> token.subject().equals(step.subject()))
                : Optional.empty();
    }

    private Emitted emitted(Step step, CloudEvent event) {
        var data = event.getData();
        return new Emitted(
                event.getType(),
                data == null ? Map.of() : Json.read(data.toBytes()),
                asking(step, event).map(names::name).orElse(""),
                step.subject().equals(subject) ? "" : step.subject().name());
    }

    private static Failure failure(Step.Failure failure) {
        // What a simulation has always called it.
        var code = failure.code().equals(ErrorCode.SCHEMA_MISMATCH.code()) ? "schema" : failure.code();
        return new Failure(code, failure.message(), failure.state(), failure.definition());
    }

    // Where it is.

    @Override
    public Optional<MachineState> state() {
        return rehearsal.machine(subject);
    }

    @Override
    public String status() {
        return rehearsal.state(subject).isEmpty() ? "error" : status(subject);
    }

    private String status(Subject orchestration) {
        var isDone = rehearsal
                .machine(orchestration)
                .filter(machine -> machine.status() == MachineState.Status.DONE)
                .isPresent();
        return isDone
                ? "done"
                : rehearsal
                        .state(orchestration)
                        .map(state -> state.status().toString().toLowerCase(Locale.ROOT))
                        .orElse("error");
    }

    @Override
    public @Nullable Object output() {
        return rehearsal.state(subject).map(state -> state.position().output()).orElse(null);
    }

    @Override
    public Instant now() {
        return rehearsal.now();
    }

    @Override
    public List<Waiting> waiting() {
        var waiting = new ArrayList<Waiting>();
        states().flatMap(state -> state.timers().values().stream())
                .filter(timer -> !OpenCall.isAbout(timer))
                .forEach(timer -> waiting.add(new Waiting(timer.due(), timer.type())));
        open().forEach(open -> {
            if (open.deadline() != null) {
                waiting.add(new Waiting(open.deadline(), "deadline of " + name(open)));
            }
            if (open.nextAttempt() != null) {
                waiting.add(new Waiting(open.nextAttempt(), "next attempt of " + name(open)));
            }
        });
        waiting.sort(Comparator.comparing(Waiting::due));
        return waiting;
    }

    @Override
    public List<Asked> asked() {
        return open().map(this::asked).toList();
    }

    private Asked asked(OpenCall open) {
        var call = open.call();
        var fault = call.fault();
        var fanOut = call.fanOut();
        var command = open.asks() instanceof Call.Command asks ? asks : null;
        return new Asked(
                name(open),
                open.token().subject().name(),
                call.status().name().toLowerCase(Locale.ROOT),
                call.attempt(),
                command == null ? List.of() : command.done(),
                command == null ? List.of() : command.error(),
                open.deadline(),
                open.nextAttempt(),
                fault == null ? null : Failure.of(fault.code(), fault.message()),
                fanOut == null ? null : new Progress(fanOut.done(), fanOut.failed(), fanOut.total()));
    }

    @Override
    public List<Child> children() {
        return rehearsal.orchestrations().stream()
                .filter(each -> !each.equals(subject))
                .map(each -> new Child(
                        each.name(),
                        rehearsal
                                .machine(each)
                                .map(machine -> machine.configuration().leaves())
                                .orElse(List.of()),
                        status(each)))
                .toList();
    }

    private Stream<OrchestrationState> states() {
        return rehearsal.orchestrations().stream().flatMap(each -> rehearsal.state(each).stream());
    }

    private Stream<Question> questions() {
        return rehearsal.orchestrations().stream().flatMap(each -> rehearsal.questions(each).stream());
    }

    private Stream<OpenCall> open() {
        return rehearsal.orchestrations().stream().flatMap(this::open);
    }

    private Stream<OpenCall> open(Subject each) {
        var machine = rehearsal.machines().find(each.name(), each.version()).orElse(null);
        return rehearsal.state(each).filter(state -> !state.status().isOver()).stream()
                .flatMap(state -> state.calls().values().stream().map(call -> OpenCall.of(each, state, call, machine)));
    }

    private String name(OpenCall open) {
        return names.name(
                open.token(),
                open.asks() instanceof Call.Command command
                        ? command.type()
                        : open.call().invocation());
    }

    private String name(Question question) {
        return names.name(question.token(), question.command().isEmpty() ? question.id() : question.command());
    }

    private String openNow() {
        var open = questions().map(this::name).limit(10).toList();
        return open.isEmpty() ? "; nothing is open" : "; open are " + String.join(", ", open);
    }
}
