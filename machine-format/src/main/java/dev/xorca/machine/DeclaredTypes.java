package dev.xorca.machine;

import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.schemas.PayloadSchema;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the schemas of one document say of the values that its expressions look at: {@code input} everywhere, and
 * {@code event.data} in transitions on an exact event type that the document accepts. Elsewhere the event can be of many
 * types, so nothing is known of its data.
 */
final class DeclaredTypes {
    private final Map<String, VariableTypes> byEvent = new HashMap<>();
    private @Nullable MachineSchemas schemas;

    /** Says what the document declares; until then nothing is known. */
    void declare(MachineSchemas declared) {
        schemas = declared;
        byEvent.clear();
    }

    /** What is known where a document has an expression, by the JSON pointer of that place. */
    VariableTypes at(String pointer) {
        var declared = schemas;
        return declared == null
                ? VariableTypes.NONE
                : byEvent.computeIfAbsent(
                        eventAt(pointer),
                        type -> VariableTypes.of(
                                document(declared.input()),
                                document(declared.accepts().get(type))));
    }

    private static @Nullable Map<String, Object> document(@Nullable PayloadSchema schema) {
        return schema == null ? null : schema.document();
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
}
