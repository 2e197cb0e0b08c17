package dev.xorca.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Decision;
import dev.xorca.router.Input;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.CloudEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the orchestrator does when nobody sends anything. */
class DueEventsTest {
    private static final String INBOX = "xorca.inbox";
    private static final Machines MACHINES = Machines.of(List.of(new MachineDocuments().read("nap.machine.yaml", """
            name: nap
            version: 1.0.0
            initial: Asleep
            states:
              Asleep:
                after: { PT10S: Awake }
                on: { evt.noise: Awake }
              Awake: { type: final, entry: { emit: notif.awake } }
            """)));

    @TempDir
    Path stateDir;

    @Test
    void aTimerIsToldWhenItsTimeHasCome() {
        try (var bench = bench()) {
            bench.send(INBOX, start("p1"));
            bench.pass(Duration.ofMillis(9_990));
            assertThat(bench.topics()).isEmpty();
            bench.pass(Duration.ofMillis(20));
            assertThat(bench.events("notif.awake")).singleElement().satisfies(awake -> {
                assertThat(awake.getTime().toInstant()).isAfterOrEqualTo(TopologyBench.NOW.plusSeconds(10));
                assertThat(awake.getSubject()).isEqualTo(subject("p1").encode());
            });
            bench.pass(Duration.ofSeconds(100));
            assertThat(bench.events("notif.awake")).isEmpty();
            assertThat(bench.counted("due")).isEqualTo(1);
        }
    }

    @Test
    void aTimerThatIsCancelledIsNot() {
        try (var bench = bench()) {
            bench.send(INBOX, start("p1"));
            bench.send(
                    INBOX, Books.record(subject("p1").encode(), Books.event(subject("p1"), "evt.noise", "n1", "{}")));
            bench.events("notif.awake");
            bench.pass(Duration.ofMinutes(1));
            assertThat(bench.counted("due")).isZero();
        }
    }

    @Test
    void whatWasDueWhileNobodyRanIsToldAtOnceAndInItsOrder() {
        try (var before = bench();
                var after = bench(Books.settings(stateDir.resolve("after")))) {
            for (int i = 0; i < 20; i++) {
                before.send(INBOX, start("p" + i), TopologyBench.NOW.plusMillis(i));
            }
            try (var all = before.store().all()) {
                all.forEachRemaining(entry -> after.store().put(entry.key, entry.value));
            }
            after.pass(Duration.ofMinutes(1));
            assertThat(after.events("notif.awake"))
                    .extracting(CloudEvent::getSubject)
                    .containsExactlyElementsOf(IntStream.range(0, 20)
                            .mapToObj(i -> subject("p" + i).encode())
                            .toList());
        }
    }

    /** Whoever died after telling and before it was answered has not lost the timer. */
    @Test
    void whatWasToldAndNotAnsweredIsToldAgainByTheNextTask() {
        try (var bench = bench();
                var another = bench(Books.settings(stateDir.resolve("another")))) {
            bench.send(INBOX, start("p1"));
            try (var all = bench.store().all()) {
                all.forEachRemaining(entry -> another.store().put(entry.key, entry.value));
            }
            bench.pass(Duration.ofSeconds(11));
            another.pass(Duration.ofSeconds(11));
            var one = bench.events("notif.awake").get(0);
            assertThat(another.events("notif.awake"))
                    .extracting(CloudEvent::getId)
                    .containsExactly(one.getId());
        }
    }

