package dev.xorca.schemas.structure;

import dev.xorca.schemas.EcmaPattern;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What several schemas say together: what holds for every value that is valid by all of them. References are followed
 * and {@code allOf} is taken apart; keywords that are not asked for here may say more. Immutable.
 */
public final class Constraints {
    private static final int MAX_NODES = 1_000;

    private final List<SchemaNode> nodes;

    private Constraints(List<SchemaNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    public static Constraints of(Collection<SchemaNode> schemas) {
        var nodes = new LinkedHashSet<SchemaNode>();
        schemas.forEach(schema -> flatten(schema, nodes));
        return new Constraints(List.copyOf(nodes));
    }

    private static void flatten(SchemaNode schema, Set<SchemaNode> nodes) {
        if (nodes.size() >= MAX_NODES) {
            return;
        }
        if (schema.isReference()) {
            // A reference with something beside it says nothing for sure: validators disagree on what counts.
            if (schema.isReferenceAlone()) {
                schema.referred().filter(target -> !target.isReference()).ifPresent(target -> flatten(target, nodes));
            }
        } else if (nodes.add(schema)) {
            schema.children("allOf").forEach(part -> flatten(part, nodes));
        }
    }

    /** The schemas, without references. */
    public List<SchemaNode> nodes() {
        return nodes;
    }

    /** These and more. */
    public Constraints and(SchemaNode... more) {
        var all = new ArrayList<>(nodes);
        all.addAll(List.of(more));
        return of(all);
    }

    /** Whether one of the schemas is {@code false}, or there is no type that all of them allow. */
    public boolean isNothing() {
        return nodes.stream().anyMatch(SchemaNode::isNothing) || types().isEmpty();
    }

    public boolean has(String keyword) {
        return nodes.stream().anyMatch(node -> node.has(keyword));
    }

    /** What the schemas say at a keyword, where they do. */
    public List<Object> all(String keyword) {
        var values = new ArrayList<Object>();
        for (var node : nodes) {
            var value = node.get(keyword);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    public Set<JsonType> types() {
        var types = EnumSet.allOf(JsonType.class);
        for (var type : all("type")) {
            types.retainAll(JsonType.named(type));
        }
        return types;
    }

    /** All the values there can be, where they are counted: by {@code const}, {@code enum} or type. */
    public Optional<List<Object>> values() {
        List<Object> values = null;
        for (var node : nodes) {
            var listed = listed(node);
            if (listed != null) {
                values = values == null
                        ? listed
                        : values.stream()
                                .filter(value -> JsonValues.contain(listed, value))
                                .collect(Collectors.toCollection(ArrayList::new));
            }
        }
        var types = types();
        if (values != null) {
            values.removeIf(value -> !types.contains(JsonType.of(value)));
            return Optional.of(values);
        }
        if (types.stream().allMatch(type -> type == JsonType.NULL || type == JsonType.BOOLEAN)) {
            var few = new ArrayList<Object>();
            if (types.contains(JsonType.BOOLEAN)) {
                few.add(true);
                few.add(false);
            }
            if (types.contains(JsonType.NULL)) {
                few.add(null);
            }
            return Optional.of(few);
        }
        return Optional.empty();
    }

    private static @Nullable List<Object> listed(SchemaNode node) {
        List<Object> listed = null;
        if (node.get("enum") instanceof List<?> values) {
            listed = new ArrayList<>(values);
        }
        if (node.has("const")) {
            var value = node.get("const");
            if (listed == null) {
                listed = new ArrayList<>();
                listed.add(value);
            } else {
                listed.removeIf(each -> !JsonValues.same(each, value));
            }
        }
        return listed;
    }

    /** A number that no value is beyond. */
    public record Bound(BigDecimal value, boolean isExclusive) {}

    public Optional<Bound> lower() {
        return bound("minimum", "exclusiveMinimum", RoundingMode.CEILING);
    }

    public Optional<Bound> upper() {
        return bound("maximum", "exclusiveMaximum", RoundingMode.FLOOR);
    }

    private Optional<Bound> bound(String inclusive, String exclusive, RoundingMode inwards) {
        int sign = inwards == RoundingMode.CEILING ? 1 : -1;
        BinaryOperator<Bound> tighter = (one, other) -> {
            int order = one.value.compareTo(other.value) * sign;
            return order == 0 ? (one.isExclusive ? one : other) : order > 0 ? one : other;
        };
        var bounds = new ArrayList<Bound>();
        for (var node : nodes) {
            if (node.get(inclusive) instanceof Number number) {
                // In draft-04 the exclusive keyword is a flag.
                bounds.add(new Bound(JsonValues.number(number), Boolean.TRUE.equals(node.get(exclusive))));
            }
            if (node.get(exclusive) instanceof Number number) {
                bounds.add(new Bound(JsonValues.number(number), true));
            }
        }
        var tightest = bounds.stream().reduce(tighter);
        if (types().contains(JsonType.FRACTION)) {
            return tightest;
        }
        return tightest.map(bound -> {
            var whole = bound.value.setScale(0, inwards);
            return bound.isExclusive && whole.compareTo(bound.value) == 0
                    ? new Bound(whole.add(BigDecimal.valueOf(sign)), false)
                    : new Bound(whole, false);
        });
    }

    /** What every number must be a multiple of. */
    public List<BigDecimal> multiples() {
        return all("multipleOf").stream()
                .filter(Number.class::isInstance)
                .map(JsonValues::number)
                .toList();
    }

    /** The largest of what the schemas say at a keyword such as {@code minLength}; 0 when they do not. */
    public long atLeast(String keyword) {
        return all(keyword).stream()
                .filter(Number.class::isInstance)
                .mapToLong(value -> ((Number) value).longValue())
                .max()
                .orElse(0);
    }

    /** The least of what the schemas say at a keyword such as {@code maxLength}. */
    public long atMost(String keyword) {
        return all(keyword).stream()
                .filter(Number.class::isInstance)
                .mapToLong(value -> ((Number) value).longValue())
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** The properties that every object has. */
    public Set<String> required() {
        var names = new LinkedHashSet<String>();
        nodes.forEach(node -> names.addAll(node.strings("required")));
        return withDependencies(names);
    }

    /** These properties and those that objects with them have as well. */
    public Set<String> withDependencies(Collection<String> names) {
        var all = new LinkedHashSet<>(names);
        var dependencies = all("dependencies");
        boolean grew = !dependencies.isEmpty();
        while (grew) {
            grew = false;
            for (var each : dependencies) {
                for (var name : List.copyOf(all)) {
                    if (each instanceof Map<?, ?> map && map.get(name) instanceof List<?> more) {
                        grew |= all.addAll(more.stream().map(String::valueOf).toList());
                    }
                }
            }
        }
        return all;
    }

    /** The properties that any of the schemas names, in order. */
    public Set<String> named() {
        var names = new LinkedHashSet<String>();
        nodes.forEach(node -> names.addAll(node.named("properties").keySet()));
        return names;
    }

    /** The patterns of properties that any of the schemas has. */
    public Set<String> patterns() {
        var patterns = new LinkedHashSet<String>();
        nodes.forEach(node -> patterns.addAll(node.named("patternProperties").keySet()));
        return patterns;
    }

    /** What holds for the property of this name, where it is there. */
    public Constraints property(String name) {
        var holding = new ArrayList<SchemaNode>();
        for (var node : nodes) {
            var own = node.named("properties").get(name);
            boolean isMatched = own != null;
            if (own != null) {
                holding.add(own);
            }
            for (var each : node.named("patternProperties").entrySet()) {
                if (matches(each.getKey(), name)) {
                    isMatched = true;
                    holding.add(each.getValue());
                }
            }
            if (!isMatched) {
                node.child("additionalProperties").ifPresent(holding::add);
            }
        }
        return of(holding);
    }

    /**
     * Properties that no schema names.
     *
     * @param patterns what their names match
     * @param known what holds for them
     */
    public record Others(Set<String> patterns, Constraints known) {
        public Others {
            patterns = Set.copyOf(patterns);
        }

        private Others and(SchemaNode more, Optional<String> pattern) {
            var matched = new LinkedHashSet<>(patterns);
            pattern.ifPresent(matched::add);
            return new Others(matched, known.and(more));
        }
    }

    /**
     * What may hold for properties that no schema names: each of these is one possibility, and there are no others. A
     * schema that allows no such property at all leaves none.
     */
    public List<Others> otherProperties() {
        var always = new ArrayList<SchemaNode>();
        for (var node : nodes) {
            if (node.named("patternProperties").isEmpty()) {
                node.child("additionalProperties").ifPresent(always::add);
            }
        }
        var possibilities = List.of(new Others(Set.of(), of(always)));
        for (var node : nodes) {
            var patterns = node.named("patternProperties");
            if (!patterns.isEmpty()) {
                var more = new ArrayList<Others>();
                for (var possibility : possibilities) {
                    patterns.forEach((pattern, schema) -> more.add(possibility.and(schema, Optional.of(pattern))));
                    more.add(node.child("additionalProperties")
                            .map(schema -> possibility.and(schema, Optional.empty()))
                            .orElse(possibility));
                }
                if (more.size() > MAX_NODES) {
                    return List.of(new Others(Set.of(), of(List.of())));
                }
                possibilities = more;
            }
        }
        return possibilities.stream()
                .filter(possibility -> possibility.known.nodes.stream().noneMatch(SchemaNode::isNothing))
                .toList();
    }

    /** What holds for the element at an index, where it is there. */
    public Constraints item(int index) {
        var holding = new ArrayList<SchemaNode>();
        for (var node : nodes) {
            var tuple = node.children("items");
            if (!(node.get("items") instanceof List)) {
                node.child("items").ifPresent(holding::add);
            } else if (index < tuple.size()) {
                holding.add(tuple.get(index));
            } else {
                node.child("additionalItems").ifPresent(holding::add);
            }
        }
        return of(holding);
    }

    /** From which index on {@link #item} is the same for all. */
    public int tupleLength() {
        return nodes.stream()
                .mapToInt(node -> node.children("items").size())
                .max()
                .orElse(0);
    }

    /** Whether a name has a match of the pattern, as {@code patternProperties} means it. */
    public static boolean matches(String pattern, String name) {
        try {
            return EcmaPattern.compile(pattern).matcher(name).find();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return nodes.toString();
    }
}
