package dev.xorca.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.CallToken;
import dev.xorca.router.Decision;
import dev.xorca.router.Machines;
import dev.xorca.router.Question;
import dev.xorca.router.Subject;
import dev.xorca.store.OrchestrationState;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Answers that come several times, in any order, among others that are long over, change nothing:
 * orchestrations end as they do when each answer comes once and in order.
 */
class ShuffledAnswersTest {
    /** Every build takes a few; {@code -Djdk.argLine=-Dxorca.shuffled.orchestrations=10000} takes more, in minutes. */
    private static final int ORCHESTRATIONS = Integer.getInteger("xorca.shuffled.orchestrations", 200);
    /** So many at a time share their shuffled answers. */
    private static final int GROUP = 100;

    private static final long SEED = 20_260_301;
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    private static final URI SERVICE = URI.create("/service");

    private static final Machines MACHINES =
            Machines.of(List.of(new MachineDocuments().read("mixed.machine.yaml", """
            name: mixed
            context: { n: "${input.n}", rounds: 0 }
            initial: Work
            states:
              Work:
                type: parallel
                onDone: Last
                states:
                  Books:
                    initial: Ask
                    states:
                      Ask:
                        forEach:
                          items: "${context.n}"
                          concurrency: 2
                          invoke: { command: cmd.book, data: { k: "${index}" }, retry: { attempts: 3 } }
                          onItemError: collect
                          collect: { into: books }
                          onDone: Done
                      Done: { type: final }
                  Room:
                    initial: Ask
                    states:
                      Ask: { invoke: { command: cmd.room, data: { k: 0 }, retry: { attempts: 3 }, result: { into: room }, onDone: Done, onError: Again } }
                      Again: { invoke: { command: cmd.other, data: { k: 1 }, retry: { attempts: 2 }, result: { into: room }, onDone: Done, onError: None } }
                      None: { type: final }
                      Done: { type: final }
                  Offers:
                    initial: Ask
                    states:
                      Ask:
                        entry: [ { assign: { rounds: "${context.rounds + 1}" } } ]
                        invoke: { command: cmd.offer, data: { k: "${context.rounds}" }, retry: 2, result: { into: offer }, onDone: [ { target: Ask, reenter: true, guard: context.rounds < 3 }, Done ], onError: Done }
                      Done: { type: final }
              Last: { invoke: { command: cmd.last, data: { k: 9 }, result: { into: last }, onDone: Good, onError: Bad } }
              Good: { type: final, output: "${context}" }
              Bad: { type: final, outcome: failed, output: "${context}" }
            """)));

    @Test
    void theyEndAsInTheCleanRun() {
        var clean = run(new Random(SEED), false);
        var shuffled = run(new Random(SEED + 1), true);
        assertThat(clean.ends).hasSize(ORCHESTRATIONS);
        clean.ends.forEach((subject, end) -> assertThat(shuffled.ends.get(subject))
                .as("seed %d, %s", SEED, subject)
                .isEqualTo(end));
        assertThat(clean.ends.values()).extracting(End::status).doesNotContain(OrchestrationState.Status.ACTIVE);
        // The test would be about nothing if these had not happened.
        assertThat(clean.outcomes).doesNotContainKeys(Decision.Outcome.LATE, Decision.Outcome.DUPLICATE);
        assertThat(shuffled.outcomes.get(Decision.Outcome.LATE)).isGreaterThan(ORCHESTRATIONS);
        assertThat(shuffled.outcomes.get(Decision.Outcome.DUPLICATE)).isGreaterThan(ORCHESTRATIONS);
    }

    /** How an orchestration ended. */
    private record End(
            OrchestrationState.Status status, List<String> leaves, Map<String, Object> context, Object output) {}

    private record Result(Map<Subject, End> ends, Map<Decision.Outcome, Integer> outcomes) {}

    private static Result run(Random random, boolean disturbed) {
        var ends = new LinkedHashMap<Subject, End>();
        var outcomes = new EnumMap<Decision.Outcome, Integer>(Decision.Outcome.class);
        for (int from = 0; from < ORCHESTRATIONS; from += GROUP) {
            runGroup(from, random, disturbed, ends, outcomes);
        }
        return new Result(ends, outcomes);
    }

    private static void runGroup(
            int from,
            Random random,
            boolean disturbed,
            Map<Subject, End> ends,
            Map<Decision.Outcome, Integer> outcomes) {
        var rehearsal = new Rehearsal(MACHINES, BEGIN);
        for (int i = from; i < from + GROUP; i++) {
            var subject = new Subject("p" + i, "mixed", "1.0.0");
            rehearsal.start(subject, "start-" + i, Map.of("n", 1 + i % 4));
        }
        var stale = new ArrayList<CloudEvent>();
        var active = new ArrayList<>(rehearsal.orchestrations());
        for (int round = 0; !active.isEmpty(); round++) {
            assertThat(round).as("rounds of answers").isLessThan(100);
            active.removeIf(
                    subject -> rehearsal.state(subject).orElseThrow().status().isOver());
            var answers = new ArrayList<CloudEvent>();
            for (var subject : active) {
                rehearsal.questions(subject).forEach(question -> answers.add(answer(question)));
            }
            var coming = disturbed ? disturb(answers, stale, random) : answers;
            for (var answer : coming) {
                rehearsal
                        .publish(answer)
                        .forEach(step -> outcomes.merge(step.decision().outcome(), 1, Integer::sum));
            }
            stale.addAll(answers);
            rehearsal.advance(Duration.ofSeconds(10));
        }
        for (var subject : rehearsal.orchestrations()) {
            var state = rehearsal.state(subject).orElseThrow();
            ends.put(
                    subject,
                    new End(
                            state.status(),
                            state.position().configuration(),
                            state.context(),
                            state.position().output()));
        }
    }

    /** Each answer once to five times, what was answered long ago among them, in any order. */
    private static List<CloudEvent> disturb(List<CloudEvent> answers, List<CloudEvent> stale, Random random) {
        var all = new ArrayList<CloudEvent>();
        for (var answer : answers) {
            int times = 1 + random.nextInt(5);
            for (int i = 0; i < times; i++) {
                // The same event again, or the same answer as another event.
                all.add(random.nextBoolean() ? answer : renamed(answer, random));
            }
            if (!stale.isEmpty()) {
                var old = stale.get(random.nextInt(stale.size()));
                all.add(random.nextBoolean() ? old : renamed(old, random));
            }
        }
        Collections.shuffle(all, random);
        return all;
    }

    private static CloudEvent renamed(CloudEvent event, Random random) {
        return CloudEventBuilder.from(event)
                .withId(Long.toHexString(random.nextLong()))
                .build();
    }

    /** What the services say is a function of what they are asked, and of the attempt. */
    private static CloudEvent answer(Question question) {
        CallToken token = question.token();
        var k = ((Map<?, ?>) question.data()).get("k");
        var asked = token.subject().processId() + "/" + question.command() + "/" + k + "/" + token.attempt();
        var well = Math.floorMod(asked.hashCode(), 3) != 0;
        Object data = well ? Map.of("of", asked) : Map.of("code", "busy", "message", asked);
        return question.answer(SERVICE, asked + "/" + token.token(), well, data);
    }
}
