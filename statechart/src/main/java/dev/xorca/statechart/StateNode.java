package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Invocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A state of a machine. Its place in the tree is also a pair of numbers, so that "lies below" is two comparisons.
 * Immutable once {@link Machine} has handed it out.
 */
public final class StateNode {

    /** The kinds of state, as in SCXML 3.3 to 3.10. */
    public enum Kind {
        ATOMIC,
        COMPOUND,
        PARALLEL,
        FINAL,
        HISTORY
    }

    /** How much a history state remembers: the children of its parent, or the innermost states below it. */
    public enum HistoryDepth {
        SHALLOW,
        DEEP
    }

    private final StateDefinition definition;
    private final Kind kind;
    private final String id;
    private final String path;
    private final int order;
    private final @Nullable StateNode parent;
    private final List<StateNode> children = new ArrayList<>();

    private int last;
    private @Nullable Transition initial;
    private List<Transition> historyDefault = List.of();
    private final Map<String, List<Transition>> exact = new LinkedHashMap<>();
    private final List<Wildcard> wildcards = new ArrayList<>();
    private final List<Transition> always = new ArrayList<>();
    private final List<Timer> timers = new ArrayList<>();
    private final List<Invocation> invocations = new ArrayList<>();

    /** How a machine ends whose final state this is; the interpreter makes no difference between them. */
    public enum Outcome {
        DONE,
        FAILED
    }

    private record Wildcard(EventDescriptor descriptor, List<Transition> transitions) {}

    /** A delay that begins when the state is entered; its event type is also the id of the timer. */
    record Timer(String eventType, Delay delay) {}

    StateNode(StateDefinition definition, Kind kind, String id, @Nullable StateNode parent, int order) {
        this.definition = definition;
        this.kind = kind;
        this.id = id;
        this.parent = parent;
        this.path = parent == null ? "" : parent.path.isEmpty() ? definition.key : parent.path + "." + definition.key;
        this.order = order;
        this.last = order;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    public String key() {
        return definition.key;
    }

    public String id() {
        return id;
    }

    /** The keys from the root down, joined with dots; empty for the root. */
    public String path() {
        return path;
    }

    public Kind kind() {
        return kind;
    }

    public Optional<StateNode> parent() {
        return Optional.ofNullable(parent);
    }

    /** The states below, history states among them, in document order. */
    public List<StateNode> children() {
        return List.copyOf(children);
    }

    public List<Action> entry() {
        return definition.entry;
    }

    public List<Action> exit() {
        return definition.exit;
    }

    public Set<String> tags() {
        return definition.tags;
    }

    public Optional<String> description() {
        return Optional.ofNullable(definition.description);
    }

    /** The transition that leads into a compound state; empty for every other kind. */
    public Optional<Transition> initial() {
        return Optional.ofNullable(initial);
    }

    /** Where a history state leads while nothing is remembered, when the author said so. */
    public List<StateNode> historyTargets() {
        return historyDefault.isEmpty() ? List.of() : historyDefault.get(0).targets();
    }

    public HistoryDepth historyDepth() {
        return definition.history == null ? HistoryDepth.SHALLOW : definition.history;
    }

    /** Every transition that starts here, those with an event first, in document order. */
    public List<Transition> transitions() {
        var all = new ArrayList<Transition>();
        exact.values().forEach(all::addAll);
        wildcards.forEach(wildcard -> all.addAll(wildcard.transitions));
        all.addAll(always);
        return all;
    }

    /** Where the definition has it, as a JSON pointer; empty for the root. */
    public String at() {
        return definition.at;
    }

    /** Whether no state can be active below this one. */
    public boolean isLeaf() {
        return switch (kind) {
            case ATOMIC, FINAL, HISTORY -> true;
            case COMPOUND, PARALLEL -> false;
        };
    }

    /** Whether this state lies below the other, at any depth. */
    public boolean isBelow(StateNode other) {
        return order > other.order && order <= other.last;
    }

    /** The path, or words for the root. */
    public String label() {
        return path.isEmpty() ? "the machine" : path;
    }

    /** Whether the machine has failed when it ends here. */
    public boolean isFailure() {
        return definition.outcome == Outcome.FAILED;
    }

    int order() {
        return order;
    }

    int last() {
        return last;
    }

    @Nullable
    Expression output() {
        return definition.output;
    }

    StateDefinition definition() {
        return definition;
    }

    List<StateNode> childList() {
        return children;
    }

    List<Transition> always() {
        return always;
    }

    /** What this state asks for while it is active, in document order. */
    public List<Invocation> invocations() {
        return invocations;
    }

    List<Timer> timers() {
        return timers;
    }

    /**
     * The first enabled transition for an event: exact descriptors first, then longer prefixes, then {@code *}
     * (xstate.md B1.3).
     */
    @Nullable
    Transition enabled(String type, Scope scope) {
        var candidate = firstEnabled(exact.getOrDefault(type, List.of()), scope);
        for (int i = 0; candidate == null && i < wildcards.size(); i++) {
            if (wildcards.get(i).descriptor.matches(type)) {
                candidate = firstEnabled(wildcards.get(i).transitions, scope);
            }
        }
        return candidate;
    }

    @Nullable
    Transition enabledAlways(Scope scope) {
        return firstEnabled(always, scope);
    }

    private static @Nullable Transition firstEnabled(List<Transition> candidates, Scope scope) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.get(i).isEnabled(scope)) {
                return candidates.get(i);
            }
        }
        return null;
    }

    // Building: only Machine calls these, before the node is handed out.

    void closeAt(int lastOrder) {
        last = lastOrder;
    }

    void initial(Transition transition) {
        initial = transition;
    }

    void historyDefault(Transition transition) {
        historyDefault = List.of(transition);
    }

    void add(Transition transition) {
        var descriptor = EventDescriptor.of(transition.descriptor());
        if (descriptor.wildcard()) {
            addWildcard(descriptor, transition);
        } else if (descriptor.stem().isEmpty()) {
            always.add(transition);
        } else {
            exact.computeIfAbsent(descriptor.stem(), key -> new ArrayList<>()).add(transition);
        }
    }

    private void addWildcard(EventDescriptor descriptor, Transition transition) {
        for (var wildcard : wildcards) {
            if (wildcard.descriptor.equals(descriptor)) {
                wildcard.transitions.add(transition);
                return;
            }
        }
        var transitions = new ArrayList<Transition>();
        transitions.add(transition);
        wildcards.add(new Wildcard(descriptor, transitions));
        wildcards.sort(Comparator.comparing(Wildcard::descriptor, EventDescriptor.MOST_SPECIFIC_FIRST));
    }

    void add(Timer timer) {
        timers.add(timer);
    }

    void add(Invocation invocation) {
        invocations.add(invocation);
    }

    @Override
    public String toString() {
        return label();
    }
}
