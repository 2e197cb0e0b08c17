package dev.xorca.machine.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON Schema says of a value. The properties that a schema lists count as all there are, unless the schema says
 * otherwise: by {@code additionalProperties} that is true or a schema, by {@code patternProperties}, by conditions, or by
 * listing none at all. Branches of {@code allOf}, {@code anyOf} and {@code oneOf} count together.
 */
final class SchemaShape implements Shape {
    private static final int MAX_REFERENCES = 32;
    private static final List<String> COMBINATIONS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> MAY_ADD_FIELDS = List.of("patternProperties", "if", "dependencies");

    private final Map<?, ?> document;
    private final Map<?, ?> schema;

    private SchemaShape(Map<?, ?> document, Map<?, ?> schema) {
        this.document = document;
        this.schema = schema;
    }

    static Shape of(Map<?, ?> document) {
        return of(document, document);
    }

    private static Shape of(Map<?, ?> document, @Nullable Object schema) {
        var resolved = resolve(document, schema);
        return resolved == null ? ANY : new SchemaShape(document, resolved);
    }

    /** The schema that references lead to in the end; null where there is none that says anything. */
    private static @Nullable Map<?, ?> resolve(Map<?, ?> document, @Nullable Object schema) {
        var at = schema;
        for (int i = 0; i < MAX_REFERENCES && at instanceof Map<?, ?> map; i++) {
            if (!(map.get("$ref") instanceof String reference)) {
                return map;
            }
            at = referred(document, reference);
        }
        return null;
    }

    private static @Nullable Object referred(Map<?, ?> document, String reference) {
        Object at = reference.startsWith("#") ? document : null;
        for (var step : reference.replaceFirst("^#/?", "").split("/", -1)) {
            if (!step.isEmpty()) {
                at = at instanceof Map<?, ?> map
                        ? map.get(step.replace("~1", "/").replace("~0", "~"))
                        : null;
            }
        }
        return at;
    }

    @Override
    public Set<Kind> kinds() {
        var kinds = kinds(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
        // A schema that nothing satisfies says nothing of use here.
        return kinds.isEmpty() ? Kind.ANY : kinds;
    }

    private Set<Kind> kinds(@Nullable Map<?, ?> of, Set<Map<?, ?>> seen) {
        if (of == null || !seen.add(of)) {
            return Kind.ANY;
        }
        var kinds = EnumSet.noneOf(Kind.class);
        kinds.addAll(ownKinds(of));
        for (var keyword : COMBINATIONS) {
            var together = EnumSet.noneOf(Kind.class);
            for (var part : parts(of, keyword)) {
                var partKinds = kinds(resolve(document, part), seen);
                if (keyword.equals("allOf")) {
                    kinds.retainAll(partKinds);
                } else {
                    together.addAll(partKinds);
                }
            }
            if (!together.isEmpty()) {
                kinds.retainAll(together);
            }
        }
        return kinds;
    }

    private static Set<Kind> ownKinds(Map<?, ?> of) {
        var kinds = EnumSet.noneOf(Kind.class);
        if (of.containsKey("const")) {
            kinds.add(kindOfValue(of.get("const")));
        } else if (of.get("enum") instanceof List<?> values && !values.isEmpty()) {
            values.forEach(value -> kinds.add(kindOfValue(value)));
        } else if (of.get("type") instanceof List<?> types) {
            types.forEach(type -> kinds.addAll(kindsOfType(String.valueOf(type))));
        } else {
            return of.get("type") instanceof String type ? kindsOfType(type) : Kind.ANY;
        }
        return kinds;
    }

    private static Set<Kind> kindsOfType(String type) {
        return switch (type) {
            case "null" -> EnumSet.of(Kind.NULL);
            case "boolean" -> EnumSet.of(Kind.BOOLEAN);
            case "number", "integer" -> EnumSet.of(Kind.NUMBER);
            case "string" -> EnumSet.of(Kind.STRING);
            case "array" -> EnumSet.of(Kind.LIST);
            case "object" -> EnumSet.of(Kind.OBJECT);
            default -> Kind.ANY;
        };
    }

    private static Kind kindOfValue(@Nullable Object value) {
        if (value == null) {
            return Kind.NULL;
        } else if (value instanceof Boolean) {
            return Kind.BOOLEAN;
        } else if (value instanceof Number) {
            return Kind.NUMBER;
        } else if (value instanceof String) {
            return Kind.STRING;
        }
        return value instanceof List ? Kind.LIST : Kind.OBJECT;
    }

    @Override
    public Field field(String name) {
        var names = new TreeSet<String>();
        var shapes = new ArrayList<Shape>();
        var open = false;
        var closed = false;
        for (var part : together()) {
            if (part.get("properties") instanceof Map<?, ?> properties) {
                properties.keySet().forEach(key -> names.add(String.valueOf(key)));
                if (properties.containsKey(name)) {
                    shapes.add(of(document, properties.get(name)));
                }
            }
            if (part.get("required") instanceof List<?> required) {
                required.forEach(key -> names.add(String.valueOf(key)));
            }
            var additional = part.get("additionalProperties");
            closed |= Boolean.FALSE.equals(additional);
            open |= (additional != null && !Boolean.FALSE.equals(additional))
                    || MAY_ADD_FIELDS.stream().anyMatch(part::containsKey);
        }
        if (!shapes.isEmpty()) {
            return shapes.size() == 1 ? Field.of(shapes.get(0)) : Field.UNKNOWN;
        }
        return open || names.contains(name) || (names.isEmpty() && !closed) ? Field.UNKNOWN : Field.absent(names);
    }

    @Override
    public Shape items() {
        return together().size() == 1 && schema.get("items") instanceof Map<?, ?> items ? of(document, items) : ANY;
    }

    /** This schema and all that are combined with it, each once. */
    private Set<Map<?, ?>> together() {
        Set<Map<?, ?>> together = Collections.newSetFromMap(new IdentityHashMap<>());
        collect(schema, together);
        return together;
    }

    private void collect(@Nullable Map<?, ?> from, Set<Map<?, ?>> together) {
        if (from != null && together.add(from)) {
            COMBINATIONS.forEach(keyword ->
                    parts(from, keyword).forEach(part -> collect(resolve(document, part), together)));
        }
    }

    private static List<?> parts(Map<?, ?> of, String keyword) {
        return of.get(keyword) instanceof List<?> parts ? parts : List.of();
    }
}
