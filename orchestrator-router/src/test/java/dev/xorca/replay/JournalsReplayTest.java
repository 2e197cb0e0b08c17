package dev.xorca.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.xorca.machine.random.RandomMachine;
import dev.xorca.router.InternalEvents.Order;
import dev.xorca.router.Machines;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.store.EntryCodec;
import dev.xorca.store.JournalEntry;
import dev.xorca.store.JournalException;
import dev.xorca.store.JournalLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Journals that a router has written, decided once more. */
class JournalsReplayTest {
    /** Something of everything that a journal can tell. */
    private static final String PARCEL = """
            name: parcel
            version: 1.0.0
            early: { evt.parcel.note: { keep: PT10M, max: 5 } }
            schemas:
              input: { type: object, required: [weight], properties: { weight: { type: integer } } }
              accepts:
                evt.parcel.weighed: { type: object, required: [weight], properties: { weight: { type: integer } } }
            context: { weight: "${input.weight}", notes: [], text: x }
            initial: Waiting
            states:
              Waiting:
                entry: { emit: cmd.parcel.weigh, data: { weight: "${context.weight}", unit: g } }
                on:
                  evt.parcel.weighed:
                    - guard: event.data.weight > 1000
                      target: Heavy
                      actions: { assign: { weight: "${event.data.weight}" } }
                    - target: Light
                      actions: { assign: { weight: "${event.data.weight}" } }
                  evt.parcel.break: { actions: { assign: { weight: "${context.weight + context.text}" } } }
                  evt.parcel.note: { actions: { assign: { notes: "${context.notes + [event.data.note]}" } } }
                after: { PT5M: Lost }
              Heavy:
                entry: { emit: cmd.parcel.carry, data: { by: van } }
                after: { PT1H: Lost }
                on: { evt.parcel.carried: Delivered }
              Light:
                entry: { emit: cmd.parcel.carry, data: { by: bicycle } }
                after: { PT1H: Lost }
                on: { evt.parcel.carried: Delivered }
              Lost: { type: final, entry: { emit: notif.parcel.lost } }
              Delivered: { type: final, entry: { emit: notif.parcel.delivered } }
            """;

    private static final Subject FIRST = subject("p1");
    private static final Subject SECOND = subject("p2");

    private final List<Divergence> divergences = new ArrayList<>();

