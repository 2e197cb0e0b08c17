package dev.xorca.statechart;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which states a transition leaves and enters, as sets of document orders (SCXML computeExitSet, computeEntrySet and
 * what they call).
 */
final class StateSets {
    private StateSets() {}

    /**
     * What is entered.
     *
     * @param states the states themselves
     * @param byDefault those compound states among them that are entered by way of their initial transition
     */
    record Entry(BitSet states, BitSet byDefault) {}

    static BitSet exitSet(
            Machine machine, Configuration configuration, Transition transition, Map<String, List<String>> history) {
        return transition.targets().isEmpty()
                ? new BitSet()
                : exitSet(machine, configuration, domain(machine, transition, history));
    }

    /** The active states that are left when everything below a domain is left; null leaves the root as well. */
    static BitSet exitSet(Machine machine, Configuration configuration, @Nullable StateNode domain) {
        var orders = new BitSet(machine.states().size());
        if (domain == null) {
            configuration.states().forEach(state -> orders.set(state.order()));
        } else {
            configuration.addBelow(domain, orders);
        }
        return orders;
    }

    /**
     * What transitions enter.
     *
     * @param domains the domain of each transition, from before anything was left
     * @param history what is remembered now that states were left (SCXML enterStates)
     */
    static Entry entrySet(
            Machine machine, List<Transition> taken, @Nullable StateNode[] domains, Map<String, List<String>> history) {
        var entering = new Entering(machine, history);
        for (int i = 0; i < taken.size(); i++) {
            if (!taken.get(i).targets().isEmpty()) {
                entering.add(taken.get(i), domains[i]);
            }
        }
        return new Entry(entering.states, entering.byDefault);
    }

    /** The states to enter when a machine starts. */
    static Entry initialEntrySet(Machine machine) {
        var entering = new Entering(machine, Map.of());
        entering.states.set(machine.root().order());
        entering.addBelow(machine.root());
        return new Entry(entering.states, entering.byDefault);
    }

    /**
     * The state below which a transition with targets leaves and enters everything; null when the root itself is left. A
     * parallel state may be the domain: a transition between its regions does not leave it.
     */
    static @Nullable StateNode domain(Machine machine, Transition transition, Map<String, List<String>> history) {
        var effective = effectiveTargets(machine, transition, history);
        var source = transition.source();
        if (staysWithin(transition, effective)) {
            return source;
        }
        var ancestor = source.parent();
        while (ancestor.isPresent() && !allBelow(effective, ancestor.get())) {
            ancestor = ancestor.get().parent();
        }
        if (ancestor.isPresent()) {
            return ancestor.get();
        }
        return transition.reenter() || effective.contains(machine.root()) ? null : machine.root();
    }

    private static boolean staysWithin(Transition transition, List<StateNode> effective) {
        if (transition.reenter()) {
            return false;
        }
        var source = transition.source();
        for (var target : effective) {
            // A history state that leads back to the source means to enter it again.
            var itself = target.equals(source) && transition.targets().contains(source);
            if (!itself && !target.isBelow(source)) {
                return false;
            }
        }
        return true;
    }

    private static boolean allBelow(List<StateNode> states, StateNode ancestor) {
        for (var state : states) {
            if (!state.isBelow(ancestor)) {
                return false;
            }
        }
        return true;
    }

    /** The targets with every history state replaced by what it stands for now. */
    private static List<StateNode> effectiveTargets(
            Machine machine, Transition transition, Map<String, List<String>> history) {
        for (var target : transition.targets()) {
            if (target.kind() == StateNode.Kind.HISTORY) {
                var effective = new ArrayList<StateNode>();
                transition.targets().forEach(each -> addEffective(machine, each, history, effective));
                return effective;
            }
        }
        return transition.targets();
    }

