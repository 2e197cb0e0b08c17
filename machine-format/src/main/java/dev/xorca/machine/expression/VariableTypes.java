package dev.xorca.machine.expression;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which variables an expression may look at, and what a document declares of their values. Immutable. */
public final class VariableTypes {
    private static final Shape TEXT = Shape.ofKinds(EnumSet.of(Kind.STRING));
    private static final Shape TEXT_OR_NULL = Shape.ofKinds(EnumSet.of(Kind.STRING, Kind.NULL));
    private static final Shape NUMBER = Shape.ofKinds(EnumSet.of(Kind.NUMBER));
    private static final Shape SELF = Shape.object(
            Map.of(
                    "name", TEXT,
                    "version", TEXT,
                    "processId", TEXT,
                    "subject", TEXT,
                    "tenant", TEXT_OR_NULL,
                    "parent", TEXT_OR_NULL,
                    "root", TEXT_OR_NULL),
            false);

    /** The variables that there are everywhere in a machine, of whose values nothing is declared. */
    public static final VariableTypes NONE = everywhere(Shape.ANY);

    private final Map<String, Shape> variables;

    private VariableTypes(Map<String, Shape> variables) {
        this.variables = Collections.unmodifiableMap(variables);
    }

    /**
     * The variables that there are everywhere in a machine.
     *
     * @param input the JSON Schema of {@code input}; null when none is declared
     */
    public static VariableTypes ofInput(@Nullable Map<String, Object> input) {
        return input == null ? NONE : everywhere(shape(input));
    }

    /**
     * No variable but {@code event}: there is no orchestration yet.
     *
     * @param data the JSON Schema of {@code event.data}; null when none is declared
     */
    public static VariableTypes ofEventAlone(@Nullable Map<String, Object> data) {
        return new VariableTypes(Map.of("event", event(data)));
    }

    private static VariableTypes everywhere(Shape input) {
        var variables = new LinkedHashMap<String, Shape>();
        variables.put("context", Shape.ANY);
        variables.put("event", event(null));
        variables.put("input", input);
        variables.put("self", SELF);
        variables.put("now", Shape.ANY);
        return new VariableTypes(variables);
    }

    /**
     * The same, where it is known what event is under way.
     *
     * @param data the JSON Schema of {@code event.data}; null when none is declared, or the event can be of any type
     */
    public VariableTypes withEvent(@Nullable Map<String, Object> data) {
        return with("event", event(data));
    }

    /** The same with one more variable, of which nothing is known. */
    public VariableTypes withValue(String name) {
        return with(name, Shape.ANY);
    }

    /** The same with one more variable, a number. */
    public VariableTypes withNumber(String name) {
        return with(name, NUMBER);
    }

    /**
     * The same with one more variable: an item of the list that an expression yields.
     *
     * @param items an expression that {@link CelExpressions#compileItems} takes
     */
    public VariableTypes withItemOf(String name, String items) {
        return with(name, CelExpressions.shape(items, this).items());
    }

    private VariableTypes with(String name, Shape shape) {
        var more = new LinkedHashMap<>(variables);
        more.put(name, shape);
        return new VariableTypes(more);
    }

    private static Shape event(@Nullable Map<String, Object> data) {
        return Shape.object(Map.of("type", TEXT, "data", shape(data)), true);
    }

    private static Shape shape(@Nullable Map<String, Object> schema) {
        return schema == null ? Shape.ANY : SchemaShape.of(schema);
    }

    /** The names that an expression may use. */
    public Set<String> names() {
        return variables.keySet();
    }

    Shape variable(String name) {
        return variables.getOrDefault(name, Shape.ANY);
    }
}
