package dev.xorca.machine;

import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.machine.source.SourceNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A place in a document: a value, the way to it, and where to put what is wrong with it. */
final class Cursor {
    private final String file;
    private final String pointer;
    private final int line;
    private final int column;
    private final SourceNode node;
    private final Map<String, Cursor> visited;
    private final List<DocumentProblem> problems;
    private final Registry registry;
    private @Nullable DeclaredTypes contracts;

    private Cursor(
            String file,
            String pointer,
            int line,
            int column,
            SourceNode node,
            Map<String, Cursor> visited,
            List<DocumentProblem> problems,
            Registry registry) {
        this.file = file;
        this.pointer = pointer;
        this.line = line;
        this.column = column;
        this.node = node;
        this.visited = visited;
        this.problems = problems;
        this.registry = registry;
        visited.put(pointer, this);
    }

    static Cursor root(String file, SourceNode node, List<DocumentProblem> problems, Registry registry) {
        return new Cursor(file, "", node.line(), node.column(), node, new LinkedHashMap<>(), problems, registry);
    }

    /** What the document may use by name. */
    Registry registry() {
        return registry;
    }

    /** What the document declares of the values that expressions here look at. */
    VariableTypes types() {
        var root = visited.getOrDefault("", this);
        if (root.contracts == null) {
            root.contracts = new DeclaredTypes(root.node);
        }
        return root.contracts.at(pointer);
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
                                    file,
                                    pointer + "/" + key.replace("~", "~0").replace("/", "~1"),
                                    entry.line(),
                                    entry.column(),
                                    entry.value(),
                                    visited,
                                    problems,
                                    registry)));
        } else {
            wrongType(what, "an object");
        }
        return members;
    }

    Optional<Cursor> member(String key) {
        return isObject() ? Optional.ofNullable(members("").get(key)) : Optional.empty();
    }

    /** The items of the list here; a single value stands for a list of one. */
    List<Cursor> itemsOrOne() {
        if (!(node instanceof SourceNode.Sequence sequence)) {
            return List.of(this);
        }
        var items = new ArrayList<Cursor>();
        for (var item : sequence.items()) {
            items.add(new Cursor(
                    file, pointer + "/" + items.size(), item.line(), item.column(), item, visited, problems, registry));
        }
        return items;
    }

    /** Complains of every member that is not among these, except {@code x-…}; says whether there was none to complain of. */
    boolean allowOnly(Set<String> keys, String what) {
        int before = problems.size();
        members(what).forEach((key, cursor) -> {
            if (!keys.contains(key) && !key.startsWith("x-")) {
                cursor.problem("unknown-key", what + " has no '" + key + "'", Suggestion.forKey(key, keys));
            }
        });
        return problems.size() == before;
    }

    void wrongType(String what, String expected) {
        problem("wrong-type", what + " must be " + expected + ", this is " + node.kind(), "write " + expected);
    }

    void problem(String rule, String message, String fix) {
        problems.add(new DocumentProblem(file, line, column, pointer, rule, message, fix));
    }

    /** The place that a pointer names, or the nearest one around it that was looked at. */
    Cursor nearest(String wanted) {
        var at = wanted;
        while (!visited.containsKey(at) && !at.isEmpty()) {
            at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
        }
        return visited.getOrDefault(at, this);
    }
}
