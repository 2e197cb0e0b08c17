package dev.xorca.machine.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Finds circles in a graph: at least one in every part that has any. */
final class Cycles {
    private Cycles() {}

    private record Visit<N>(N node, Iterator<N> next) {}

    static <N> List<List<N>> of(Collection<N> nodes, Function<N, ? extends Collection<N>> next) {
        var cycles = new ArrayList<List<N>>();
        var seen = new HashSet<N>();
        for (var start : nodes) {
            var path = new ArrayList<N>();
            var stack = new ArrayDeque<Visit<N>>();
            enter(start, next, seen, path, stack);
            while (!stack.isEmpty()) {
                var visit = stack.peek();
                if (!visit.next.hasNext()) {
                    stack.pop();
                    path.remove(path.size() - 1);
                    continue;
                }
                var to = visit.next.next();
                int index = path.indexOf(to);
                if (index >= 0) {
                    cycles.add(List.copyOf(path.subList(index, path.size())));
                } else {
                    enter(to, next, seen, path, stack);
                }
            }
        }
        return cycles;
    }

    private static <N> void enter(
            N node, Function<N, ? extends Collection<N>> next, Set<N> seen, List<N> path, ArrayDeque<Visit<N>> stack) {
        if (seen.add(node)) {
            path.add(node);
            stack.push(new Visit<>(node, List.copyOf(next.apply(node)).iterator()));
        }
    }
}
