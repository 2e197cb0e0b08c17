package dev.xorca.router;

import dev.xorca.machine.EventSchemas;
import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.StartRule;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.Environment;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineState;
import dev.xorca.statechart.Scope;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which orchestrations foreign events start, by the rules of their machines' default versions. Of the rules of one machine
 * the first that holds counts. Immutable.
 */
public final class StartRules {
    /** The extension attribute of a start that a rule has made: the rule's number, from 0. */
    static final String RULE = "xorcarule";

    /** What a start takes over from the event that leads to it; the router reads it there. */
    private static final List<String> KEPT =
            List.of("correlationid", "traceparent", "tracestate", "tenant", "redirectto");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");

    private final Map<String, List<MachineDocument>> byType;

    /** The rules of these machines. */
    public StartRules(Machines machines) {
        var found = new HashMap<String, List<MachineDocument>>();
        for (var document : machines.defaults()) {
            for (var type : types(document)) {
                found.computeIfAbsent(type, each -> new ArrayList<>()).add(document);
            }
        }
        byType = Map.copyOf(found);
    }

    /** The types of the events that a machine has rules for. */
    static Set<String> types(MachineDocument document) {
        var types = new LinkedHashSet<String>();
        document.lifeCycle().starts().forEach(rule -> types.add(rule.on()));
        return types;
    }

    /** What the rules make of an event. */
    public sealed interface Result {}

    /** An orchestration starts, with this event. */
    public record Start(Subject subject, CloudEvent event) implements Result {}

    /** It cannot be said whether one starts, or with what; a sentence. */
    public record Failed(String reason) implements Result {}

    /** The types of the events that some rule is about. */
    public Set<String> types() {
        return byType.keySet();
    }

    /**
     * What the rules make of an event; nothing when none of them holds.
     *
     * @param at the time that expressions see
     */
    public List<Result> apply(CloudEvent event, Instant at) {
        var results = new ArrayList<Result>();
        for (var document : byType.getOrDefault(event.getType(), List.of())) {
            apply(document, event, at).ifPresent(results::add);
        }
        return results;
    }

    private static Optional<Result> apply(MachineDocument document, CloudEvent event, Instant at) {
        var rules = document.lifeCycle().starts();
        for (int i = 0; i < rules.size(); i++) {
            var rule = rules.get(i);
            if (rule.on().equals(event.getType())) {
                try {
                    var offered = EventJson.toEvent(event, Payload.read(event));
                    var scope = scope(document.machine(), offered, at);
                    if (rule.when() == null || rule.when().test(scope)) {
                        return Optional.of(start(document.machine(), rule, i, event, scope));
                    }
                } catch (RuntimeException e) {
                    return Optional.of(new Failed("start rule " + i + " of " + document.machine() + " for '"
                            + Text.shorten(rule.on(), 100) + "': " + e.getMessage()));
                }
            }
        }
        return Optional.empty();
    }

    /** There is no orchestration yet to look at. */
    private static Scope scope(Machine machine, Event event, Instant at) {
        var nowhere =
                MachineState.active(machine, List.of(), Map.of(), Map.of()).configuration();
        return new Scope(machine, nowhere, Map.of(), event, Environment.of(null, at));
    }

    private static Start start(Machine machine, StartRule rule, int number, CloudEvent event, Scope scope) {
        var subject = new Subject(processId(rule.processId(), event, scope), machine.name(), machine.version());
        var data = new LinkedHashMap<String, @Nullable Object>();
        data.put("processId", subject.processId());
        data.put("version", subject.version());
        data.put("context", context(rule.context().evaluate(scope)));
        var start = CloudEventBuilder.v1()
                .withId(event.getId())
                .withSource(event.getSource())
                .withType(EventTypes.start(machine.name()))
                .withData("application/json", EventData.written(data, Json.MAX_DEPTH))
                .withExtension(RULE, Integer.toString(number));
        if (event.getTime() != null) {
            start.withTime(event.getTime());
        }
        for (var name : KEPT) {
            var value = event.getExtension(name);
            if (value != null) {
                start.withExtension(name, value.toString());
            }
        }
        return new Start(subject, start.build());
    }

    private static String processId(@Nullable Expression expression, CloudEvent event, Scope scope) {
        if (expression == null) {
            return Address.processId(event);
        }
        var value = expression.evaluate(scope);
        if (value instanceof String text && Subject.isProcessId(text)) {
            return text;
        } else if (value instanceof Long number) {
            return number.toString();
        }
        throw new IllegalArgumentException("processId must come to a text of 1 to " + EventSchemas.MAX_PROCESS_ID
                + " characters or to a whole number, this is " + Json.shape(value));
    }

    private static Object context(@Nullable Object value) {
        if (value == null) {
            return Map.of();
        } else if (value instanceof Map<?, ?>) {
            return value;
        }
        throw new IllegalArgumentException("context must come to an object, this is " + Json.shape(value));
    }

    /** The number of the rule that has made a start; empty for a start that somebody has sent. */
    static Optional<Integer> number(CloudEvent start) {
        return start.getExtension(RULE) instanceof String text
                        && NUMBER.matcher(text).matches()
                ? Optional.of(Integer.parseInt(text))
                : Optional.empty();
    }

    /** The rule that has made a start; empty for a start that somebody has sent. */
    static Optional<StartRule> rule(CloudEvent start, MachineDocument document) {
        var rules = document.lifeCycle().starts();
        return number(start).filter(number -> number < rules.size()).map(rules::get);
    }
}
