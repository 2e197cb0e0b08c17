package dev.xorca.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.InMemoryJournal;
import dev.xorca.store.Journal;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Given machines, when events come in, then: the rules at work on a journal in memory and a clock that is told the time.
 * An event takes the way that it takes in production (address, decision, journal), and whatever the test is about, each
 * step is checked for what must hold of every step.
 */
final class RouterScenario {
    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    private final Machines machines;
    private final Set<String> missingTopics = new HashSet<>();
    private RouterSettings settings = RouterSettings.DEFAULT;
    private Journal journal = new InMemoryJournal();
    private Instant now = BEGIN;
    private int sent;
    private Subject subject = new Subject("p1", "summary", "1.0.0");
    private @Nullable CloudEvent event;
    private @Nullable OrchestrationState before;
    private @Nullable Decision decision;

    private RouterScenario(Machines machines) {
        this.machines = machines;
    }

    /** A router with the machines of these documents, in YAML. */
    static RouterScenario router(String... documents) {
        return new RouterScenario(machines(documents));
    }

    static Machines machines(String... documents) {
        return Machines.of(Stream.of(documents).map(RouterScenario::document).toList());
    }

    static MachineDocument document(String yaml) {
        return new MachineDocuments().read("test.machine.yaml", yaml);
    }

    RouterScenario with(RouterSettings value) {
        settings = value;
        return this;
    }

    RouterScenario withoutTopic(String type) {
        missingTopics.add(type);
        return this;
    }

    /** From now on, no journal can be read. */
    RouterScenario withDamagedJournal() {
        journal = new DamagedJournal();
        return this;
    }

    /** The journals stay, the machines are replaced. */
    RouterScenario redeployed(String... documents) {
        var next = router(documents).with(settings);
        next.journal = journal;
        next.now = now;
        next.sent = sent;
        next.subject = subject;
        return next;
    }

    /** Events that have come in before and went as the machine wanted. */
    RouterScenario given(Incoming... events) {
        for (var each : events) {
            when(each);
            assertThat(decision().outcome())
                    .as(decision().reason())
                    .isIn(Decision.Outcome.STARTED, Decision.Outcome.TRANSITIONED);
        }
        return this;
    }

    /** One more event, a second after the last. */
    RouterScenario when(Incoming incoming) {
        return deliver(incoming.build("event-" + ++sent, subject.encode()));
    }

    /** The last event once more, to the byte. */
    RouterScenario whenDeliveredAgain() {
        return deliver(event());
    }

    /** One more event of which it is not even sure that it has an address; says whether it had. */
    boolean offer(Incoming incoming) {
        var offered = incoming.build("event-" + ++sent, subject.encode());
        if (!(Address.of(offered, machines) instanceof Address.To)) {
            return false;
        }
        deliver(offered);
        return true;
    }

    private RouterScenario deliver(CloudEvent incoming) {
        event = incoming;
        now = now.plus(Duration.ofSeconds(1));
        var address = Address.of(incoming, machines);
        assertThat(address).isInstanceOf(Address.To.class);
        subject = ((Address.To) address).subject();
        assertThat(Address.of(incoming, machines, subject)).isEqualTo(address);
        before = loaded();
        var router = new Router(machines, settings, type -> !missingTopics.contains(type));
        var decisions = Stream.generate(
                        () -> router.decide(incoming, subject, () -> journal.load(subject.encode()), now))
                .limit(2)
                .toList();
        var made = decisions.get(0);
        assertThat(decisions.get(1)).as("the same event decided once more").isEqualTo(made);
        decision = made;
        if (made.entry() != null) {
            assertThat(EntryCodec.read(EntryCodec.write(made.entry())))
                    .as("the entry, written and read")
                    .isEqualTo(made.entry());
            journal.append(subject.encode(), made.entry());
        }
        checkEmitted(made);
        checkState(made);
        return this;
    }

    /** What is true of every event that leaves. */
    private void checkEmitted(Decision made) {
        for (var emitted : made.events()) {
            assertThat(emitted.getSource()).hasToString("xorca.orchestrator." + subject.name());
            assertThat(emitted.getSubject()).isEqualTo(subject.encode());
            assertThat(emitted.getTime()).isEqualTo(now.atOffset(ZoneOffset.UTC));
            assertThat(emitted.getDataContentType()).isEqualTo("application/json");
            assertThat(emitted.getExtension("causationid")).isEqualTo(event().getId());
            assertThat(emitted.getExtension("correlationid")).isNotNull();
            assertThat(emitted.getExtension("executionunits")).isNotNull();
            assertThat((String) emitted.getExtension("traceparent"))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
        }
        assertThat(made.events()).extracting(CloudEvent::getId).doesNotHaveDuplicates();
        if (made.entry() != null) {
            assertThat(made.entry().emitted())
                    .as("what the journal says has left")
                    .isEqualTo(made.events().stream().map(EventJson::toJson).toList());
        }
    }

