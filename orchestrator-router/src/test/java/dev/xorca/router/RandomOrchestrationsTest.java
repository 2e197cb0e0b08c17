package dev.xorca.router;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.machine.random.RandomMachine;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.StepException;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalReader;
import dev.xorca.store.OrchestrationState;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random machines under the router: after every step the fold of the journal, written and read again, is the state that
 * the machine itself has come to, and a router that knows nothing but the journal decides the same.
 */
class RandomOrchestrationsTest {
    private static final int MACHINES = 500;
    private static final int EVENTS = 50;
    private static final int READ_EVERY = 10;
    private static final RandomMachine.Purpose PURPOSE = RandomMachine.Purpose.ROUTER;

    @ParameterizedTest
    @ValueSource(longs = {0, 1_000, 2_000, 3_000})
    void theFoldOfTheJournalIsTheStateOfTheMachine(long first) {
        for (long seed = first; seed < first + MACHINES; seed++) {
            try {
                new Run(seed).run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e, e);
            }
        }
    }

    /** One orchestration under the router, and beside it the machine alone. */
    private static final class Run {
        private final long seed;
        private final MachineDocument document;
        private final Router router;
        private final Subject subject;
        private final KeyValueStore<Bytes, byte[]> keyValues =
                Stores.inMemoryKeyValueStore("random").get();
        private final OrchestrationStore journal = new OrchestrationStore(keyValues);

        /** The machine alone; null until it was started. */
        private MachineState live;

        private OrchestrationState folded;
        private int events;

        Run(long seed) {
            this.seed = seed;
            this.document = new MachineDocuments()
                    .read("random.machine.json", Json.text(RandomMachine.document(seed, PURPOSE)));
            this.router = new Router(Machines.of(List.of(document)), RouterSettings.DEFAULT, type -> true);
            this.subject = new Subject(
                    "p", document.machine().name(), document.machine().version());
        }

        void run() {
            offer(EventTypes.start(subject.name()), Map.of("processId", "p"));
            for (var input : RandomMachine.inputs(seed, PURPOSE, EVENTS)) {
                offer((String) input.get("type"), input.getOrDefault("data", Map.of()));
                if (events % READ_EVERY == 0) {
                    readWhatIsStored();
                }
            }
            readWhatIsStored();
        }

        /** By somebody who remembers nothing: the last snapshot, once there is one, and what came after it. */
        private void readWhatIsStored() {
            assertThat(new JournalReader(keyValues).load(subject.encode())).isEqualTo(Optional.ofNullable(folded));
        }

        private void offer(String type, Object data) {
            var event = event(type, data);
            var at = Instant.ofEpochSecond(events);
            var input = new Input(event, subject, at, events);
            var decisions = router.decide(input, Known.of(journal, subject.encode()));
            assertThat(router.decide(input, Known.of(journal, subject.encode())))
                    .isEqualTo(decisions);
            var decision = decisions.get(0);

            stepAlone(EventJson.toEvent(event, data), at);
            if (decision.entry() != null) {
                var entry = EntryCodec.read(EntryCodec.write(decision.entry()));
                journal.append(subject.encode(), entry);
                folded = OrchestrationState.apply(folded, entry);
            }
            assertThat(journal.load(subject.encode())).isEqualTo(Optional.ofNullable(folded));
            assertThat(folded == null).isEqualTo(live == null);
            if (live != null) {
                assertThat(folded.position().configuration())
                        .isEqualTo(live.configuration().leaves());
                assertThat(folded.position().history()).isEqualTo(live.history());
                var failed = live.configuration().states().stream().anyMatch(StateNode::isFailure);
                assertThat(folded.position().status().name())
                        .isEqualTo(failed ? "FAILED" : live.status().name());
                assertThat(folded.position().output()).isEqualTo(live.output());
                assertThat(folded.context()).isEqualTo(live.context());
            }
        }

        private void stepAlone(Event event, Instant at) {
            var environment = Router.environment(subject, new JournalEntry.Start(Map.of(), "c"), at);
            var starts = EventTypes.startedName(event.type()).isPresent();
            try {
                if (starts) {
                    live = Interpreter.start(document.machine(), event, environment)
                            .after();
                } else if (live != null) {
                    live = Interpreter.transition(document.machine(), live, event, environment)
                            .after();
                }
            } catch (StepException e) {
                // The step does not count, here as there.
            }
        }

        private CloudEvent event(String type, Object data) {
            return CloudEventBuilder.v1()
                    .withId(String.valueOf(++events))
                    .withSource(URI.create("/tests"))
                    .withType(type)
                    .withSubject(subject.encode())
                    .withData("application/json", Json.text(data).getBytes(StandardCharsets.UTF_8))
                    .build();
        }
    }
}
