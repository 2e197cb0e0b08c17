package dev.xorca.stubs;

import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.JsonType;
import dev.xorca.schemas.structure.SchemaNode;
import dev.xorca.stubs.Shape.Any;
import dev.xorca.stubs.Shape.Choice;
import dev.xorca.stubs.Shape.Declared;
import dev.xorca.stubs.Shape.ListOf;
import dev.xorca.stubs.Shape.MapOf;
import dev.xorca.stubs.Shape.Member;
import dev.xorca.stubs.Shape.Members;
import dev.xorca.stubs.Shape.OrNull;
import dev.xorca.stubs.Shape.Plain;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the shapes of a payload's values. Where a schema is no single shape, the value stays JSON. */
final class Shapes {
    /** A method of the JVM has no more parameters than 255, of which a long counts as two. */
    private static final int MAX_MEMBERS = 120;

    private static final int MAX_CONSTANTS = 500;

    private final JavaNames types;
    private final Map<Set<SchemaNode>, Declared> byNodes = new HashMap<>();
    private final List<Declared> declared = new ArrayList<>();

    /** @param types gives the names of what is declared along the way */
    Shapes(JavaNames types) {
        this.types = types;
    }

    /** What was declared along the way, in order. */
    List<Declared> declared() {
        return List.copyOf(declared);
    }

    /** The payload as an object with members; what is no such object has one member that stands for it whole. */
    Payload payload(Map<String, Object> schema, String type) {
        var known = Constraints.of(List.of(SchemaNode.of(schema)));
        var whole = new Members(type);
        var plain = withoutNull(known);
        if (isRecord(plain) && !isNullable(known)) {
            byNodes.put(Set.copyOf(plain.nodes()), whole);
            fill(whole, plain);
            return new Payload(whole, false);
        }
        var shape = nullable(known, "value");
        whole.describe(description(known));
        whole.add(new Member("value", "", shape, false, false, ""));
        return new Payload(whole, true);
    }

    /** @param isWrapped whether the one member is the whole payload */
    record Payload(Members members, boolean isWrapped) {}

    private Shape nullable(Constraints known, String name) {
        var shape = shape(withoutNull(known), name);
        return isNullable(known) && !(shape instanceof Any) ? new OrNull(shape) : shape;
    }

    private static boolean isNullable(Constraints known) {
        var types = known.types();
        var values = known.values();
        if (values.isPresent()) {
            return values.get().contains(null) && values.get().size() > 1;
        }
        if (!types.contains(JsonType.NULL)
                || types.size() == EnumSet.allOf(JsonType.class).size()) {
            return orNull(known).isPresent();
        }
        return types.size() > 1;
    }

