package dev.xorca.machine.expression;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a document declares of the values that an expression looks at. Immutable. */
public final class VariableTypes {
    private static final Shape TEXT = Shape.ofKinds(EnumSet.of(Kind.STRING));
    private static final Shape SELF =
            Shape.object(Map.of("name", TEXT, "version", TEXT, "processId", TEXT, "subject", TEXT), false);

    /** Nothing is declared. */
    public static final VariableTypes NONE = new VariableTypes(Shape.ANY, Shape.ANY);

    private final Map<String, Shape> variables = new LinkedHashMap<>();

    private VariableTypes(Shape input, Shape data) {
        variables.put("input", input);
        variables.put("event", Shape.object(Map.of("type", TEXT, "data", data), true));
        variables.put("self", SELF);
    }

    /**
     * What schemas say.
     *
     * @param input the JSON Schema of {@code input}; null when none is declared
     * @param data the JSON Schema of {@code event.data}; null when none is declared, or the event can be of any type
     */
    public static VariableTypes of(@Nullable Map<String, Object> input, @Nullable Map<String, Object> data) {
        return input == null && data == null ? NONE : new VariableTypes(shape(input), shape(data));
    }

    private static Shape shape(@Nullable Map<String, Object> schema) {
        return schema == null ? Shape.ANY : SchemaShape.of(schema);
    }

    Shape variable(String name) {
        return variables.getOrDefault(name, Shape.ANY);
    }
}
