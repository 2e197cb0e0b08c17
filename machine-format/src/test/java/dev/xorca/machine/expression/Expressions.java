package dev.xorca.machine.expression;

import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Limits;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineDefinition;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.StateDefinition;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Evaluates expressions where a machine is in the state "Paying" and has values of every kind at hand. */
final class Expressions {
    static final Map<String, Object> CONTEXT = Map.of(
            "n",
            7L,
            "half",
            0.5,
            "word",
            "tea",
            "yes",
            true,
            "list",
            List.of(3L, 1L, 2L),
            "people",
            List.of(Map.of("name", "Ada", "age", 36L), Map.of("name", "Bo", "age", 7L)),
            "object",
            Map.of("key", "value"));

    private Expressions() {}

    static Object evaluate(String expression) {
        return CelExpressions.compile(expression).evaluate(scope(CONTEXT));
    }

    static Scope scope(Map<String, Object> context) {
        var machine = machine();
        return new Scope(
                machine,
                machine.configuration(List.of("Paying")),
                context,
                new Event("evt.pay", Map.of("sum", 12L), Map.of("id", "e-1", "source", "/bank")),
                new Environment(
                        Map.of("name", "order", "version", "1.0.0", "processId", "p-1", "subject", "s"),
                        Map.of("book", "b-1"),
                        Instant.parse("2026-02-03T04:05:06.789Z")));
    }

    private static Machine machine() {
        var root = StateDefinition.of("order", "");
        root.state(StateDefinition.of("Paying", "/states/Paying"));
        root.state(StateDefinition.of("Paid", "/states/Paid"));
        root.initial(dev.xorca.statechart.TransitionDefinition.to("", "Paying", "/initial"));
        return Machine.of(new MachineDefinition("order", "1.0.0", null, null, root, Limits.DEFAULT));
    }
}
