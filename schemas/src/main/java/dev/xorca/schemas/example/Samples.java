package dev.xorca.schemas.example;

import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.JsonType;
import dev.xorca.schemas.structure.JsonValues;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values made along schemas: likely to be accepted, but not checked. Bounded in depth and size, also where a schema
 * refers to itself. For one thread.
 */
public final class Samples {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_VALUES = 2_000;
    private static final int MAX_LENGTH = 200;
    /** Down to here, what may be left out is there to be seen. */
    private static final int SHOWN_DEPTH = 3;

    private static final int DISTINCT_TRIES = 30;

    private final Choice choice;
    private int valuesLeft;
    private int variant;

    private Samples(Choice choice) {
        this.choice = choice;
    }

    /** Makes what people like to see first. */
    public static Samples preferred() {
        return new Samples(count -> 0);
    }

    /** Makes all kinds of values, the same for the same seed. */
    public static Samples random(long seed) {
        var random = new Random(seed);
        return new Samples(random::nextInt);
    }

    /** The next value along a schema; empty when the way that was taken ended nowhere. */
    public Optional<Example> of(SchemaNode schema) {
        return of(Constraints.of(List.of(schema)));
    }

    /** The next value along several schemas at once. */
    public Optional<Example> of(Constraints schemas) {
        valuesLeft = MAX_VALUES;
        variant = 0;
        try {
            return Optional.of(new Example(make(schemas, "", 0)));
        } catch (DeadEnd e) {
            return Optional.empty();
        }
    }

    private @Nullable Object make(Constraints open, String name, int depth) {
        if (depth > MAX_DEPTH || --valuesLeft < 0) {
            throw new DeadEnd();
        }
        var schemas = decided(open);
        var listed = schemas.values();
        if (listed.isPresent()) {
            return one(listed.get());
        }
        if (schemas.isNothing()) {
            throw new DeadEnd();
        }
        var types = schemas.types();
        var told = told(schemas, types);
        int index = told.isEmpty() ? 0 : choice.among(told.size() + 1);
        if (index < told.size()) {
            return told.get(index);
        }
        var likely = likely(schemas, types);
        return switch (likely.get(choice.among(likely.size()))) {
            case STRING -> new Texts(choice, variant).make(schemas, name).orElseThrow(DeadEnd::new);
            case INTEGER ->
                new Numbers(choice, variant).make(schemas, name, true).orElseThrow(DeadEnd::new);
            case FRACTION ->
                new Numbers(choice, variant).make(schemas, name, false).orElseThrow(DeadEnd::new);
            case BOOLEAN -> choice.among(2) == 0;
            case NULL -> null;
            case OBJECT -> object(schemas, depth);
            case ARRAY -> array(schemas, name, depth);
        };
    }

    /** Takes one of the ways wherever there are several. */
    private Constraints decided(Constraints open) {
        var schemas = open;
        for (int i = 0; i < schemas.nodes().size() && i < MAX_DEPTH * MAX_DEPTH; i++) {
            var node = schemas.nodes().get(i);
            for (var keyword : List.of("anyOf", "oneOf")) {
                var ways = new ArrayList<>(node.children(keyword));
                if (!ways.isEmpty()) {
                    ways.sort(Comparator.comparing(Samples::isNull));
                    schemas = schemas.and(ways.get(choice.among(ways.size())));
                }
            }
            var condition = node.child("if");
            if (condition.isPresent()) {
                if (choice.among(2) == 0) {
                    schemas = schemas.and(condition.get());
                    schemas = node.child("then").map(schemas::and).orElse(schemas);
                } else {
                    schemas = node.child("else").map(schemas::and).orElse(schemas);
                }
            }
        }
        return schemas;
    }

    private static boolean isNull(SchemaNode schema) {
        return Constraints.of(List.of(schema)).types().equals(EnumSet.of(JsonType.NULL));
    }

    private @Nullable Object one(List<@Nullable Object> values) {
        if (values.isEmpty()) {
            throw new DeadEnd();
        }
        return values.get((choice.among(values.size()) + variant) % values.size());
    }

    /** What the schemas themselves give as examples. */
    private static List<@Nullable Object> told(Constraints schemas, Set<JsonType> types) {
        var told = new ArrayList<@Nullable Object>();
        for (var examples : schemas.all("examples")) {
            if (examples instanceof Collection<?> several) {
                told.addAll(several);
            }
        }
        told.addAll(schemas.all("default"));
        told.removeIf(value -> !types.contains(JsonType.of(value)));
        return told;
    }

    /** The types, those first that the schemas have something to say on. */
    private static List<JsonType> likely(Constraints schemas, Set<JsonType> types) {
        var told = EnumSet.noneOf(JsonType.class);
        if (has(schemas, "properties", "required", "additionalProperties", "patternProperties", "minProperties")) {
            told.add(JsonType.OBJECT);
        }
        if (has(schemas, "items", "minItems", "contains", "uniqueItems")) {
            told.add(JsonType.ARRAY);
        }
        if (has(schemas, "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")) {
            told.addAll(JsonType.NUMERIC);
        }
        if (has(schemas, "pattern", "format", "minLength", "maxLength")) {
            told.add(JsonType.STRING);
        }
        told.retainAll(types);
        var likely = new LinkedHashSet<JsonType>();
        if (schemas.has("type") && types.contains(JsonType.FRACTION)) {
            likely.add(JsonType.FRACTION);
        }
        likely.addAll(told);
        likely.addAll(types);
        return List.copyOf(likely);
    }

