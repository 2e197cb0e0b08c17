package dev.xorca.schemas.compatibility;

import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaException;
import dev.xorca.schemas.structure.Constraints;
import dev.xorca.schemas.structure.SchemaNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks values against single places of schemas, by the validator that checks whole payloads. For one thread. */
final class Fragments {
    private static final String WHOLE = "whole";
    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "definitions", "dependencies");
    private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

    private final SchemaCompiler compiler = SchemaCompiler.standard();
    private final Map<SchemaNode, Optional<PayloadSchema>> compiled = new HashMap<>();

    /** Whether every one of the schemas accepts the value; false also when one cannot be asked. */
    boolean accept(Constraints schemas, @Nullable Object value) {
        return schemas.nodes().stream().allMatch(node -> accepts(node, value));
    }

    boolean accepts(SchemaNode node, @Nullable Object value) {
        return compiled(node).map(schema -> schema.check(value).isEmpty()).orElse(false);
    }

    /** Whether the schema refuses the value; false also when it cannot be asked. */
    boolean refuses(SchemaNode node, @Nullable Object value) {
        return compiled(node).map(schema -> !schema.check(value).isEmpty()).orElse(false);
    }

    private Optional<PayloadSchema> compiled(SchemaNode node) {
        return compiled.computeIfAbsent(node, this::compile);
    }

    /** The schema alone, with its document beside it, where its references lead now. */
    private Optional<PayloadSchema> compile(SchemaNode node) {
        var document = new LinkedHashMap<String, Object>();
        var draft = node.document().get("$schema");
        if (draft != null) {
            document.put("$schema", draft);
        }
        if (hasReference(node.value())) {
            var whole = new LinkedHashMap<>(node.document());
            whole.remove("$schema");
            var beside = new LinkedHashMap<String, @Nullable Object>();
            beside.put(WHOLE, moved(whole, false));
            document.put("definitions", beside);
        }
        document.put("allOf", List.of(moved(node.value(), false)));
        try {
            return Optional.of(compiler.compile(document));
        } catch (SchemaException e) {
            return Optional.empty();
        }
    }

    private static boolean hasReference(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.containsKey("$ref") || map.values().stream().anyMatch(Fragments::hasReference);
        }
        return value instanceof List<?> list && list.stream().anyMatch(Fragments::hasReference);
    }

    private static @Nullable Object moved(@Nullable Object value, boolean isNamed) {
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((key, child) -> {
                var keyword = String.valueOf(key);
                if (isNamed) {
                    copy.put(keyword, moved(child, false));
                } else if (keyword.equals("$ref") && child instanceof String reference && reference.startsWith("#")) {
                    copy.put(keyword, "#/definitions/" + WHOLE + reference.substring(1));
                } else {
                    copy.put(keyword, DATA.contains(keyword) ? child : moved(child, NAMED.contains(keyword)));
                }
            });
            return copy;
        } else if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>();
            list.forEach(each -> copy.add(moved(each, false)));
            return copy;
        }
        return value;
    }
}
