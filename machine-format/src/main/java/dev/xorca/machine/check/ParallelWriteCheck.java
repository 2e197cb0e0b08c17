package dev.xorca.machine.check;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Regions of a parallel state that assign the same field of the context on the same event. */
final class ParallelWriteCheck implements Check {
    /** A transition that stays within its region. */
    private record Write(StateNode region, Transition transition) {}

    @Override
    public void run(Facts facts, Findings findings) {
        var writes = new LinkedHashMap<StateNode, Map<String, List<Write>>>();
        for (var transition : facts.reach().transitions()) {
            if (!transition.descriptor().isEmpty()) {
                addTo(writes, transition);
            }
        }
        writes.forEach(
                (parallel, byField) -> byField.forEach((field, list) -> report(parallel, field, list, findings)));
    }

    private static void addTo(Map<StateNode, Map<String, List<Write>>> writes, Transition transition) {
        var fields = fields(transition);
        var domain = Tree.domain(transition);
        for (var region : fields.isEmpty() ? List.<StateNode>of() : Tree.withAncestors(transition.source())) {
            var parallel = region.parent()
                    .filter(parent -> parent.kind() == StateNode.Kind.PARALLEL)
                    .orElse(null);
            var stays = transition.targets().isEmpty() || (domain != null && Tree.isSameOrBelow(domain, region));
            if (parallel != null && stays) {
                var byField = writes.computeIfAbsent(parallel, key -> new LinkedHashMap<>());
                fields.forEach(field ->
                        byField.computeIfAbsent(field, key -> new ArrayList<>()).add(new Write(region, transition)));
            }
        }
    }

    private static Set<String> fields(Transition transition) {
        var actions = new ArrayList<>(transition.actions());
        if (!transition.targets().isEmpty() && !transition.source().equals(Tree.domain(transition))) {
            actions.addAll(transition.source().exit());
        }
        Tree.entered(transition).forEach(state -> actions.addAll(state.entry()));
        var fields = new HashSet<String>();
        for (var action : actions) {
            if (action instanceof Action.Assign assign) {
                fields.addAll(assign.values().keySet());
            }
        }
        return fields;
    }

    private static void report(StateNode parallel, String field, List<Write> writes, Findings findings) {
        var told = new HashSet<Set<StateNode>>();
        for (var first : writes) {
            for (var second : writes) {
                var earlier = first.transition.descriptor();
                var later = second.transition.descriptor();
                if (!first.region.equals(second.region)
                        && Descriptors.overlap(earlier, later)
                        && told.add(Set.of(first.region, second.region))) {
                    findings.add(
                            Rule.PARALLEL_WRITES,
                            second.transition.at(),
                            "regions '" + first.region.key() + "' and '" + second.region.key() + "' of '"
                                    + parallel.label() + "' both assign '" + field + "' on "
                                    + Descriptors.label(Descriptors.isWildcard(later) ? earlier : later));
                }
            }
        }
    }
}