    private static boolean has(Constraints schemas, String... keywords) {
        return List.of(keywords).stream().anyMatch(schemas::has);
    }

    private Map<String, @Nullable Object> object(Constraints schemas, int depth) {
        var required = schemas.required();
        var names = new LinkedHashSet<>(schemas.named());
        names.addAll(required);
        long most = schemas.atMost("maxProperties");
        int spare = (int) Math.min(most - required.size(), MAX_LENGTH);
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (var name : names) {
            boolean isRequired = required.contains(name);
            if (!isRequired && (spare <= 0 || !isShown(depth))) {
                continue;
            }
            try {
                object.put(name, make(schemas.property(name), name, depth + 1));
                spare -= isRequired ? 0 : 1;
            } catch (DeadEnd e) {
                if (isRequired) {
                    throw e;
                }
            }
        }
        addOthers(schemas, object, names, depth);
        return object;
    }

    private boolean isShown(int depth) {
        return depth < SHOWN_DEPTH ? choice.among(2) == 0 : choice.among(2 + depth) == 1;
    }

    /** Adds properties that no schema names: those that are still needed, and sometimes one more. */
    private void addOthers(Constraints schemas, Map<String, @Nullable Object> object, Set<String> names, int depth) {
        long least = schemas.atLeast("minProperties");
        if (least > MAX_LENGTH) {
            throw new DeadEnd();
        }
        boolean isDictionary = names.isEmpty()
                && (schemas.has("patternProperties")
                        || schemas.all("additionalProperties").stream().anyMatch(Map.class::isInstance));
        boolean oneMore = choice.among(5) == 4 || (isDictionary && depth < SHOWN_DEPTH);
        long wanted =
                Math.max(least - object.size(), oneMore && object.size() < schemas.atMost("maxProperties") ? 1 : 0);
        for (int i = 0; i < wanted; i++) {
            var name = otherName(schemas, i);
            var property = schemas.property(name);
            if (names.contains(name) || object.containsKey(name) || property.isNothing()) {
                continue;
            }
            try {
                object.put(name, make(property, name, depth + 1));
            } catch (DeadEnd e) {
                if (object.size() < least) {
                    throw e;
                }
            }
        }
    }

    private String otherName(Constraints schemas, int index) {
        var patterns = List.copyOf(schemas.patterns());
        if (!patterns.isEmpty() && choice.among(2) == 0) {
            var pattern = patterns.get(choice.among(patterns.size()));
            return PatternText.of(pattern, choice, index, 1, MAX_LENGTH).orElse("key");
        }
        var names = new ArrayList<SchemaNode>();
        schemas.nodes().forEach(node -> node.child("propertyNames").ifPresent(names::add));
        return names.isEmpty()
                ? "key" + (index + 1)
                : new Texts(choice, index)
                        .make(decided(Constraints.of(names)), "key")
                        .orElse("key");
    }

    private List<@Nullable Object> array(Constraints schemas, String name, int depth) {
        long least = schemas.atLeast("minItems");
        long most = schemas.atMost("maxItems");
        if (least > MAX_LENGTH || least > most) {
            throw new DeadEnd();
        }
        int length = (int) Math.min(most, length(schemas, (int) least, depth));
        boolean isUnique = schemas.all("uniqueItems").contains(true);
        var array = new ArrayList<@Nullable Object>();
        int outer = variant;
        try {
            for (int i = 0; i < length; i++) {
                array.add(
                        isUnique
                                ? distinct(array, element(schemas, i), name, depth)
                                : make(element(schemas, i), name, depth + 1));
            }
        } catch (DeadEnd e) {
            if (array.size() < least) {
                throw e;
            }
        } finally {
            variant = outer;
        }
        return array;
    }

    private int length(Constraints schemas, int least, int depth) {
        if (depth > SHOWN_DEPTH) {
            return least + choice.among(depth) / (MAX_DEPTH / 2);
        }
        var lengths = List.of(Math.max(least, 1), least, least + 1, least + 2, Math.max(least, schemas.tupleLength()));
        return lengths.get(choice.among(lengths.size()));
    }

    private static Constraints element(Constraints schemas, int index) {
        var element = schemas.item(index);
        if (index == 0) {
            for (var node : schemas.nodes()) {
                element = node.child("contains").map(element::and).orElse(element);
            }
        }
        return element;
    }

    private @Nullable Object distinct(List<@Nullable Object> others, Constraints element, String name, int depth) {
        for (int i = 0; i < DISTINCT_TRIES; i++) {
            variant = others.size() + i;
            var value = make(element, name, depth + 1);
            if (!JsonValues.contain(others, value)) {
                return value;
            }
        }
        throw new DeadEnd();
    }

    /** The way that was taken leads to no value. */
    private static final class DeadEnd extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DeadEnd() {
            super(null, null, false, false);
        }
    }
}
