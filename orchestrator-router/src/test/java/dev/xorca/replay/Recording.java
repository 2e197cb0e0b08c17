package dev.xorca.replay;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Input;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import dev.xorca.store.JournalLine;
import dev.xorca.store.JournalLines;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** A router at work whose journals can be had as lines, as they would be exported. */
final class Recording {
    private final Router router;
    private final OrchestrationStore store = OrchestrationStore.inMemory();
    private final Set<Subject> subjects = new LinkedHashSet<>();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private long offset;

    Recording(Machines machines, RouterSettings settings) {
        this.router = new Router(machines, settings, type -> true);
    }

    static Recording of(String... documents) {
        return new Recording(machines(documents), RouterSettings.DEFAULT);
    }

    static Machines machines(String... documents) {
        return Machines.of(Stream.of(documents)
                .map(document -> new MachineDocuments().read("test.machine.yaml", document))
                .toList());
    }

    Recording start(Subject subject, Object context) {
        return event(
                subject,
                "xorca." + subject.name() + ".start",
                Map.of("processId", subject.processId(), "version", subject.version(), "context", context));
    }

    /** An event for an orchestration, a second after the last. */
    Recording event(Subject subject, String type, Object data) {
        return decide(
                subject,
                CloudEventBuilder.v1()
                        .withId("event-" + offset)
                        .withSource(URI.create("/tests"))
                        .withType(type)
                        .withSubject(subject.encode())
                        .withData("application/json", Json.text(data).getBytes(StandardCharsets.UTF_8))
                        .build());
    }

    Recording order(Subject subject, InternalEvents.Order order) {
        return decide(subject, InternalEvents.order(order, subject, "order-" + offset, "because"));
    }

    /** Time passes; what is due then comes. */
    Recording pass(Duration time) {
        now = now.plus(time);
        for (var due : store.agenda().take(now, 100)) {
            var subject = Subject.parse(due.subject());
            decide(subject, InternalEvents.of(due, subject));
        }
        return this;
    }

    private Recording decide(Subject subject, CloudEvent event) {
        now = now.plusSeconds(1);
        subjects.add(subject);
        for (var decision :
                router.decide(new Input(event, subject, now, offset++), Known.of(store, subject.encode()))) {
            if (decision.hold() != null) {
                store.hold(subject.encode(), decision.hold());
            }
            if (decision.entry() != null) {
                store.append(subject.encode(), decision.entry());
            }
            if (decision.release() != null) {
                store.release(subject.encode(), decision.release());
            }
        }
        return this;
    }

    /** All journals, written and read. */
    List<JournalLine> lines() {
        var out = new ByteArrayOutputStream();
        for (var subject : subjects) {
            for (var entry : store.read(subject.encode(), 1, 10_000)) {
                out.writeBytes(JournalLine.write(subject.encode(), entry));
                out.write('\n');
            }
        }
        var lines = new ArrayList<JournalLine>();
        try (var reader = new JournalLines(new ByteArrayInputStream(out.toByteArray()))) {
            for (var line = reader.read(); line.isPresent(); line = reader.read()) {
                lines.add(line.get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
