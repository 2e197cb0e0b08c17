package dev.xorca.machine.expression;

import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One scope for all expression tests. */
final class Scopes {
    private static final Machine MACHINE =
            new MachineDocuments().read("m.yaml", """
                    name: m
                    initial: a
                    states:
                      a: { id: with-id, initial: b, states: { b: {}, c: {} } }
                      d: {}
                    """).machine();

    private static final String CONTEXT = """
            {"cost": 999, "price": 999.5, "power": 1e2, "one": 1, "unit": 1.0, "big": 9007199254740993,
             "none": null, "text": "h\u00e9llo w\u00f6rld", "face": "\ud83d\ude00x", "yes": true,
             "list": [3, 1, 2, 1], "empty": [], "object": {"key": "v", "none": null},
             "items": [{"count": 2, "price": 1.5}, {"count": 1, "price": 3}]}
            """;

    private Scopes() {}

    /** In state {@code a.b}, on event {@code evt.x}, at 10:20:30 of the last of January. */
    static Scope scope() {
        return new Scope(
                MACHINE,
                MACHINE.configuration(List.of("a.b")),
                Json.object(Json.read(CONTEXT)),
                new Event("evt.x", Json.read("{\"a\":1,\"b\":{\"c\":null}}"), Map.of("id", "e1", "source", "/s")),
                new Environment(
                        Map.of("name", "m", "processId", "p1"),
                        Json.read("{\"i\":5}"),
                        Instant.parse("2026-01-31T10:20:30.123Z")));
    }
}
