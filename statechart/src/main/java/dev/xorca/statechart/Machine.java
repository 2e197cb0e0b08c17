package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A statechart that has been checked: every name resolved, every state reachable by number. Immutable and safe for any
 * number of threads, as far as its expressions and registered actions are.
 */
public final class Machine {
    private final MachineDefinition definition;
    private final List<StateNode> nodes;
    private final Map<String, StateNode> byId;
    private final Map<String, StateNode> byPath;
    private final Map<String, Invoked> invocations;
    private final boolean hasEventless;

    Machine(
            MachineDefinition definition,
            List<StateNode> nodes,
            Map<String, StateNode> byId,
            Map<String, StateNode> byPath) {
        this.definition = definition;
        this.nodes = List.copyOf(nodes);
        this.byId = Map.copyOf(byId);
        this.byPath = Map.copyOf(byPath);
        var byInvocation = new HashMap<String, Invoked>();
        nodes.forEach(node -> node.invocations()
                .forEach(invocation -> byInvocation.put(invocation.id(), new Invoked(invocation, node))));
        this.invocations = Map.copyOf(byInvocation);
        this.hasEventless = nodes.stream().anyMatch(node -> !node.always().isEmpty());
    }

    /**
     * Checks a definition and resolves its names.
     *
     * @throws MachineDefinitionException with every problem of the definition
     */
    public static Machine of(MachineDefinition definition) {
        return new MachineResolution(definition).machine();
    }

    public String name() {
        return definition.name();
    }

    public String version() {
        return definition.version();
    }

    public Optional<String> description() {
        return Optional.ofNullable(definition.description());
    }

    public Limits limits() {
        return definition.limits();
    }

    public StateNode root() {
        return nodes.get(0);
    }

    /** All states in document order, the root first. */
    public List<StateNode> states() {
        return nodes;
    }

    /** The state that {@code #id} or a path from the root names. */
    public Optional<StateNode> find(String reference) {
        return Optional.ofNullable(
                reference.startsWith("#") ? byId.get(reference.substring(1)) : byPath.get(reference));
    }

    /** The types of all events that actions and invocations of this machine emit, except those of registered actions. */
    public Set<String> emittedTypes() {
        var types = new LinkedHashSet<String>();
        forEachAction(action -> {
            if (action instanceof Action.Emit emit) {
                types.add(emit.type());
            }
        });
        forEachInvocation(invocation -> {
            if (invocation.call() instanceof Call.Command command) {
                types.add(command.type());
            } else if (invocation.call() instanceof Call.Child child) {
                types.add(Call.Child.startType(child.machine()));
            }
        });
        return Collections.unmodifiableSet(types);
    }

    /**
     * The descriptors of all events that transitions and invocations of this machine wait for, those it raises itself
     * among them.
     */
    public Set<String> acceptedDescriptors() {
        var descriptors = new LinkedHashSet<String>();
        for (var node : nodes) {
            for (var transition : node.transitions()) {
                if (!transition.descriptor().isEmpty()
                        && !transition.descriptor().startsWith("xstate.")) {
                    descriptors.add(transition.descriptor());
                }
            }
        }
        forEachInvocation(invocation -> {
            if (invocation.awaited()) {
                descriptors.addAll(invocation.call().answers());
            }
        });
        return Collections.unmodifiableSet(descriptors);
    }

    /** Whether some transition of this machine waits for events of this type. */
    public boolean waitsFor(String type) {
        return acceptedDescriptors().stream()
                .anyMatch(descriptor -> EventDescriptor.of(descriptor).matches(type));
    }

    /** Visits every action of the machine once, in document order. */
    public void forEachAction(Consumer<Action> visitor) {
        for (var node : nodes) {
            node.entry().forEach(visitor);
            node.initial().ifPresent(initial -> initial.actions().forEach(visitor));
            node.transitions().forEach(transition -> transition.actions().forEach(visitor));
            node.exit().forEach(visitor);
        }
    }

    /** Visits every invocation of the machine once, those within others and the compensations among them. */
    public void forEachInvocation(Consumer<Invocation> visitor) {
        nodes.forEach(node -> forEachInvocation(node, visitor));
    }

    /** Visits what one state asks for, those within others and the compensations among them. */
    public static void forEachInvocation(StateNode state, Consumer<Invocation> visitor) {
        state.invocations().forEach(invocation -> visit(invocation, visitor));
    }

    private static void visit(Invocation invocation, Consumer<Invocation> visitor) {
        visitor.accept(invocation);
        if (invocation.call() instanceof Call.ForEach forEach) {
            visit(forEach.each(), visitor);
        }
        if (invocation.compensation() != null) {
            visit(invocation.compensation(), visitor);
        }
    }

    /** The invocation of this id, with the state that it belongs to. */
    public Optional<Invoked> invocation(String id) {
        return Optional.ofNullable(invocations.get(id));
    }

    /** Whether some transition, of the state that asks or of one around it, is for the failure of an invocation. */
    public boolean takesError(Invoked invoked) {
        var type = Invocation.errorType(invoked.invocation().id());
        var state = Optional.of(invoked.state());
        while (state.isPresent()) {
            if (state.get().transitions().stream()
                    .anyMatch(transition -> transition.descriptor().equals(type))) {
                return true;
            }
            state = state.get().parent();
        }
        return false;
    }

    /** An invocation and the state that asks for it. */
    public record Invoked(Invocation invocation, StateNode state) {}

    /** Whether the machine waits for time to pass: delayed transitions, or events raised with a delay. */
    public boolean usesTime() {
        var delayed = new boolean[1];
        forEachAction(action -> delayed[0] |= action instanceof Action.Raise raise && raise.delay() != null);
        forEachInvocation(invocation -> delayed[0] |=
                invocation.deadline() != null || invocation.retry().attempts() > 1);
        return delayed[0] || nodes.stream().anyMatch(node -> !node.timers().isEmpty());
    }

    /**
     * The configuration with the given innermost states.
     *
     * @throws IllegalArgumentException when there is no such state
     */
    public Configuration configuration(List<String> leaves) {
        var orders = new BitSet(nodes.size());
        for (var path : leaves) {
            @Nullable StateNode node = byPath.get(path);
            if (node == null) {
                throw new IllegalArgumentException(
                        "machine " + name() + " " + version() + " has no state '" + path + "'");
            }
            for (; node != null; node = node.parent().orElse(null)) {
                orders.set(node.order());
            }
        }
        var active = new ArrayList<StateNode>();
        orders.stream().forEach(order -> active.add(nodes.get(order)));
        return Configuration.of(active);
    }

    @Nullable
    Expression context() {
        return definition.context();
    }

    /** Whether any state has an eventless transition, so that it is worth looking for one. */
    boolean hasEventless() {
        return hasEventless;
    }

    StateNode node(int order) {
        return nodes.get(order);
    }

    @Override
    public String toString() {
        return name() + " " + version();
    }
}