    @Test
    void theSameMachineDecidesEverythingOnceMoreAsItDid() {
        var lines = lives(Recording.of(PARCEL)).lines();
        assertThat(lines).extracting(line -> line.entry().outcome()).contains(JournalEntry.Outcome.values());
        assertThat(lines).extracting(line -> line.entry().cause().get("type")).contains("xorca.timer");

        var counts = replay(lines, PARCEL);

        assertThat(divergences).isEmpty();
        assertThat(counts).isEqualTo(new JournalsReplay.Counts(5, lines.size(), 0, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 10_000})
    void randomMachinesDecideAsTheyDid(long first) {
        int steps = 0;
        for (long seed = first; seed < first + 100; seed++) {
            var purpose = RandomMachine.Purpose.ROUTER;
            var document = Json.text(RandomMachine.document(seed, purpose));
            var machines = Recording.machines(document);
            var machine = machines.all().get(0).machine();
            var subject = new Subject("p", machine.name(), machine.version());
            var recording = new Recording(machines, RouterSettings.DEFAULT).start(subject, Map.of());
            for (var input : RandomMachine.inputs(seed, purpose, 20)) {
                recording.event(subject, (String) input.get("type"), input.getOrDefault("data", Map.of()));
            }

            var counts = replay(recording.lines(), machines, RouterSettings.DEFAULT);

            assertThat(divergences).as("seed %s", seed).isEmpty();
            steps += (int) counts.steps();
        }
        assertThat(steps).isGreaterThan(500);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            weight > 1000              | weight > 9000                 | 4 | configuration            | ["Heavy"] | ["Light"]
            by: van                    | by: lorry                     | 4 | emitted[0].data.by       | van       | lorry
            emit: notif.parcel.lost    | emit: notif.parcel.gone       | 2 | emitted[0]               | notif.parcel.lost | notif.parcel.gone
            PT5M                       | PT6M                          | 1 | timers.started.1.0.type  | xstate.after.PT5M.parcel.Waiting | xstate.after.PT6M.parcel.Waiting
            notes: [],                 | notes: [], more: 1,           | 1 | context.more             | nothing   | 1
            "${context.weight}", unit  | "${context.weight + 1}", unit | 1 | emitted[0].data.weight   | 5         | 6
            [event.data.note]}         | [event.data.notes]}           | 2 | outcome                  | transitioned | failed (action-failed)
            evt.parcel.note: { actions | evt.parcel.memo: { actions    | 2 | outcome                  | transitioned | ignored
            integer } } }\\ncontext     | integer, maximum: 1000 } } }\\ncontext | 4 | outcome        | transitioned | rejected (schema-mismatch)
            Delivered: { type: final,  | Delivered: { type: final, output: { a: 1 }, | 5 | output   | null      | {"a":1}
            """)
    void anotherMachineIsToldByTheFirstStepThatItDecidesInAnotherWay(
            String before, String after, long sequence, String what, String recorded, String now) {
        var changed = PARCEL.replace(before.replace("\\n", "\n"), after.replace("\\n", "\n"));
        assertThat(changed).isNotEqualTo(PARCEL);

        replay(lives(Recording.of(PARCEL)).lines(), changed);

        assertThat(divergences).isNotEmpty();
        assertThat(divergences).extracting(Divergence::subject).doesNotHaveDuplicates();
        var divergence = divergences.get(0);
        assertThat(divergence.sequence()).isEqualTo(sequence);
        assertThat(divergence.differences()).contains(new Difference(what, recorded, now));
    }

    @Test
    void aNewerVersionOfTheSameMajorStandsInForTheOneRecorded() {
        var lines = lives(Recording.of(PARCEL)).lines();
        var newer = PARCEL.replace("version: 1.0.0", "version: 1.2.0");

        var counts = replay(lines, newer);
        assertThat(divergences).isEmpty();
        assertThat(counts.steps()).isEqualTo(lines.size());
        assertThat(counts.otherDefinition()).isPositive();

        replay(lines, PARCEL, newer.replace("by: van", "by: lorry"));
        assertThat(divergences)
                .as("where the recorded version is there, it decides")
                .isEmpty();

        counts = replay(lines, PARCEL.replace("version: 1.0.0", "version: 2.0.0"));
        assertThat(counts.differing()).isEqualTo(5);
        assertThat(divergences.get(0).differences())
                .singleElement()
                .satisfies(difference -> assertThat(difference.now()).contains("parcel has no version 1.0.0"));
    }

    @Test
    void aStateThatIsNotThereAnyMoreIsADifference() {
        replay(lives(Recording.of(PARCEL)).lines(), PARCEL.replace("Light", "Small"));
        assertThat(divergences).isNotEmpty();
    }

    @Test
    void settingsOfTheNodesThatDoNotChangeWhatHappensAreNoDifference() {
        var settings = RouterSettings.DEFAULT
                .withAlternativeSystemErrorType(true)
                .withErrorStack(true)
                .withRoutingMetadata(true)
                .withRetention(Duration.ofDays(90))
                .withRepeatsRecords(true);
        var lines = lives(new Recording(Recording.machines(PARCEL), settings)).lines();

        replay(lines, PARCEL);

        assertThat(divergences).isEmpty();
        assertThat(lines.stream()
                        .flatMap(line -> line.entry().emitted().stream())
                        .map(event -> event.get("type")))
                .contains("sys.orchestrator.parcel.error");
    }

    @Test
    void whetherALineWasFullIsNotDecidedOnceMore() {
        var recording = Recording.of(PARCEL).start(FIRST, Map.of("weight", 5L)).order(FIRST, Order.SUSPEND);
        for (int i = 0; i <= 1_000; i++) {
            recording.event(FIRST, "evt.parcel.note", Map.of("note", i));
        }
        var lines = recording.lines();
        assertThat(lines.get(lines.size() - 1).entry().reason().code()).isEqualTo("line-full");

        replay(lines, PARCEL);

        assertThat(divergences).isEmpty();
    }

    @Test
    void orchestrationsWithoutAMachineAreCountedAndPassedOver() {
        var lines = lives(Recording.of(PARCEL)).lines();
        var counts = replay(lines, PARCEL.replace("name: parcel", "name: letter"));
        assertThat(counts).isEqualTo(new JournalsReplay.Counts(0, 0, 0, 0, 5));
    }

    @Test
    void thePartsOfLongValuesThatDifferAreShown() {
        var text = "a".repeat(500);
        var document = PARCEL.replace("unit: g", "unit: " + text + "g");
        replay(
                Recording.of(document).start(FIRST, Map.of("weight", 5L)).lines(),
                document.replace(text + "g", text + "k"));
        var difference = divergences.get(0).differences().get(0);
        assertThat(difference.recorded()).isEqualTo("…" + "a".repeat(20) + "g");
        assertThat(difference.now()).isEqualTo("…" + "a".repeat(20) + "k");
    }

    @Test
    void whatIsNoJournalIsToldWithItsLine() {
        var lines = lives(Recording.of(PARCEL)).lines();
        assertThatThrownBy(() -> replay(lines.subList(1, 3), PARCEL))
                .isInstanceOf(JournalException.class)
                .hasMessage("line 2: a journal begins with entry 2; the entries of one orchestration must stand "
                        + "together, from entry 1 on");
        assertThatThrownBy(() -> replay(List.of(lines.get(0), lines.get(2)), PARCEL))
                .isInstanceOf(JournalException.class)
                .hasMessage("line 3: journal entry 3 does not follow: expected entry 2");
        var entry = lines.get(0).entry();
        assertThatThrownBy(() -> replay(List.of(new JournalLine(7, "?", entry)), PARCEL))
                .isInstanceOf(JournalException.class)
                .hasMessage("line 7: the subject cannot be read: it is not base64");
        Map<String, Object> json = new LinkedHashMap<>(EntryCodec.toJson(entry));
        json.put("cause", Map.of("specversion", "1.0", "source", "s", "id", "i"));
        var broken = new JournalLine(8, lines.get(0).subject(), EntryCodec.fromJson(json));
        assertThatThrownBy(() -> replay(List.of(broken), PARCEL))
                .isInstanceOf(JournalException.class)
                .hasMessageStartingWith("line 8: the cause of entry 1 is no event: ");
    }

    @Test
    void oneExportBehindTheOtherIsGoneThroughTwice() {
        var lines = lives(Recording.of(PARCEL)).lines();
        var twice = new ArrayList<>(lines);
        twice.addAll(lines);
        assertThat(replay(twice, PARCEL).journals()).isEqualTo(10);
        assertThat(divergences).isEmpty();
    }

    /** One that has everything in it, and some that are short. */
    private static Recording lives(Recording recording) {
        recording
                .event(FIRST, "evt.parcel.note", Map.of("note", "early"))
                .start(FIRST, Map.of("weight", 5L))
                .event(FIRST, "evt.parcel.nonsense", Map.of())
                .event(FIRST, "evt.parcel.weighed", Map.of("weight", 1_500L))
                .event(FIRST, "evt.parcel.carried", Map.of());
        recording.start(SECOND, Map.of("weight", 5L)).pass(Duration.ofMinutes(6));
        var third = subject("p3");
        recording
                .start(third, Map.of("weight", 5L))
                .event(third, "evt.parcel.weighed", Map.of("weight", "heavy"))
                .event(third, "evt.parcel.break", Map.of())
                .start(third, Map.of("weight", 6L))
                .order(third, Order.SUSPEND)
                .event(third, "evt.parcel.note", Map.of("note", "a"))
                .event(third, "evt.parcel.note", Map.of("note", "b"))
                .order(third, Order.RESUME)
                .event(third, "evt.parcel.weighed", Map.of("weight", 1L));
        var fourth = subject("p4");
        recording.start(fourth, Map.of("weight", 5L)).order(fourth, Order.TERMINATE);
        var fifth = subject("p5");
        return recording
                .start(fifth, Map.of("weight", 5L))
                .event(fifth, "evt.parcel.weighed", Map.of("weight", 3L))
                .order(fifth, Order.SUSPEND)
                .pass(Duration.ofHours(2))
                .order(fifth, Order.RESUME);
    }

    private JournalsReplay.Counts replay(List<JournalLine> lines, String... documents) {
        return replay(lines, Recording.machines(documents), RouterSettings.DEFAULT);
    }

    private JournalsReplay.Counts replay(List<JournalLine> lines, Machines machines, RouterSettings settings) {
        divergences.clear();
        var replay = new JournalsReplay(new Replay(machines, settings), divergences::add);
        lines.forEach(replay::take);
        assertThat(replay.counts().differing()).isEqualTo(divergences.size());
        return replay.counts();
    }

    private static Subject subject(String processId) {
        return new Subject(processId, "parcel", "1.0.0");
    }
}
