package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.Constraints.Bound;
import dev.xorca.schemas.structure.SameSchema;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.List;
import java.util.Optional;

/** Proves that schemas accept no value in common. What is not proven may be so all the same; bounded by the proof that asks. */
final class Emptiness {
    private static final int MAX_DEPTH = 6;

    private final Inclusion inclusion;
    private final Fragments fragments;

    Emptiness(Inclusion inclusion, Fragments fragments) {
        this.inclusion = inclusion;
        this.fragments = fragments;
    }

    /** Whether there is surely no value that all of these accept. */
    boolean of(Constraints known) {
        return isEmpty(known, 0);
    }

    private boolean isEmpty(Constraints known, int depth) {
        if (known.isNothing()) {
            return true;
        }
        if (depth > MAX_DEPTH || !inclusion.mayGoOn()) {
            return false;
        }
        var values = known.values();
        if (values.isPresent()) {
            return values.get().stream()
                    .allMatch(value -> known.nodes().stream().anyMatch(node -> fragments.refuses(node, value)));
        }
        return isContradiction(known, depth) || isEmptyInEveryType(known, depth);
    }

    /** Whether one of the schemas refuses what another one is, or none of its alternatives is left. */
    private boolean isContradiction(Constraints known, int depth) {
        for (var node : known.nodes()) {
            var refused = node.child("not");
            if (refused.isPresent() && isImplied(known, node, refused.get(), depth)) {
                return true;
            }
            for (var keyword : List.of("anyOf", "oneOf")) {
                var ways = node.children(keyword);
                if (!ways.isEmpty()
                        && depth < 3
                        && ways.stream()
                                .allMatch(way -> !known.nodes().contains(way) && isEmpty(known.and(way), depth + 1))) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isImplied(Constraints known, SchemaNode by, SchemaNode refused, int depth) {
        var others = known.nodes().stream().filter(node -> !node.equals(by)).toList();
        if (others.stream().anyMatch(other -> SameSchema.test(other, refused))) {
            return true;
        }
        var positive = others.stream().filter(node -> !node.has("not")).toList();
        return depth < 2 && !positive.isEmpty() && inclusion.isImplied(Constraints.of(positive), refused);
    }

    private boolean isEmptyInEveryType(Constraints known, int depth) {
        return known.types().stream().allMatch(type -> switch (type) {
            case STRING -> known.atLeast("minLength") > known.atMost("maxLength");
            case ARRAY ->
                known.atLeast("minItems") > known.atMost("maxItems")
                        || (known.atLeast("minItems") > 0 && isEmpty(known.item(0), depth + 1));
            case OBJECT ->
                known.atLeast("minProperties") > known.atMost("maxProperties")
                        || known.required().size() > known.atMost("maxProperties")
                        || known.required().stream().anyMatch(name -> isEmpty(known.property(name), depth + 1));
            case INTEGER, FRACTION -> areApart(known.lower(), known.upper());
            case BOOLEAN, NULL -> false;
        });
    }

    private static boolean areApart(Optional<Bound> lower, Optional<Bound> upper) {
        if (lower.isEmpty() || upper.isEmpty()) {
            return false;
        }
        int order = lower.get().value().compareTo(upper.get().value());
        return order > 0
                || (order == 0 && (lower.get().isExclusive() || upper.get().isExclusive()));
    }
}
