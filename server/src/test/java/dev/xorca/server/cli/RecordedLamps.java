package dev.xorca.server.cli;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.router.Input;
import dev.xorca.router.Known;
import dev.xorca.router.Machines;
import dev.xorca.router.Router;
import dev.xorca.router.RouterSettings;
import dev.xorca.router.Subject;
import dev.xorca.store.JournalLine;
import dev.xorca.store.OrchestrationStore;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** The journals of three lamps, each pressed three times, as an export has them: one entry a second. */
final class RecordedLamps {
    static final String LAMP = """
            name: lamp
            version: 1.0.0
            context: { times: 0 }
            initial: off
            states:
              off: { on: { evt.press: on } }
              on:
                entry: [ { assign: { times: "${context.times + 1}" } }, { emit: notif.lamp.on, data: { times: "${context.times}" } } ]
                on: { evt.press: off }
            """;

    private static final int LAMPS = 3;

    private RecordedLamps() {}

    static Subject subject(int lamp) {
        return new Subject("lamp-" + lamp, "lamp", "1.0.0");
    }

    /** Writes them to this file, which it returns. */
    static Path write(Path file) throws IOException {
        var router = new Router(
                Machines.of(List.of(new MachineDocuments().read("lamp.machine.yaml", LAMP))),
                RouterSettings.DEFAULT,
                type -> true);
        var out = new ByteArrayOutputStream();
        long offset = 0;
        for (int lamp = 0; lamp < LAMPS; lamp++) {
            var subject = subject(lamp);
            var store = OrchestrationStore.inMemory();
            for (var type : List.of("xorca.lamp.start", "evt.press", "evt.press", "evt.press")) {
                var event = CloudEventBuilder.v1()
                        .withId("e" + offset)
                        .withSource(URI.create("/tests"))
                        .withType(type)
                        .withSubject(subject.encode())
                        .build();
                var input = new Input(event, subject, Instant.ofEpochSecond(offset), offset++);
                var entry = router.decide(input, Known.of(store, subject.encode()))
                        .get(0)
                        .entry();
                store.append(subject.encode(), entry);
                out.write(JournalLine.write(subject.encode(), entry));
                out.write('\n');
            }
        }
        out.write(JournalLine.end(LAMPS, offset));
        return Files.write(file, out.toByteArray());
    }
}