    /** The one way besides null, where there are two of which one is null. */
    private static Optional<SchemaNode> orNull(Constraints known) {
        for (var node : known.nodes()) {
            for (var keyword : List.of("oneOf", "anyOf")) {
                var ways = node.children(keyword);
                var others = ways.stream().filter(way -> !isNull(way)).toList();
                if (ways.size() == 2 && others.size() == 1) {
                    return Optional.of(others.get(0));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isNull(SchemaNode node) {
        return Constraints.of(List.of(node)).types().equals(EnumSet.of(JsonType.NULL));
    }

    private static Constraints withoutNull(Constraints known) {
        var way = orNull(known);
        return way.isPresent() ? Constraints.of(List.of(way.get())) : known;
    }

    private Shape shape(Constraints known, String name) {
        var types = EnumSet.noneOf(JsonType.class);
        types.addAll(known.types());
        types.remove(JsonType.NULL);
        var values = known.values();
        if (values.isPresent()) {
            var texts = values.get().stream().filter(value -> value != null).toList();
            if (!texts.isEmpty()
                    && texts.size() <= MAX_CONSTANTS
                    && texts.stream().allMatch(String.class::isInstance)) {
                return choice(known, texts, name);
            }
        }
        if (types.equals(EnumSet.of(JsonType.OBJECT)) || (isRecord(known) && !known.has("type"))) {
            return object(known, name);
        }
        if (known.has("oneOf") || known.has("anyOf")) {
            return new Any("one of several shapes");
        }
        if (types.equals(EnumSet.of(JsonType.STRING))) {
            return Plain.TEXT;
        } else if (types.equals(EnumSet.of(JsonType.INTEGER))) {
            return Plain.WHOLE;
        } else if (types.equals(JsonType.NUMERIC)) {
            return Plain.DECIMAL;
        } else if (types.equals(EnumSet.of(JsonType.BOOLEAN))) {
            return Plain.FLAG;
        } else if (types.equals(EnumSet.of(JsonType.ARRAY))) {
            return known.tupleLength() > 0
                    ? new ListOf(new Any("elements differ by their place"))
                    : new ListOf(nullable(known.item(0), singular(name)));
        }
        return new Any(types.size() == EnumSet.allOf(JsonType.class).size() - 1 ? "any JSON" : "one of several types");
    }

    private static boolean isRecord(Constraints known) {
        var named = known.named();
        return known.types().contains(JsonType.OBJECT) && !named.isEmpty() && named.size() <= MAX_MEMBERS;
    }

    private Shape object(Constraints known, String name) {
        if (isRecord(known)) {
            var key = Set.copyOf(known.nodes());
            var same = byNodes.get(key);
            if (same != null) {
                return same;
            }
            var members = new Members(types.type(name));
            byNodes.put(key, members);
            declared.add(members);
            fill(members, known);
            return members;
        }
        return new MapOf(others(known, name));
    }

    private Shape others(Constraints known, String name) {
        var possibilities = known.otherProperties();
        if (possibilities.size() == 1 && known.named().isEmpty()) {
            return nullable(possibilities.get(0).known(), singular(name));
        }
        return possibilities.size() == 1 && known.has("additionalProperties")
                ? nullable(possibilities.get(0).known(), singular(name))
                : new Any("any JSON");
    }

    private void fill(Members members, Constraints known) {
        members.describe(description(known));
        var names = JavaNames.forComponents();
        var required = known.required();
        for (var property : known.named()) {
            var schema = known.property(property);
            if (schema.isNothing()) {
                continue;
            }
            var shape = shape(withoutNull(schema), property);
            boolean isNullable = isNullable(schema) && !(shape instanceof Any);
            members.add(new Member(
                    names.component(property),
                    property,
                    shape,
                    !required.contains(property),
                    isNullable,
                    description(schema)));
        }
        var others = known.otherProperties();
        if (!others.isEmpty() && (known.has("additionalProperties") || known.has("patternProperties"))) {
            var name = names.component("additionalProperties");
            members.addOthers(new Member(
                    name,
                    "",
                    new MapOf(others(known, "additional")),
                    false,
                    false,
                    "further properties, by their names"));
        }
    }

    private Shape choice(Constraints known, List<?> texts, String name) {
        var key = new HashSet<>(known.nodes());
        var same = byNodes.get(key);
        if (same != null) {
            return same;
        }
        var names = JavaNames.forConstants();
        var constants = new LinkedHashMap<String, String>();
        texts.forEach(text -> constants.put(names.constant(String.valueOf(text)), String.valueOf(text)));
        var choice = new Choice(types.type(name), constants);
        byNodes.put(key, choice);
        declared.add(choice);
        return choice;
    }

    private static String description(Constraints known) {
        return known.all("description").stream()
                .map(String::valueOf)
                .findFirst()
                .orElse("");
    }

    /** A name for one of what the name says many of. */
    private static String singular(String name) {
        if (name.endsWith("ies") && name.length() > 4) {
            return name.substring(0, name.length() - 3) + "y";
        } else if (name.endsWith("s") && !name.endsWith("ss") && name.length() > 3) {
            return name.substring(0, name.length() - 1);
        }
        return name + "Element";
    }
}
