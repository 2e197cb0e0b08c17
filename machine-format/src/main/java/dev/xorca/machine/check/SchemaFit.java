package dev.xorca.machine.check;

import dev.xorca.machine.expression.Template;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaException;
import dev.xorca.statechart.Expression;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares templates with a JSON Schema. What an expression will yield is unknown and fits; keywords that are not looked
 * at fit; so what remains is sure.
 */
final class SchemaFit {
    private static final int MAX_DEPTH = 32;

    private final Map<String, Object> root;
    private final List<String> breaches = new ArrayList<>();

    SchemaFit(Map<String, Object> root) {
        this.root = root;
    }

    /** What is wrong with the template for sure; empty when nothing is. */
    List<String> breaches(Expression template) {
        compare(template, root, "data", 0);
        return breaches;
    }

    private void compare(Expression template, @Nullable Object schema, String where, int depth) {
        var keywords = resolved(schema, 0);
        if (keywords == null || depth > MAX_DEPTH) {
            return;
        }
        if (template instanceof Expression.Constant constant) {
            compareConstant(constant.value(), keywords, where);
            return;
        }
        if (template instanceof Template.ObjectOf object) {
            if (allows(keywords, "object", where)) {
                compareMembers(object.members(), keywords, where, depth);
            }
        } else if (template instanceof Template.ListOf list) {
            if (allows(keywords, "array", where) && keywords.get("items") instanceof Map<?, ?> items) {
                for (int i = 0; i < list.items().size(); i++) {
                    compare(list.items().get(i), items, where + "/" + i, depth + 1);
                }
            }
        } else if (template instanceof Template.Text) {
            allows(keywords, "string", where);
        }
        if (keywords.get("allOf") instanceof List<?> all) {
            all.forEach(part -> compare(template, part, where, depth + 1));
        }
    }

    private void compareMembers(Map<String, Expression> members, Map<?, ?> keywords, String where, int depth) {
        if (keywords.get("required") instanceof List<?> required) {
            for (var key : required) {
                if (!members.containsKey(String.valueOf(key))) {
                    breaches.add(where + " lacks '" + key + "', which is required");
                }
            }
        }
        var properties = keywords.get("properties") instanceof Map<?, ?> map ? map : Map.of();
        var isClosed = Boolean.FALSE.equals(keywords.get("additionalProperties"))
                && !keywords.containsKey("patternProperties");
        members.forEach((key, member) -> {
            if (properties.containsKey(key)) {
                compare(member, properties.get(key), where + "/" + key, depth + 1);
            } else if (isClosed) {
                breaches.add(where + " has '" + key + "', and the schema allows no further properties");
            }
        });
    }

    private void compareConstant(@Nullable Object value, Map<?, ?> keywords, String where) {
        var document = new LinkedHashMap<String, Object>(Json.object(keywords));
        for (var shared : List.of("$schema", "definitions", "$defs")) {
            if (root.containsKey(shared)) {
                document.put(shared, root.get(shared));
            }
        }
        try {
            for (var violation : SchemaCompiler.standard().compile(document).check(value)) {
                breaches.add(where + violation.pointer() + ": " + violation.message());
            }
        } catch (SchemaException e) {
            // A part that cannot stand alone; the router checks the whole when the event is emitted.
            return;
        }
    }

    private boolean allows(Map<?, ?> keywords, String type, String where) {
        var wanted = keywords.get("type");
        var types = wanted instanceof List<?> list ? list : wanted == null ? List.of() : List.of(wanted);
        if (types.isEmpty() || types.contains(type)) {
            return true;
        }
        breaches.add(where + " is of type " + type + ", and the schema wants " + types.get(0)
                + (types.size() > 1 ? " or another" : ""));
        return false;
    }

    /** The keywords of a schema, references within the document followed; null where there are none. */
    private @Nullable Map<?, ?> resolved(@Nullable Object schema, int depth) {
        if (!(schema instanceof Map<?, ?> keywords) || depth > MAX_DEPTH) {
            return null;
        }
        if (!(keywords.get("$ref") instanceof String reference)) {
            return keywords;
        }
        @Nullable Object at = root;
        for (var step : reference.substring(1).split("/", -1)) {
            if (!step.isEmpty()) {
                at = at instanceof Map<?, ?> map
                        ? map.get(step.replace("~1", "/").replace("~0", "~"))
                        : null;
            }
        }
        return resolved(at, depth + 1);
    }
}
