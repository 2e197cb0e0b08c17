package dev.xorca.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.store.Due;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.HeldEvent;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalReader;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationStore;
import dev.xorca.store.StreamsStore;
import io.cloudevents.CloudEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * Given machines, when events come in, then: the rules at work on a journal in memory and a clock that is told the time.
 * An event takes the way that it takes in production (address, decision, journal), and whatever the test is about, each
 * step is checked for what must hold of every step.
 */
final class RouterScenario {
    private static final Set<Decision.Outcome> MOVING = EnumSet.of(
            Decision.Outcome.STARTED,
            Decision.Outcome.TRANSITIONED,
            Decision.Outcome.SUSPENDED,
            Decision.Outcome.RESUMED,
            Decision.Outcome.TERMINATED);
    /** What may leave with another cause, or at another time, than the record that is decided. */
    private static final Set<Decision.Outcome> OF_ANOTHER =
            EnumSet.of(Decision.Outcome.EXPIRED, Decision.Outcome.REPEATED);

    static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");

    private final Machines machines;
    private final Set<String> missingTopics = new HashSet<>();
    private RouterSettings settings = RouterSettings.DEFAULT;
    private KeyValueStore<Bytes, byte[]> keyValues =
            Stores.inMemoryKeyValueStore(StreamsStore.NAME).get();
    private OrchestrationStore store = new OrchestrationStore(keyValues);
    private boolean damaged;
    private Instant now = BEGIN;
    private Instant decidedAt = BEGIN;
    private int sent;
    private long offset;
    private Subject subject = new Subject("p1", "summary", "1.0.0");
    private @Nullable CloudEvent event;
    private @Nullable OrchestrationState before;
    private List<Decision> decisions = List.of();

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
        damaged = true;
        return this;
    }

    /** The journals stay, the machines are replaced. */
    RouterScenario redeployed(String... documents) {
        var next = router(documents).with(settings);
        next.keyValues = keyValues;
        next.store = store;
        next.damaged = damaged;
        next.offset = offset;
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

    /** Time passes; what the agenda has for it is told, in its order. */
    RouterScenario whenTimePasses(Duration time) {
        var until = now.plus(time);
        var due = store.agenda().take(until, 100);
        assertThat(due).as("what is due until %s", until).isNotEmpty();
        for (var each : due) {
            now = each.at().isAfter(now) ? each.at() : now;
            tell(each);
        }
        now = until;
        return this;
    }

    RouterScenario whenTimePassesUntil(Instant time) {
        now = time;
        return this;
    }

    /** Nothing at all is due in this time. */
    RouterScenario thenNothingIsDueFor(Duration time) {
        assertThat(store.agenda().take(now.plus(time), 100)).isEmpty();
        return this;
    }

    /** Something is told to be due, now. */
    RouterScenario tell(Due due) {
        subject = Subject.parse(due.subject());
        event = InternalEvents.of(due, subject);
        return decide(new Input(event(), subject, now, offset++));
    }

    RouterScenario whenOrdered(InternalEvents.Order order) {
        now = now.plus(Duration.ofSeconds(1));
        event = InternalEvents.order(order, subject, "order-" + ++sent, "because");
        return decide(new Input(event(), subject, now, offset++));
    }

    /** Somebody who holds the token of a question answers it well. */
    RouterScenario whenAnswered(CallToken token, String id, Object data) {
        now = now.plus(Duration.ofSeconds(1));
        event = InternalEvents.answer(token, id, true, data);
        return decide(new Input(event(), subject, now, offset++));
    }

    /** The record of the last event is read once more, after a crash that lost where to go on reading. */
    RouterScenario whenReadAgain() {
        return decide(new Input(event(), subject, now, offset - 1));
    }

    /** A record from before is read once more. */
    RouterScenario whenReadAgain(Input input) {
        event = input.event();
        return decide(input);
    }

    /** The record of the last event. */
    Input input() {
        return new Input(event(), subject, now, offset - 1);
    }

    Instant now() {
        return now;
    }

    /** The store as it is read from outside. */
    JournalReader reader() {
        return new JournalReader(keyValues);
    }

    OrchestrationStore store() {
        return store;
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
        return decide(new Input(incoming, subject, now, offset++));
    }

    private RouterScenario decide(Input input) {
        before = loaded();
        decidedAt = input.at();
        var router = new Router(machines, settings, type -> !missingTopics.contains(type));
        var twice =
                Stream.generate(() -> router.decide(input, known())).limit(2).toList();
        assertThat(twice.get(1)).as("the same event decided once more").isEqualTo(twice.get(0));
        decisions = twice.get(0);
        for (var made : decisions) {
            if (made.hold() != null) {
                store.hold(subject.encode(), made.hold());
            }
            if (made.entry() != null) {
                assertThat(EntryCodec.read(EntryCodec.write(made.entry())))
                        .as("the entry, written and read")
                        .isEqualTo(made.entry());
                store.append(subject.encode(), made.entry());
            }
            if (made.release() != null) {
                store.release(subject.encode(), made.release());
            }
            checkEmitted(made);
        }
        if (decisions.size() == 1) {
            checkState(decision());
        }
        return this;
    }

    private Known known() {
        return damaged ? new Damaged() : Known.of(store, subject.encode());
    }

    /** What is true of every event that leaves. */
    private void checkEmitted(Decision made) {
        for (var emitted : made.events()) {
            assertThat(emitted.getSource()).hasToString("xorca.orchestrator." + subject.name());
            assertThat(emitted.getSubject()).isEqualTo(subject.encode());
            if (made.outcome() != Decision.Outcome.REPEATED) {
                assertThat(emitted.getTime()).isEqualTo(decidedAt.atOffset(ZoneOffset.UTC));
            }
            assertThat(emitted.getDataContentType()).isEqualTo("application/json");
            if (decisions.size() == 1 && !OF_ANOTHER.contains(made.outcome())) {
                assertThat(emitted.getExtension("causationid")).isEqualTo(event().getId());
            }
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
        if (MOVING.contains(made.outcome())) {
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
        return damaged ? null : store.load(subject.encode()).orElse(null);
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
        assertThat(store.load(subject.encode())).isEmpty();
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
        return decisions.get(0);
    }

    /** Of the last event and of those that had waited for it, in order. */
    List<Decision> decisions() {
        return decisions;
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
        return store.load(subject.encode()).orElseThrow();
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
    private static final class Damaged implements Known {
        @Override
        public Optional<OrchestrationState> state() {
            return Optional.of(OrchestrationState.apply(null, EntryCodec.read(new byte[] {1, 2, 3})));
        }

        @Override
        public List<HeldEvent> held() {
            throw new AssertionError("what cannot be read has no line");
        }

        @Override
        public List<JournalEntry> entries(long from, int most) {
            return List.of(EntryCodec.read(new byte[] {1, 2, 3}));
        }
    }
}
