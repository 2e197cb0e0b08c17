package dev.xorca.catalog;

import dev.xorca.machine.EventSchemas;
import dev.xorca.machine.EventTypes;
import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.EventDescriptor;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.invoke.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Finds in a machine what its catalogue shows. */
final class MachineReading {
    /** The attribute by which the answer to a command is known. */
    private static final String TOKEN = "xorcatoken";

    private final MachineDocument document;
    private final CatalogSettings settings;
    private final boolean isDefault;
    private final boolean isChild;
    private final Map<String, Set<String>> attributes = new LinkedHashMap<>();
    private final Map<String, String> answered = new LinkedHashMap<>();
    private final Set<String> raised = new LinkedHashSet<>();

    private MachineReading(MachineDocument document, CatalogSettings settings, boolean isDefault, boolean isChild) {
        this.document = document;
        this.settings = settings;
        this.isDefault = isDefault;
        this.isChild = isChild;
        document.machine().forEachAction(action -> {
            if (action instanceof Action.Emit emit) {
                attributes
                        .computeIfAbsent(emit.type(), type -> new LinkedHashSet<>())
                        .addAll(emit.attributes().keySet());
            } else if (action instanceof Action.Raise raise) {
                raised.add(raise.type());
            }
        });
        for (var well : List.of(true, false)) {
            attributes.put(EventTypes.completion(document.machine().name(), well), Set.of(TOKEN));
        }
        document.machine().forEachInvocation(invocation -> {
            if (invocation.call() instanceof Call.Command command) {
                var names = attributes.computeIfAbsent(command.type(), type -> new LinkedHashSet<>());
                names.addAll(command.attributes().keySet());
                if (invocation.awaited()) {
                    names.add(TOKEN);
                    command.answers().forEach(answer -> answered.putIfAbsent(answer, command.type()));
                }
            }
        });
    }

    /** @param isChild whether others wait for the end of its orchestrations */
    static MachineVersion read(MachineDocument document, CatalogSettings settings, boolean isDefault, boolean isChild) {
        return new MachineReading(document, settings, isDefault, isChild).read();
    }

    private MachineVersion read() {
        var states = document.machine().states().stream().map(this::state).toList();
        var events = new ArrayList<MachineEvent>();
        var name = document.machine().name();
        events.add(received(EventTypes.start(name), DataSchema.received(EventSchemas.start(document)), List.of()));
        for (var type : receivedTypes()) {
            events.add(received(type, DataSchema.received(document.accepts().get(type)), waitingFor(type, states)));
        }
        for (var type : emittedTypes()) {
            events.add(sent(
                    type,
                    emitted(type),
                    states.stream()
                            .filter(state -> state.sends().contains(type))
                            .map(MachineVersion.State::path)
                            .toList()));
        }
        for (var type : List.of(
                EventTypes.systemStartError(name),
                EventTypes.startError(name),
                EventTypes.systemError(name, settings.alternativeSystemErrorType()),
                EventTypes.error(name))) {
            events.add(sent(type, DataSchema.sent(EventSchemas.error()), List.of()));
        }
        return new MachineVersion(document, isDefault, states, events, Answers.of(states, events, answered));
    }

    /** Its end is told to whoever has started it, even where nobody else is told. */
    private Set<String> emittedTypes() {
        var types = new LinkedHashSet<>(document.emittedTypes());
        if (isChild) {
            var name = document.machine().name();
            types.add(EventTypes.completion(name, true));
            types.add(EventTypes.completion(name, false));
        }
        return types;
    }

    private DataSchema emitted(String type) {
        return EventTypes.isOwn(document.machine().name(), type)
                ? EventSchemas.own(document, type).map(DataSchema::sent).orElse(DataSchema.sent((PayloadSchema) null))
                : DataSchema.sent(document.emits().get(type));
    }

    /** Types in the order in which states wait for them, then those that are only declared. */
    private Set<String> receivedTypes() {
        var types = new LinkedHashSet<String>();
        for (var descriptor : document.acceptedDescriptors()) {
            var isInternal = raised.contains(descriptor) && !document.accepts().containsKey(descriptor);
            if (comesFromOutside(descriptor) && !isInternal) {
                types.add(descriptor);
            }
        }
        document.accepts().keySet().stream()
                .filter(MachineReading::comesFromOutside)
                .forEach(types::add);
        return types;
    }

    private static boolean comesFromOutside(String descriptor) {
        var parsed = EventDescriptor.of(descriptor);
        if (!parsed.wildcard()) {
            return EventTypes.isOffered(descriptor);
        }
        var stem = parsed.stem() + ".";
        return parsed.stem().isEmpty() || stem.startsWith("evt.") || stem.startsWith("sys.");
    }

    private static List<String> waitingFor(String type, List<MachineVersion.State> states) {
        return states.stream()
                .filter(state -> state.receives().stream()
                        .anyMatch(descriptor -> EventDescriptor.of(descriptor).covers(EventDescriptor.of(type))))
                .map(MachineVersion.State::path)
                .toList();
    }

    private MachineEvent received(String type, DataSchema data, List<String> states) {
        var topic = type.contains("*") ? "" : EventTypes.topic(settings.topicPrefix(), type);
        return new MachineEvent(type, MachineEvent.Direction.RECEIVED, topic, data, states, Set.of());
    }

    private MachineEvent sent(String type, DataSchema data, List<String> states) {
        return new MachineEvent(
                type,
                MachineEvent.Direction.SENT,
                EventTypes.topic(settings.topicPrefix(), type),
                data,
                states,
                attributes.getOrDefault(type, Set.of()));
    }

    private MachineVersion.State state(StateNode node) {
        var receives = new LinkedHashSet<String>();
        for (var transition : node.transitions()) {
            if (!transition.descriptor().isEmpty() && comesFromOutside(transition.descriptor())) {
                receives.add(transition.descriptor());
            }
        }
        var sends = new LinkedHashSet<String>();
        Consumer<Action> emitted = action -> {
            if (action instanceof Action.Emit emit) {
                sends.add(emit.type());
            }
        };
        Machine.forEachInvocation(node, invocation -> {
            if (invocation.call() instanceof Call.Command command) {
                sends.add(command.type());
            } else if (invocation.call() instanceof Call.Child child) {
                sends.add(EventTypes.start(child.machine()));
            }
            if (invocation.awaited()) {
                receives.addAll(invocation.call().answers());
            }
        });
        node.entry().forEach(emitted);
        node.initial().ifPresent(initial -> initial.actions().forEach(emitted));
        node.transitions().forEach(transition -> transition.actions().forEach(emitted));
        node.exit().forEach(emitted);
        return new MachineVersion.State(
                node.path(), node.kind(), node.description().orElse(null), List.copyOf(receives), List.copyOf(sends));
    }
}
