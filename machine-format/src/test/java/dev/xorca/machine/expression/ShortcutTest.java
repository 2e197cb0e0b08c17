package dev.xorca.machine.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.common.CelValidationException;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Interpreter;
import dev.xorca.statechart.Limits;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineDefinition;
import dev.xorca.statechart.Scope;
import dev.xorca.statechart.StateDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short way leads where CEL leads: expressions by chance over values by chance, both ways. */
class ShortcutTest {
    private static final int EXPRESSIONS = 2_000;
    private static final List<Object> VALUES = List.of(
            0L,
            1L,
            -1L,
            7L,
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            0.0,
            -0.0,
            1.0,
            1.5,
            Double.MAX_VALUE,
            true,
            false,
            "",
            "a",
            "b",
            Map.of("n", 1L),
            List.of(1L));

    private final Random random = new Random(1);
    private int sure;

    @Test
    void itIsSureOfNothingButWhatCelSays() {
        for (int i = 0; i < EXPRESSIONS; i++) {
            var source = expression(3);
            CelExpressions.CelExpression expression;
            try {
                expression = (CelExpressions.CelExpression) CelExpressions.compile(source);
            } catch (MalformedExpressionException e) {
                continue;
            }
            for (int j = 0; j < 5; j++) {
                var scope = scope();
                assertThat(outcome(() -> expression.evaluate(scope)))
                        .as("%s with %s on %s", source, scope.context(), scope.event())
                        .isEqualTo(outcome(() -> expression.evaluateByCel(scope)));
                if (expression.isShort(scope)) {
                    sure++;
                }
            }
        }
        assertThat(sure).as("values found the short way").isGreaterThan(EXPRESSIONS / 2);
    }

    @Test
    void typesThatAreToldWithoutTheCheckerAreThoseOfTheChecker() throws CelValidationException {
        int told = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            var source = expression(3);
            var types = PlainTypes.of(CelExpressions.parse(source), VariableTypes.NONE.names());
            if (types != null) {
                told++;
                var checked = CelExpressions.checkedByCel(source);
                types.forEach(
                        (id, type) -> assertThat(checked.getType(id)).as(source).hasValue(type));
                assertThat(checked.getTypeMap().keySet()).as(source).isEqualTo(types.keySet());
            }
        }
        assertThat(told).as("expressions whose types are told").isGreaterThan(EXPRESSIONS / 10);
    }

    private interface Evaluation {
        Object value();
    }

    private static List<Object> outcome(Evaluation evaluation) {
        var outcome = new ArrayList<>();
        try {
            outcome.add(evaluation.value());
        } catch (ExpressionException e) {
            outcome.add(e.getMessage());
        }
        return outcome;
    }

    private String expression(int depth) {
        if (depth == 0 || random.nextInt(5) == 0) {
            return pick(List.of(
                    "context.a",
                    "context.b",
                    "context.c.n",
                    "event.data.n",
                    "event.data",
                    "event.type",
                    "event.id",
                    "input",
                    "self.name",
                    "has(context.a)",
                    "has(event.data.n)",
                    "1",
                    "2",
                    "-1",
                    "9223372036854775807",
                    "1.5",
                    "true",
                    "false",
                    "'a'",
                    "null",
                    "size(context.a)",
                    "context.a.startsWith('a')",
                    "context.a in context.c",
                    "'a'.contains(event.data.n)"));
        }
        return switch (random.nextInt(8)) {
            case 0 -> "!(" + expression(depth - 1) + ")";
            case 1 -> "(" + expression(depth - 1) + " ? " + expression(depth - 1) + " : " + expression(depth - 1) + ")";
            default ->
                "(" + expression(depth - 1) + " "
                        + pick(List.of("+", "-", "*", "/", "%", "<", "<=", ">", ">=", "==", "!=", "&&", "||")) + " "
                        + expression(depth - 1) + ")";
        };
    }

    private Scope scope() {
        var context = new LinkedHashMap<String, Object>();
        for (var key : List.of("a", "b", "c")) {
            switch (random.nextInt(8)) {
                case 0 -> {}
                case 1 -> context.put(key, null);
                default -> context.put(key, pick(VALUES));
            }
        }
        var data = new LinkedHashMap<String, Object>();
        if (random.nextInt(3) > 0) {
            data.put("n", pick(VALUES));
        }
        var machine = Machine.of(new MachineDefinition(
                "m", "1.0.0", null, Expression.constant(Map.of()), StateDefinition.of("m", ""), Limits.DEFAULT));
        var event = new Event("evt.thing", data, random.nextBoolean() ? Map.of("id", "1") : Map.of());
        var environment = new Environment(Map.of("name", "m"), pick(VALUES), Instant.EPOCH);
        return new Scope(
                machine,
                Interpreter.start(machine, event, environment).after().configuration(),
                context,
                event,
                environment);
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