    /** The broker's clock decides; the node learns how far it differs. */
    @ParameterizedTest
    @ValueSource(longs = {3_600_000, 60_000, 1_000})
    void aBrokerWhoseClockIsAheadDoesNotDelayATimer(long aheadMillis) {
        try (var bench = bench()) {
            bench.send(INBOX, start("p1"), TopologyBench.NOW.plusMillis(aheadMillis));
            bench.pass(Duration.ofMillis(10_050));
            assertThat(bench.counted("due")).isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void manyAtOnceAreToldABoundedNumberAtATime() {
        var store = OrchestrationStore.inMemory();
        var due = new DueEvents(store, new BrokerClock());
        var router = new Router(MACHINES, RouterSettings.DEFAULT, type -> true);
        for (int i = 0; i < 2_000; i++) {
            decide(router, store, start(i), TopologyBench.NOW);
        }
        var at = TopologyBench.NOW.plusSeconds(10);
        long now = at.toEpochMilli();

        var first = due.next(now);
        assertThat(first).hasSize(DueWindow.FIRST);
        assertThat(due.next(now)).as("while nothing is answered").isEmpty();

        for (int answered = 0; answered < first.size(); answered += 10) {
            for (var each : first.subList(answered, answered + 10)) {
                var event = InternalEvents.of(each, Subject.parse(each.subject()));
                due.answered(event, decide(router, store, event, at), now, now);
            }
            if (answered == 0) {
                assertThat(due.next(now)).as("for so few").isEmpty();
            } else if (answered == 10) {
                assertThat(due.next(now)).hasSizeBetween(20, 25).doesNotContainAnyElementsOf(first);
            }
        }
        assertThat(due.next(now)).hasSizeBetween(80, 90);
    }

    /** A node whose clock is ahead of the broker's tells too early, learns, and tells again in time. */
    @Test
    void whatWasToldTooEarlyIsToldAgain() {
        var store = OrchestrationStore.inMemory();
        var due = new DueEvents(store, new BrokerClock());
        var router = new Router(MACHINES, RouterSettings.DEFAULT, type -> true);
        decide(router, store, start(1), TopologyBench.NOW);
        var early = due.next(TopologyBench.NOW.plusSeconds(3_610).toEpochMilli());
        assertThat(early).hasSize(1);
        var event = InternalEvents.of(early.get(0), subject("p1"));

        var stamp = TopologyBench.NOW.plusSeconds(9);
        var decision = decide(router, store, event, stamp);
        assertThat(decision.outcome()).isEqualTo(Decision.Outcome.EARLY);
        long nodesClock = TopologyBench.NOW.plusSeconds(3_609).toEpochMilli();
        due.answered(event, decision, stamp.toEpochMilli(), nodesClock);

        assertThat(due.next(nodesClock + 999)).isEmpty();
        assertThat(due.next(nodesClock + 1_000)).isEqualTo(early);
    }

    @Test
    void whatIsOverIsForgottenALittleAtATime() {
        var store = OrchestrationStore.inMemory();
        var due = new DueEvents(store, new BrokerClock());
        var router = new Router(MACHINES, RouterSettings.DEFAULT, type -> true);
        for (int i = 0; i < 500; i++) {
            decide(router, store, start(i), TopologyBench.NOW);
            decide(router, store, noise(i), TopologyBench.NOW);
        }
        long then = TopologyBench.NOW.plus(Duration.ofDays(1)).toEpochMilli();
        long left = 500;
        while (left > 0) {
            assertThat(due.next(then)).isEmpty();
            long still = IntStream.range(0, 500)
                    .filter(i -> store.load(subject("p" + i).encode()).isPresent())
                    .count();
            assertThat(left - still).isBetween(1L, (long) DueEvents.REMOVALS_PER_LOOK);
            left = still;
        }
    }

    private static Decision decide(Router router, OrchestrationStore store, CloudEvent event, Instant at) {
        var subject = Subject.parse(event.getSubject());
        var decision = router.decide(new Input(event, subject, at, -1), Known.of(store, subject.encode()))
                .get(0);
        if (decision.entry() != null) {
            store.append(subject.encode(), decision.entry());
        }
        return decision;
    }

    private static CloudEvent start(int i) {
        return Books.event(subject("p" + i), "xorca.nap.start", "s" + i, "{\"processId\":\"p" + i + "\"}");
    }

    private static CloudEvent noise(int i) {
        return Books.event(subject("p" + i), "evt.noise", "n" + i, "{}");
    }

    private TopologyBench bench() {
        return bench(Books.settings(stateDir));
    }

    private static TopologyBench bench(RuntimeSettings settings) {
        return TopologyBench.orchestrator(MACHINES, settings);
    }

    private static Subject subject(String processId) {
        return new Subject(processId, "nap", "1.0.0");
    }

    private static TestRecord<byte[], byte[]> start(String processId) {
        var event = Books.event(
                subject(processId), "xorca.nap.start", "s-" + processId, "{\"processId\":\"" + processId + "\"}");
        return Books.record(subject(processId).encode(), event);
    }
}
