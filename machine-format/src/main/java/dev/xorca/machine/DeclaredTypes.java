package dev.xorca.machine;

import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.machine.source.SourceNode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the schemas of one document say of the values that its expressions look at: {@code input} everywhere, and
 * {@code event.data} in transitions on an exact event type that the document accepts. Elsewhere the event can be of many
 * types, so nothing is known of its data.
 */
final class DeclaredTypes {
    private final @Nullable Map<String, Object> input;
    private final @Nullable SourceNode accepts;
    private final Map<String, VariableTypes> byEvent = new HashMap<>();

    DeclaredTypes(SourceNode document) {
        var schemas = member(document, "schemas");
        input = object(member(schemas, "input"));
        accepts = member(schemas, "accepts");
    }

    /** What is known where a document has an expression, by the JSON pointer of that place. */
    VariableTypes at(String pointer) {
        var event = eventAt(pointer);
        return byEvent.computeIfAbsent(
                event, type -> VariableTypes.of(input, type.isEmpty() ? null : object(member(accepts, type))));
    }

    /** The event descriptor below which a place lies; empty when it lies below none. */
    private static String eventAt(String pointer) {
        var steps = pointer.split("/", -1);
        int at = 1;
        while (at + 1 < steps.length && steps[at].equals("states")) {
            at += 2;
        }
        return at + 1 < steps.length && steps[at].equals("on")
                ? steps[at + 1].replace("~1", "/").replace("~0", "~")
                : "";
    }

    private static @Nullable SourceNode member(@Nullable SourceNode node, String key) {
        var entry =
                node instanceof SourceNode.Mapping mapping ? mapping.entries().get(key) : null;
        return entry == null ? null : entry.value();
    }

    private static @Nullable Map<String, Object> object(@Nullable SourceNode node) {
        return node instanceof SourceNode.Mapping mapping ? mapping.value() : null;
    }
}
