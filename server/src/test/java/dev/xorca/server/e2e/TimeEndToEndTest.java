package dev.xorca.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Machines;
import dev.xorca.router.Subject;
import dev.xorca.runtime.DeploymentChecks;
import dev.xorca.runtime.OrchestratorRuntime;
import dev.xorca.runtime.RuntimeSettings;
import dev.xorca.schemas.Json;
import dev.xorca.server.kafka.EmbeddedKafka;
import io.cloudevents.CloudEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Timers over a real broker whose clock is set while they run. Every alarm says when it was set and when it rang; both are
 * the broker's time.
 */
class TimeEndToEndTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final int LONGEST_MINUTES = 12;

    @TempDir
    private Path folder;

    private final String prefix = "z" + UUID.randomUUID().toString().substring(0, 8) + ".";
    /** Some of what a broker does by itself stands still after its clock was set back: nobody shares this one. */
    private final SettableTime clock = new SettableTime();

    private EmbeddedKafka kafka;
    private PlainClient client;

    @BeforeEach
    void startBroker() {
        kafka = EmbeddedKafka.start(folder.resolve("broker"), 0, clock);
        client = new PlainClient(kafka.bootstrapServers(), Map.of());
    }

    @AfterEach
    void stopBroker() {
        client.close();
        kafka.close();
    }

    /** Rings as many minutes after its start as it is told to. */
    private static String alarm() {
        var choices = new StringBuilder();
        var waits = new StringBuilder();
        for (int minutes = 1; minutes <= LONGEST_MINUTES; minutes++) {
            choices.append("      - { guard: context.minutes == %d, target: Wait%d }\n".formatted(minutes, minutes));
            waits.append("  Wait%d: { after: { PT%dM: Rung } }\n".formatted(minutes, minutes));
        }
        return """
                name: alarm
                version: 1.0.0
                context: { minutes: "${input.minutes}" }
                initial: Setting
                states:
                  Setting:
                    entry: { emit: notif.alarm.set, data: { minutes: "${context.minutes}" } }
                    always:
                %s%s  Rung:
                    type: final
                    entry: { emit: notif.alarm.rang, data: { minutes: "${context.minutes}" } }
                """.formatted(choices, waits);
    }

    private OrchestratorRuntime start() {
        var usual = RuntimeSettings.of(kafka.bootstrapServers(), prefix + "app", folder.resolve("state"));
        var runtime = new OrchestratorRuntime(
                Machines.of(List.of(new MachineDocuments().read("alarm.machine.yaml", alarm()))),
                new RuntimeSettings(
                        usual.bootstrapServers(),
                        usual.applicationId(),
                        usual.stateDir(),
                        usual.instanceId(),
                        prefix,
                        "",
                        true,
                        // One, so that there is one order.
                        1,
                        1,
                        usual.eventEncoding(),
                        usual.guarantee(),
                        20,
                        1,
                        usual.maxInputBytes(),
                        DeploymentChecks.DEFAULT,
                        false,
                        usual.placement(),
                        usual.router(),
                        usual.kafka()));
        runtime.start();
        await().atMost(PATIENCE).until(runtime::isReady);
        return runtime;
    }

    private void set(String processId, int minutes) {
        var json = "{\"processId\":\"" + processId + "\",\"context\":{\"minutes\":" + minutes + "}}";
        client.send(
                prefix + "xorca.alarm.start",
                PlainClient.event("xorca.alarm.start", "start-" + processId, json)
                        .build());
        client.flush();
    }

    private void setSome(String name, int count, int minutes) {
        IntStream.range(0, count).forEach(i -> set(name + i, minutes));
    }

    private List<CloudEvent> events(String type, int count) {
        var events = client.events(prefix + type, count, PATIENCE);
        assertThat(events).as(type).hasSize(count);
        return events;
    }

    private static String processId(CloudEvent event) {
        return Subject.parse(Objects.requireNonNull(event.getSubject())).processId();
    }

    private static OffsetDateTime time(CloudEvent event) {
        return Objects.requireNonNull(event.getTime());
    }

    private static long minutes(CloudEvent event) {
        return (Long) Json.readObject(Objects.requireNonNull(event.getData()).toBytes())
                .get("minutes");
    }

    /** That the node tells the inbox of one of these, whatever comes of it. */
    private void awaitTimerTold(String name) {
        var told = client.read(
                List.of(prefix + "xorca.inbox"),
                1,
                PATIENCE,
                record -> Subject.parse(record.key()).processId().startsWith(name)
                        && client.decode(record).getType().equals("xorca.timer"));
        // At least: what is read at once may hold more than one.
        assertThat(told).as("a timer told of " + name).isNotEmpty();
    }

    @Test
    void aClockThatIsSetForwardAndBackByAnHourLosesDoublesAndHastensNothing() {
        try (var node = start()) {
            setSome("before", 10, 10);
            events("notif.alarm.set", 10);

            // What comes in tells the node that the broker is an hour ahead.
            clock.setAhead(HOUR);
            setSome("ahead", 10, 12);
            assertThat(events("notif.alarm.rang", 10))
                    .extracting(TimeEndToEndTest::processId)
                    .allMatch(id -> id.startsWith("before"));
            events("notif.alarm.set", 20);

            // So these seem due to it as soon as they are set; the first of their stamps says otherwise.
            clock.setAhead(Duration.ZERO);
            setSome("back", 10, 11);
            awaitTimerTold("back");

            clock.setAhead(HOUR.multipliedBy(2));
            set("last", 12);
            events("notif.alarm.rang", 30);
            assertThat(node.isAlive()).isTrue();
        }
        // Whatever was to ring a second time has done so before this reader gives up.
        var rang = client.events(prefix + "notif.alarm.rang", 31, Duration.ofSeconds(2));
        assertThat(rang.stream().map(TimeEndToEndTest::processId))
                .containsExactlyInAnyOrderElementsOf(Stream.of("before", "ahead", "back")
                        .flatMap(name -> IntStream.range(0, 10).mapToObj(i -> name + i))
                        .toList());
        assertThatNoneRangEarly(rang);
    }

    /** By the broker's clock. */
    private void assertThatNoneRangEarly(List<CloudEvent> rang) {
        var setAt = events("notif.alarm.set", rang.size() + 1).stream()
                .collect(Collectors.toMap(TimeEndToEndTest::processId, TimeEndToEndTest::time));
        for (var each : rang) {
            assertThat(time(each))
                    .as(processId(each))
                    .isAfterOrEqualTo(setAt.get(processId(each)).plusMinutes(minutes(each)));
        }
    }

    @Test
    void whatWasDueWhileNobodyRanHappensAtOnceInItsOrder() {
        var shuffled = IntStream.rangeClosed(1, LONGEST_MINUTES).boxed().collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(20261128));
        try (var first = start()) {
            shuffled.forEach(minutes -> set("in-" + minutes, minutes));
            events("notif.alarm.set", LONGEST_MINUTES);
            assertThat(first.isReady()).isTrue();
        }
        clock.setAhead(HOUR);
        try (var second = start()) {
            set("last", LONGEST_MINUTES);
            var rang = events("notif.alarm.rang", LONGEST_MINUTES);
            assertThat(rang.stream().map(TimeEndToEndTest::minutes))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, LONGEST_MINUTES).boxed().toList());
            assertThatNoneRangEarly(rang);
            assertThat(second.isAlive()).isTrue();
        }
    }
}
