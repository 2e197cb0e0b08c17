package dev.xorca.machine;

import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.machine.source.SourceNode;
import dev.xorca.machine.source.SourceText;
import dev.xorca.schemas.PayloadSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in a document: a value, the way to it, and where to put what is wrong with it. */
final class Cursor {
    private final Reading reading;
    private final String pointer;
    private final int line;
    private final int column;
    private final SourceNode node;
    private final VariableTypes types;

    /** What all places of a document have in common while it is read. */
    private record Reading(
            String file,
            SourceText text,
            List<DocumentProblem> problems,
            Registry registry,
            Map<String, PayloadSchema> accepts,
            Map<String, Cursor> visited) {}

    private Cursor(Reading reading, String pointer, int line, int column, SourceNode node, VariableTypes types) {
        this.reading = reading;
        this.pointer = pointer;
        this.line = line;
        this.column = column;
        this.node = node;
        this.types = types;
    }

    static Cursor root(
            String file, SourceText text, SourceNode node, List<DocumentProblem> problems, Registry registry) {
        var reading = new Reading(file, text, problems, registry, Map.of(), new LinkedHashMap<>());
        return new Cursor(reading, "", node.line(), node.column(), node, VariableTypes.NONE).visited();
    }

    private Cursor visited() {
        reading.visited.put(pointer, this);
        return this;
    }

    /** What the document may use by name. */
    Registry registry() {
        return reading.registry;
    }

    /** What expressions here may look at. */
    VariableTypes types() {
        return types;
    }

    /** The same place, where it is known what the document declares. */
    Cursor declaring(MachineSchemas schemas) {
        var knowing = new Reading(
                reading.file, reading.text, reading.problems, reading.registry, schemas.accepts(), reading.visited);
        return new Cursor(knowing, pointer, line, column, node, VariableTypes.ofInput(document(schemas.input())));
    }

    /** The same place, where expressions may look at these. */
    Cursor knowing(VariableTypes variables) {
        return new Cursor(reading, pointer, line, column, node, variables);
    }

    /** The same place, where the event under way is of this type; a wildcard can be any. */
    Cursor onEvent(String type) {
        return knowing(types.withEvent(dataSchema(type)));
    }

    /** What the document declares of the data of such an event; null when it says nothing. */
    @Nullable
    Map<String, Object> dataSchema(String type) {
        return document(reading.accepts.get(type));
    }

    private static @Nullable Map<String, Object> document(@Nullable PayloadSchema schema) {
        return schema == null ? null : schema.document();
    }

    String pointer() {
        return pointer;
    }

    @Nullable
    Object value() {
        return node.value();
    }

    String kind() {
        return node.kind();
    }

    boolean isObject() {
        return node instanceof SourceNode.Mapping;
    }

    boolean isList() {
        return node instanceof SourceNode.Sequence;
    }

    boolean isNull() {
        return node instanceof SourceNode.Scalar scalar && scalar.value() == null;
    }

    /** The string here; null, without a complaint, when it is something else. */
    @Nullable
    String string() {
        return node instanceof SourceNode.Scalar scalar && scalar.value() instanceof String text ? text : null;
    }

    /** The string here; complains and gives null when it is something else. */
    @Nullable
    String expectString(String what) {
        var text = string();
        if (text == null) {
            wrongType(what, "a string");
        }
        return text;
    }

    boolean expectBoolean(String what) {
        if (node instanceof SourceNode.Scalar scalar && scalar.value() instanceof Boolean value) {
            return value;
        }
        wrongType(what, "true or false");
        return false;
    }

    /** The members of the object here by name; complains and gives none when it is something else. */
    Map<String, Cursor> members(String what) {
        var members = new LinkedHashMap<String, Cursor>();
        if (node instanceof SourceNode.Mapping mapping) {
            mapping.entries()
                    .forEach((key, entry) -> members.put(
                            key,
                            new Cursor(
                                            reading,
                                            pointer + "/"
                                                    + key.replace("~", "~0").replace("/", "~1"),
                                            entry.line(),
                                            entry.column(),
                                            entry.value(),
                                            types)
                                    .visited()));
        } else {
            wrongType(what, "an object");
        }
        return members;
    }

    Optional<Cursor> member(String key) {
        return isObject() ? Optional.ofNullable(members("").get(key)) : Optional.empty();
    }

    /** The key under which this stands, as a string of its own. */
    Cursor key(String key) {
        return new Cursor(reading, pointer, line, column, new SourceNode.Scalar(line, column, key), types);
    }

    /** The items of the list here; a single value stands for a list of one. */
    List<Cursor> itemsOrOne() {
        if (!(node instanceof SourceNode.Sequence sequence)) {
            return List.of(this);
        }
        var items = new ArrayList<Cursor>();
        for (var item : sequence.items()) {
            items.add(new Cursor(reading, pointer + "/" + items.size(), item.line(), item.column(), item, types)
                    .visited());
        }
        return items;
    }

    /** Complains of every member that is not among these, except {@code x-…}; says whether there was none to complain of. */
    boolean allowOnly(Set<String> keys, String what) {
        int before = reading.problems.size();
        members(what).forEach((key, cursor) -> {
            if (!keys.contains(key) && !key.startsWith("x-")) {
                cursor.problem("unknown-key", what + " has no '" + key + "'", Suggestion.forKey(key, keys));
            }
        });
        return reading.problems.size() == before;
    }

    void wrongType(String what, String expected) {
        problem("wrong-type", what + " must be " + expected + ", this is " + node.kind(), "write " + expected);
    }

    void problem(String rule, String message, String fix) {
        problem(line, column, rule, message, fix);
    }

    /** Complains of a character of the string here, at that character's own line and column. */
    void problemAt(int index, String rule, String message, String fix) {
        if (node instanceof SourceNode.Scalar string) {
            var place = reading.text.placeOf(string, index);
            problem(place.line(), place.column(), rule, message, fix);
        } else {
            problem(rule, message, fix);
        }
    }

    private void problem(int atLine, int atColumn, String rule, String message, String fix) {
        reading.problems.add(new DocumentProblem(reading.file, atLine, atColumn, pointer, rule, message, fix));
    }

    /** The place below this one that a pointer leads to, or the last on the way there. */
    Cursor below(String way) {
        var at = this;
        for (var step : way.isEmpty() ? new String[0] : way.substring(1).split("/", -1)) {
            var next = at.step(step);
            if (next == null) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private @Nullable Cursor step(String step) {
        var name = step.replace("~1", "/").replace("~0", "~");
        if (node instanceof SourceNode.Mapping mapping && mapping.entries().get(name) != null) {
            var entry = mapping.entries().get(name);
            return new Cursor(reading, pointer + "/" + step, entry.line(), entry.column(), entry.value(), types);
        } else if (node instanceof SourceNode.Sequence list && name.matches("\\d{1,9}")) {
            int index = Integer.parseInt(name);
            if (index < list.items().size()) {
                var item = list.items().get(index);
                return new Cursor(reading, pointer + "/" + step, item.line(), item.column(), item, types);
            }
        }
        return null;
    }

    /** The place that a pointer names, or the nearest one around it that was looked at. */
    Cursor nearest(String wanted) {
        var at = wanted;
        while (!reading.visited.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
        return reading.visited.getOrDefault(at, this);
    }
}
