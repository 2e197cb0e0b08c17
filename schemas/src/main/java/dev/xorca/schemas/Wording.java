package dev.xorca.schemas;

import dev.xorca.schemas.PayloadSchema.Violation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.everit.json.schema.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells violations: what the schema wants and what kind of value was found, never the value itself. Of what the schema
 * marks {@code x-sensitive}, neither size nor names nor the place within are told.
 */
final class Wording {
    private static final int MOST_EXPECTED = 200;

    private final Map<String, Object> schema;
    private final @Nullable Object value;
    private final SensitivePlaces sensitive;

    Wording(Map<String, Object> schema, @Nullable Object value) {
        this.schema = schema;
        this.value = value;
        this.sensitive = new SensitivePlaces(schema);
    }

    /** The violation that a library's exception tells of; one without causes. */
    Violation violation(ValidationException e) {
        var pointer = e.getPointerToViolation() == null
                ? ""
                : e.getPointerToViolation().replaceFirst("^#", "");
        var place = e.getSchemaLocation() == null ? "#" : e.getSchemaLocation();
        return violation(pointer, place, e.getKeyword() == null ? "" : e.getKeyword(), named(e.getErrorMessage()));
    }

    /** The property that a message has in brackets. */
    private static @Nullable String named(String message) {
        int from = message.indexOf('[');
        int to = message.lastIndexOf(']');
        return from < 0 || to < from ? null : message.substring(from + 1, to);
    }

    /**
     * A violation.
     *
     * @param pointer where in the value
     * @param place where in the schema, as a fragment
     * @param rule the keyword
     * @param property the property that is missing or should not be there; null where it is not about one
     */
    Violation violation(String pointer, String place, String rule, @Nullable String property) {
        var hidden = sensitive.around(pointer);
        var found = Pointer.find(value, pointer);
        var isHidden = hidden.isPresent();
        return new Violation(
                hidden.orElse(pointer),
                place,
                rule,
                message(rule, expected(place, rule), found, isHidden ? null : property, isHidden));
    }

    /** The violation that ends a check that takes too long. */
    static Violation tooMuch() {
        return new Violation(
                "", "#", "limit-schema-recursion", "the schema refers to itself so often that this cannot be checked");
    }

    private @Nullable Object expected(String place, String rule) {
        var at = Pointer.find(schema, place.replaceFirst("^#", ""));
        return at instanceof Map<?, ?> keywords ? keywords.get(rule) : null;
    }

    private static String message(
            String rule, @Nullable Object expected, @Nullable Object found, @Nullable String property, boolean hidden) {
        return switch (rule) {
            case "type" -> "expected " + types(expected) + ", found " + kind(found, hidden);
            case "required", "dependencies" ->
                property == null ? "a property is missing that is required" : "property '" + property + "' is missing";
            case "additionalProperties" ->
                property == null ? "a property is not allowed" : "property '" + property + "' is not allowed";
            case "enum" -> "expected one of " + text(expected) + ", found " + kind(found, hidden);
            case "const" -> "expected " + text(expected) + ", found " + kind(found, hidden);
            case "minimum" -> "expected at least " + text(expected) + ", found less";
            case "maximum" -> "expected at most " + text(expected) + ", found more";
            case "exclusiveMinimum" ->
                "expected more than " + (expected instanceof Number ? text(expected) : "the minimum")
                        + ", found less or that";
            case "exclusiveMaximum" ->
                "expected less than " + (expected instanceof Number ? text(expected) : "the maximum")
                        + ", found more or that";
            case "multipleOf" -> "expected a multiple of " + text(expected) + ", found another number";
            case "minLength" -> "expected at least " + text(expected) + " characters" + size(found, hidden);
            case "maxLength" -> "expected at most " + text(expected) + " characters" + size(found, hidden);
            case "minItems" -> "expected at least " + text(expected) + " items" + size(found, hidden);
            case "maxItems" -> "expected at most " + text(expected) + " items" + size(found, hidden);
            case "minProperties" -> "expected at least " + text(expected) + " properties" + size(found, hidden);
            case "maxProperties" -> "expected at most " + text(expected) + " properties" + size(found, hidden);
            case "pattern" -> "expected a string that matches " + text(expected) + ", found another";
            case "format" -> "expected a string of format " + text(expected) + ", found another";
            case "uniqueItems" -> "expected items that are all different, found the same twice";
            case "items", "additionalItems" -> "there are more items than are allowed";
            case "contains" -> "expected an item that fits 'contains', found none";
            case "propertyNames" -> "the name of a property is not allowed";
            case "not" -> "the value fits what it must not fit";
            case "oneOf" -> "expected a value that fits exactly one of the alternatives";
            case "anyOf" -> "expected a value that fits one of the alternatives";
            case "false" -> "nothing is allowed here";
            default -> "does not satisfy " + (rule.isEmpty() ? "the schema" : rule);
        };
    }

    private static String types(@Nullable Object expected) {
        var types = expected instanceof List<?> list ? list : List.of(String.valueOf(expected));
        return types.stream().map(String::valueOf).map(Wording::withArticle).collect(Collectors.joining(" or "));
    }

    private static String withArticle(String type) {
        if (type.equals("null")) {
            return type;
        }
        return (Set.of("array", "integer", "object").contains(type) ? "an " : "a ") + type;
    }

    private static String text(@Nullable Object expected) {
        var text = Json.text(expected);
        return text.length() > MOST_EXPECTED ? text.substring(0, MOST_EXPECTED) + "…" : text;
    }

    private static String kind(@Nullable Object found, boolean hidden) {
        if (found instanceof Map) {
            return "an object";
        } else if (found instanceof List<?> list) {
            return hidden ? "an array" : "an array of " + list.size();
        } else if (found instanceof String text) {
            return hidden ? "a string" : "a string of " + text.codePointCount(0, text.length());
        } else if (found == Pointer.NOTHING) {
            return "another value";
        }
        return Json.shape(found);
    }

    private static String size(@Nullable Object found, boolean hidden) {
        if (hidden) {
            return "";
        } else if (found instanceof Map<?, ?> map) {
            return ", found " + map.size();
        } else if (found instanceof List<?> list) {
            return ", found " + list.size();
        }
        return found instanceof String text ? ", found " + text.codePointCount(0, text.length()) : "";
    }
}
