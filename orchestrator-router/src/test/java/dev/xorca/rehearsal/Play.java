package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.Responder;
import dev.xorca.router.Decision;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Machines;
import dev.xorca.router.Question;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.MachineState;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.PendingCall;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A rehearsal of one orchestration, and of those that it starts, in the words of tests. */
final class Play {
    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    private static final URI SOURCE = URI.create("/service");

    private final Rehearsal rehearsal;
    private final Subject subject;
    private List<Step> steps = List.of();
    private int sent;

    private Play(Rehearsal rehearsal, Subject subject) {
        this.rehearsal = rehearsal;
        this.subject = subject;
    }

    /** The machine of the first document, started with nothing. */
    static Play of(String... documents) {
        return of(Map.of(), Map.of(), documents);
    }

    /** The machine of the first document, started with this. */
    static Play of(Map<String, Responder> responders, Object input, String... documents) {
        var read = Stream.of(documents)
                .map(document -> new MachineDocuments().read("test.machine.yaml", document))
                .toList();
        var machine = read.get(0).machine();
        var rehearsal = new Rehearsal(Machines.of(read), RouterSettings.DEFAULT, responders, BEGIN);
        var play = new Play(rehearsal, new Subject("p1", machine.name(), machine.version()));
        return play.led(rehearsal.start(play.subject, "start", input));
    }

    private Play led(List<Step> led) {
        steps = led;
        for (var step : led) {
            if (step.decision().entry() != null) {
                assertThat(EntryCodec.read(EntryCodec.write(step.decision().entry())))
                        .as("the entry, written and read")
                        .isEqualTo(step.decision().entry());
            }
        }
        return this;
    }

    // When.

    Play advance(String time) {
        return led(rehearsal.advance(Duration.parse(time)));
    }

    /** An event without a token. */
    Play event(String type, Object data) {
        return event(CloudEventBuilder.v1()
                .withId(nextId())
                .withSource(SOURCE)
                .withType(type)
                .withSubject(subject.encode())
                .withData("application/json", Json.bytes(data))
                .build());
    }

    Play event(CloudEvent event) {
        return InternalEvents.isInternal(event.getType()) ? internal(event) : led(rehearsal.publish(event));
    }

    /** The answer to what was asked first of all that is open, with its token. */
    Play done(String asked, @Nullable Object data) {
        return event(question(asked).answer(SOURCE, nextId(), true, data));
    }

    Play fails(String asked, String code) {
        return event(question(asked).answer(SOURCE, nextId(), false, Map.of("code", code, "message", code + "!")));
    }

    /** An event that only routers make. */
    Play internal(CloudEvent event) {
        return led(rehearsal.send(Subject.parse(String.valueOf(event.getSubject())), event));
    }

    Play order(InternalEvents.Order order) {
        return internal(InternalEvents.order(order, subject, nextId(), "because"));
    }

    String nextId() {
        return "event-" + ++sent;
    }

    // Then.

    Play in(String... leaves) {
        assertThat(machine().configuration().leaves()).containsExactly(leaves);
        return this;
    }

    Play emitted(String... types) {
        assertThat(events()).extracting(CloudEvent::getType).containsExactly(types);
        return this;
    }

    Play context(String key, @Nullable Object value) {
        assertThat(state().context()).containsEntry(key, value);
        return this;
    }

    Play status(OrchestrationState.Status status) {
        assertThat(state().status()).isEqualTo(status);
        return this;
    }

    /** What became of the input itself. */
    Play outcome(Decision.Outcome outcome) {
        assertThat(steps).isNotEmpty();
        assertThat(steps.get(0).decision().outcome())
                .as(steps.get(0).decision().reason())
                .isEqualTo(outcome);
        return this;
    }

    Play failure(String code) {
        assertThat(steps.stream().flatMap(step -> step.failure().stream()).map(Step.Failure::code))
                .containsExactly(code);
        return this;
    }

    /** The commands and ids of what is waited for, in order. */
    Play waitsFor(String... asked) {
        assertThat(questions())
                .extracting(question -> question.command().isEmpty() ? question.id() : question.command())
                .containsExactly(asked);
        return this;
    }

    Play incidents(String... codes) {
        assertThat(state().calls().values().stream()
                        .filter(call -> call.status() == PendingCall.Status.INCIDENT)
                        .map(call -> call.fault() == null ? null : call.fault().code()))
                .containsExactly(codes);
        return this;
    }

    // For what is not foreseen here.

    Rehearsal rehearsal() {
        return rehearsal;
    }

    Subject subject() {
        return subject;
    }

    List<Step> steps() {
        return steps;
    }

    List<CloudEvent> events() {
        return steps.stream().flatMap(step -> step.emitted().stream()).toList();
    }

    Map<String, Object> data(int number) {
        return Json.readObject(events().get(number).getData().toBytes());
    }

    /** The data of the first event that left: why it was refused. */
    Map<String, Object> error() {
        return Json.readOwnObject(
                steps.get(0).decision().events().get(0).getData().toBytes());
    }

    OrchestrationState state() {
        return rehearsal.state(subject).orElseThrow();
    }

    MachineState machine() {
        return rehearsal.machine(subject).orElseThrow();
    }

    /** The orchestration of this machine that was started last. */
    Subject child(String machine) {
        var all = new ArrayList<>(rehearsal.orchestrations());
        all.removeIf(each -> !each.name().equals(machine));
        assertThat(all).as("orchestrations of " + machine).isNotEmpty();
        return all.get(all.size() - 1);
    }

    List<Question> questions() {
        return rehearsal.orchestrations().stream()
                .flatMap(each -> rehearsal.questions(each).stream())
                .toList();
    }

    Question question(String asked) {
        return questions().stream()
                .filter(each -> asked.equals(each.command()) || asked.equals(each.id()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nobody waits for " + asked + "; " + questions()));
    }
}
