package dev.xorca.machine;

import dev.xorca.machine.expression.CelExpressions;
import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Guard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads by which foreign events orchestrations are started. */
final class StartReader {
    static final Set<String> KEYS = Set.of("on", "when", "processId", "context", "announce");

    private static final Expression DATA = CelExpressions.compile("event.data", VariableTypes.ofEventAlone(null));

    private StartReader() {}

    static List<StartRule> readAll(Cursor root) {
        var rules = new ArrayList<StartRule>();
        root.member("starts").ifPresent(all -> {
            for (var each : all.itemsOrOne()) {
                var rule = read(each);
                if (rule != null) {
                    rules.add(rule);
                }
            }
        });
        return rules;
    }

    private static @Nullable StartRule read(Cursor at) {
        if (!at.isObject()) {
            at.wrongType("a start", "an object, for example { on: evt.order.placed }");
            return null;
        }
        at.allowOnly(KEYS, "a start");
        var on = at.member("on");
        if (on.isEmpty()) {
            at.problem("missing-event", "a start does not say which event starts", "add on: evt.order.placed");
            return null;
        }
        var type = type(on.get());
        if (type == null) {
            return null;
        }
        // There is no orchestration yet to look at.
        var known = at.knowing(VariableTypes.ofEventAlone(at.dataSchema(type)));
        return new StartRule(
                type,
                known.member("when").map(StartReader::condition).orElse(null),
                known.member("processId").map(StartReader::processId).orElse(null),
                known.member("context").map(StartReader::context).orElse(DATA),
                at.member("announce")
                        .map(each -> each.expectBoolean("announce"))
                        .orElse(false));
    }

    private static @Nullable String type(Cursor at) {
        var type = at.expectString("the type of an event");
        if (type == null) {
            return null;
        }
        if (type.isBlank() || type.contains("*") || type.startsWith("xorca.") || EventTypes.isOutbound(type)) {
            at.problem(
                    "never-a-start",
                    "'" + type + "' starts nothing: it is no exact type of an event that others send",
                    "name a type such as evt.order.placed; the router's own events and commands are not offered");
        }
        return type;
    }

    private static @Nullable Guard condition(Cursor at) {
        var text = at.expectString("when");
        return text == null ? null : Values.condition(at, text.stripTrailing());
    }

    private static @Nullable Expression processId(Cursor at) {
        return at.expectString("processId") == null ? null : Values.expression(at);
    }

    private static Expression context(Cursor at) {
        var context = Values.expression(at);
        if (context instanceof Expression.Constant constant && !(constant.value() instanceof Map)) {
            at.wrongType("context", "an object, or an expression for one");
        }
        return context;
    }
}