    private static void addEffective(
            Machine machine, StateNode target, Map<String, List<String>> history, List<StateNode> effective) {
        if (target.kind() != StateNode.Kind.HISTORY) {
            effective.add(target);
            return;
        }
        for (var state : standsFor(machine, target, history)) {
            addEffective(machine, state, history, effective);
        }
    }

    /** What a history state leads to: what it remembers, else its target, else its parent's own beginning (H3). */
    private static List<StateNode> standsFor(
            Machine machine, StateNode historyState, Map<String, List<String>> history) {
        var remembered = history.get(historyState.path());
        if (remembered != null) {
            var states = new ArrayList<StateNode>();
            remembered.forEach(path -> machine.find(path).ifPresent(states::add));
            return states;
        }
        if (!historyState.historyTargets().isEmpty()) {
            return historyState.historyTargets();
        }
        var parent = historyState.parent().orElseThrow();
        return parent.initial().map(Transition::targets).orElse(List.of(parent));
    }

    /** The set of states to enter while it is put together. */
    private static final class Entering {
        private final Machine machine;
        private final Map<String, List<String>> history;
        private final BitSet states = new BitSet();
        private final BitSet byDefault = new BitSet();

        /** Of the transition that is being added: only what lies below it was left, and may be entered. */
        private @Nullable StateNode domain;

        Entering(Machine machine, Map<String, List<String>> history) {
            this.machine = machine;
            this.history = history;
        }

        void add(Transition transition, @Nullable StateNode leftBelow) {
            domain = leftBelow;
            for (var target : transition.targets()) {
                addItself(target);
                addBelow(target);
            }
            for (var target : effectiveTargets(machine, transition, history)) {
                addAbove(target, domain);
            }
        }

        private void addItself(StateNode state) {
            var wasLeft = domain == null || state.isBelow(domain);
            if (wasLeft && state.kind() != StateNode.Kind.HISTORY) {
                states.set(state.order());
            }
        }

        /** Adds what comes with a state that is entered: initial states, all regions, what history remembers. */
        void addBelow(StateNode state) {
            switch (state.kind()) {
                case COMPOUND ->
                    state.initial().ifPresent(initial -> {
                        byDefault.set(state.order());
                        enterBelow(initial.targets(), state);
                    });
                case PARALLEL -> fillRegions(state);
                case HISTORY -> {
                    var parent = state.parent().orElseThrow();
                    var entered = standsFor(machine, state, history);
                    if (!history.containsKey(state.path())
                            && state.historyTargets().isEmpty()) {
                        byDefault.set(parent.order());
                    }
                    if (entered.contains(parent)) {
                        addItself(parent);
                        addBelow(parent);
                    } else {
                        enterBelow(entered, parent);
                    }
                }
                case ATOMIC, FINAL -> {}
            }
        }

        private void enterBelow(List<StateNode> entered, StateNode ancestor) {
            for (var state : entered) {
                addItself(state);
                addBelow(state);
            }
            for (var state : entered) {
                addAbove(state, ancestor);
            }
        }

        /** Adds the states between a target and the end, with all regions of the parallel ones among them. */
        private void addAbove(StateNode target, @Nullable StateNode end) {
            if (target.equals(end)) {
                if (target.kind() == StateNode.Kind.PARALLEL) {
                    fillRegions(target);
                }
                return;
            }
            for (var at = target.parent(); at.isPresent(); at = at.get().parent()) {
                var ancestor = at.get();
                addItself(ancestor);
                if (ancestor.kind() == StateNode.Kind.PARALLEL) {
                    fillRegions(ancestor);
                }
                if (ancestor.equals(end)) {
                    return;
                }
            }
        }

        private void fillRegions(StateNode parallel) {
            for (var region : parallel.childList()) {
                if (region.kind() == StateNode.Kind.HISTORY) {
                    continue;
                }
                int first = states.nextSetBit(region.order() + 1);
                if (first < 0 || first > region.last()) {
                    addItself(region);
                    addBelow(region);
                }
            }
        }
    }
}
