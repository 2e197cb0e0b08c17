package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.StateNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an orchestrator takes and emits in the shape of xOrca's {@code getOrchestrationEvents}: for each version what starts
 * it, what each of its states takes and emits, and its errors, every event as the JSON Schema (draft-07) of a whole
 * CloudEvent in the JSON format. Every one of these schemas is a document of its own.
 */
public final class OrchestrationEvents {
    private final CatalogSettings settings;
    private final MachineVersion machine;

    private OrchestrationEvents(MachineVersion machine, CatalogSettings settings) {
        this.machine = machine;
        this.settings = settings;
    }

    /** The orchestrator as a JSON value; without a description when its author gave none. */
    public static Map<String, Object> of(Orchestrator orchestrator, CatalogSettings settings) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", orchestrator.name());
        orchestrator.description().ifPresent(text -> json.put("description", text));
        json.put(
                "machineSchema",
                orchestrator.versions().stream()
                        .map(version -> new OrchestrationEvents(version, settings).json())
                        .toList());
        return json;
    }

    private Map<String, Object> json() {
        var name = machine.name();
        var json = new LinkedHashMap<String, Object>();
        json.put("version", machine.version());
        var first = firstEmitted();
        first.add(EventTypes.startError(name));
        first.add(EventTypes.systemStartError(name));
        json.put("orchestrationInit", events(List.of(EventTypes.start(name)), first));
        json.put(
                "orchestrationEvents",
                machine.states().stream()
                        .filter(state ->
                                !state.receives().isEmpty() || !state.sends().isEmpty())
                        .map(state -> events(state.receives(), state.sends()))
                        .toList());
        json.put(
                "orchestrationError",
                events(
                        machine.received().stream()
                                .map(MachineEvent::type)
                                .filter(type -> EventKind.of(type) != EventKind.START)
                                .toList(),
                        List.of(
                                EventTypes.error(name),
                                EventTypes.systemError(name, settings.alternativeSystemErrorType()))));
        return json;
    }

    /** The types that the machine emits on its way into its first states, before anything else has happened. */
    private Set<String> firstEmitted() {
        var types = new LinkedHashSet<String>();
        enter(machine.document().machine().root(), types);
        return types;
    }

    private static void enter(StateNode state, Set<String> types) {
        addEmitted(state.entry(), types);
        switch (state.kind()) {
            case COMPOUND ->
                state.initial().ifPresent(initial -> {
                    addEmitted(initial.actions(), types);
                    initial.targets().forEach(target -> {
                        between(state, target).forEach(each -> addEmitted(each.entry(), types));
                        enter(target, types);
                    });
                });
            case PARALLEL -> state.children().forEach(child -> enter(child, types));
            case ATOMIC, FINAL, HISTORY -> {}
        }
    }

    private static List<StateNode> between(StateNode above, StateNode below) {
        var states = new ArrayList<StateNode>();
        var parent = below.parent();
        while (parent.isPresent() && !parent.get().equals(above)) {
            states.add(0, parent.get());
            parent = parent.get().parent();
        }
        return states;
    }

    private static void addEmitted(List<Action> actions, Set<String> types) {
        for (var action : actions) {
            if (action instanceof Action.Emit emit) {
                types.add(emit.type());
            }
        }
    }

    private Map<String, Object> events(Iterable<String> accepts, Iterable<String> emits) {
        var json = new LinkedHashMap<String, Object>();
        json.put("accepts", schemas(accepts, MachineEvent.Direction.RECEIVED));
        json.put("emits", schemas(emits, MachineEvent.Direction.SENT));
        return json;
    }

    private List<Map<String, Object>> schemas(Iterable<String> types, MachineEvent.Direction direction) {
        var schemas = new ArrayList<Map<String, Object>>();
        for (var type : types) {
            machine.event(type, direction)
                    .ifPresent(event -> schemas.add(Envelope.of(type, List.of(new Party(machine, event)), settings)
                            .event(event.data())));
        }
        return schemas;
    }
}