    /** An orchestration moves when its machine took the event, and otherwise stays where it was. */
    private void checkState(Decision made) {
        var after = loaded();
        if (made.outcome() == Decision.Outcome.STARTED || made.outcome() == Decision.Outcome.TRANSITIONED) {
            assertThat(after).isNotNull();
        } else if (before == null) {
            assertThat(after).as("state of what was never started").isNull();
        } else {
            assertThat(after).isNotNull();
            assertThat(after.position()).as("where the machine stands").isEqualTo(before.position());
            assertThat(after.context()).as("the context").isEqualTo(before.context());
            assertThat(after.sequence() - before.sequence())
                    .as("entries written")
                    .isEqualTo(made.entry() == null ? 0 : 1);
        }
    }

    private @Nullable OrchestrationState loaded() {
        return journal instanceof DamagedJournal
                ? null
                : journal.load(subject.encode()).orElse(null);
    }

    RouterScenario then(Decision.Outcome outcome) {
        assertThat(decision().outcome()).as(decision().reason()).isEqualTo(outcome);
        return this;
    }

    RouterScenario thenEmitted(String... types) {
        assertThat(decision().events()).extracting(CloudEvent::getType).containsExactly(types);
        return this;
    }

    /** The event went without an answer, and for this reason. */
    RouterScenario thenNothing(Decision.Outcome outcome) {
        return then(outcome).thenEmitted();
    }

    /** One error event left, of this type and with this code. */
    RouterScenario thenError(String type, String code) {
        thenEmitted(type);
        assertThat(errorData()).as(decision().reason()).containsEntry("errorCode", code);
        return this;
    }

    RouterScenario thenIn(String... leaves) {
        assertThat(state().position().configuration()).containsExactly(leaves);
        return this;
    }

    RouterScenario thenContext(String key, @Nullable Object value) {
        assertThat(state().context()).containsEntry(key, value);
        return this;
    }

    /** There is no orchestration of this subject. */
    RouterScenario thenNeverStarted() {
        assertThat(journal.load(subject.encode())).isEmpty();
        return this;
    }

    RouterScenario thenJournalled(JournalEntry.Outcome outcome) {
        assertThat(decision().entry()).as("journal entry").isNotNull();
        assertThat(decision().entry().outcome()).isEqualTo(outcome);
        return this;
    }

    RouterScenario thenNotJournalled() {
        assertThat(decision().entry()).as("journal entry").isNull();
        return this;
    }

    Decision decision() {
        return Optional.ofNullable(decision).orElseThrow();
    }

    /** The event that was decided last. */
    CloudEvent event() {
        return Optional.ofNullable(event).orElseThrow();
    }

    Subject subject() {
        return subject;
    }

    /** The state now. */
    OrchestrationState state() {
        return journal.load(subject.encode()).orElseThrow();
    }

    List<CloudEvent> emitted() {
        return new ArrayList<>(decision().events());
    }

    /** The only event that left. */
    CloudEvent answer() {
        assertThat(decision().events()).hasSize(1);
        return decision().events().get(0);
    }

    /** The data of the error event that left. */
    Map<String, Object> errorData() {
        return dataOf(answer());
    }

    static Map<String, Object> dataOf(CloudEvent emitted) {
        return Json.readOwnObject(emitted.getData().toBytes());
    }

    /** As after a bad day of the disk: every entry is garbage. */
    private static final class DamagedJournal implements Journal {
        @Override
        public void append(String subject, JournalEntry entry) {
            throw new AssertionError("nothing may be written to a journal that cannot be read");
        }

        @Override
        public List<JournalEntry> read(String subject, long from, int most) {
            return List.of(EntryCodec.read(new byte[] {1, 2, 3}));
        }

        @Override
        public Optional<OrchestrationState> load(String subject) {
            return Optional.of(OrchestrationState.apply(null, EntryCodec.read(new byte[] {1, 2, 3})));
        }
    }
}
