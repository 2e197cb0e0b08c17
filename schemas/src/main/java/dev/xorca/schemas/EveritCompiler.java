package dev.xorca.schemas;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.everit.json.schema.Schema;
import org.everit.json.schema.ValidationException;
import org.everit.json.schema.loader.SchemaLoader;
import org.json.JSONArray;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

/** Schemas by the Everit library. */
final class EveritCompiler implements SchemaCompiler {
    private static final String DRAFT_07 = "http://json-schema.org/draft-07/schema#";
    private static final Set<String> RULES_TOLD_BY_VALUE = Set.of(
            "const",
            "enum",
            "pattern",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "multipleOf");
    private static final int MAX_VALUES = 10_000;
    private static final Pattern KNOWN_DRAFT = Pattern.compile("https?://json-schema\\.org/draft-0[467]/schema#?");

    @Override
    public PayloadSchema compile(Map<String, Object> document) {
        checkDraft(document);
        checkTree(document, "#", 0, 0);
        try {
            var schema = SchemaLoader.builder()
                    .draftV7Support()
                    .useDefaults(false)
                    .schemaClient(url -> {
                        throw new SchemaException("$ref '" + url + "' leads outside of the document");
                    })
                    .schemaJson(toOrgJson(document))
                    .build()
                    .load()
                    .build();
            return new EveritSchema(document, schema);
        } catch (SchemaException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SchemaException("not a valid JSON Schema: " + e.getMessage(), e);
        }
    }

    /** Everit would load a newer draft and silently leave out what it does not know. */
    private static void checkDraft(Map<String, Object> document) {
        var draft = document.getOrDefault("$schema", DRAFT_07);
        if (!KNOWN_DRAFT.matcher(String.valueOf(draft)).matches()) {
            throw new SchemaException(
                    "$schema '" + draft + "' is not supported; use " + DRAFT_07 + " (or draft-04, draft-06)");
        }
    }

    /** Refuses what leads elsewhere or is too large; gives the number of values, this one and those so far. */
    private static int checkTree(@Nullable Object value, String path, int depth, int valuesBefore) {
        if (depth > Json.MAX_DEPTH) {
            throw new SchemaException("schema is nested more than " + Json.MAX_DEPTH + " deep");
        }
        int values = valuesBefore + 1;
        if (values > MAX_VALUES) {
            throw new SchemaException("schema has more than " + MAX_VALUES + " values");
        }
        if (value instanceof Map<?, ?> map) {
            if (map.get("$ref") instanceof String reference && !reference.startsWith("#")) {
                throw new SchemaException("$ref '" + reference + "' at " + path
                        + " leads outside of the document; only references within it (#/definitions/…) are allowed");
            }
            for (var entry : map.entrySet()) {
                values = checkTree(entry.getValue(), path + "/" + entry.getKey(), depth + 1, values);
            }
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                values = checkTree(list.get(i), path + "/" + i, depth + 1, values);
            }
        }
        return values;
    }

    private static Object toOrgJson(@Nullable Object value) {
        if (value == null) {
            return JSONObject.NULL;
        } else if (value instanceof Map<?, ?> map) {
            // Not with a size: that constructor is not for us, and the number would be taken for a bean.
            var object = new JSONObject();
            map.forEach((key, child) -> object.put(String.valueOf(key), toOrgJson(child)));
            return object;
        } else if (value instanceof List<?> list) {
            var array = new JSONArray(list.size());
            list.forEach(child -> array.put(toOrgJson(child)));
            return array;
        } else if (value instanceof Long whole) {
            return integer(BigInteger.valueOf(whole));
        } else if (value instanceof Double number && number == Math.rint(number)) {
            return integer(new BigDecimal(number).toBigInteger());
        }
        return value;
    }

    /** Everit takes limits such as minLength only as {@code Integer}, and 1.0 for no integer; JSON Schema does. */
    private static Number integer(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
    }

    private record EveritSchema(Map<String, Object> document, Schema schema) implements PayloadSchema {
        @Override
        public List<Violation> check(@Nullable Object value) {
            try {
                schema.validate(toOrgJson(value));
                return List.of();
            } catch (ValidationException e) {
                var violations = new ArrayList<Violation>();
                collect(e, violations);
                return violations;
            } catch (StackOverflowError e) {
                return List.of(new Violation("", "#", "$ref", "the schema refers to itself in a circle"));
            }
        }

        private static void collect(ValidationException e, List<Violation> violations) {
            if (e.getCausingExceptions().isEmpty()) {
                var pointer = e.getPointerToViolation();
                violations.add(new Violation(
                        pointer == null ? "" : pointer.replaceFirst("^#", ""),
                        e.getSchemaLocation() == null ? "#" : e.getSchemaLocation(),
                        e.getKeyword() == null ? "" : e.getKeyword(),
                        message(e)));
            } else {
                e.getCausingExceptions().forEach(cause -> collect(cause, violations));
            }
        }

        /** Everit's words, except where they would repeat the value. */
        private static String message(ValidationException e) {
            var rule = e.getKeyword();
            if (rule == null || !RULES_TOLD_BY_VALUE.contains(rule)) {
                return e.getErrorMessage();
            }
            var expected = new JSONObject(e.getViolatedSchema().toString()).opt(rule);
            return "does not satisfy " + rule + (expected == null ? "" : " " + JSONObject.valueToString(expected));
        }
    }
}
