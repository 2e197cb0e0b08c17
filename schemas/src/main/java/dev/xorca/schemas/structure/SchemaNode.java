package dev.xorca.schemas.structure;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schema within its document: what its keywords say there, and where its reference leads. Keywords that the document's
 * draft does not have say nothing. Immutable; two nodes are equal when they are the same place.
 */
public final class SchemaNode {
    private static final Set<String> ANNOTATIONS =
            Set.of("title", "description", "$comment", "default", "examples", "definitions", "$schema", "readOnly");
    private static final Set<String> SINCE_DRAFT_6 = Set.of("const", "contains", "propertyNames", "examples");
    private static final Set<String> SINCE_DRAFT_7 = Set.of("if", "then", "else");
    private static final Pattern DRAFT = Pattern.compile("https?://json-schema\\.org/draft-0([46])/schema#?");
    private static final int MAX_REFERENCES = 64;

    private final Object value;
    private final Map<String, Object> document;
    private final int draft;

    private SchemaNode(Object value, Map<String, Object> document, int draft) {
        this.value = value;
        this.document = document;
        this.draft = draft;
    }

    /** The whole of a document. */
    public static SchemaNode of(Map<String, Object> document) {
        var named = DRAFT.matcher(String.valueOf(document.get("$schema")));
        return new SchemaNode(document, document, named.matches() ? Integer.parseInt(named.group(1)) : 7);
    }

    /** A schema that has nothing but these keywords, within the document of this node. */
    public SchemaNode with(Map<String, ?> keywords) {
        return at(Collections.unmodifiableMap(new LinkedHashMap<>(keywords)));
    }

    private SchemaNode at(Object schema) {
        return new SchemaNode(schema, document, draft);
    }

    /** The schema as it stands: a {@code Map}, or a {@code Boolean}. */
    public Object value() {
        return value;
    }

    /** The document that references of this schema lead into. */
    public Map<String, Object> document() {
        return document;
    }

    public int draft() {
        return draft;
    }

    /** Whether no value is valid, for the schema is {@code false}. */
    public boolean isNothing() {
        return Boolean.FALSE.equals(value);
    }

    /** Whether every value is valid, for the schema says nothing. */
    public boolean isAnything() {
        return Boolean.TRUE.equals(value)
                || (value instanceof Map && keywords().keySet().stream().allMatch(SchemaNode::isAnnotation));
    }

    /** What the schema says, as it stands. */
    public Map<String, Object> keywords() {
        if (!(value instanceof Map<?, ?> map)) {
            return Map.of();
        }
        @SuppressWarnings("unchecked")
        var keywords = (Map<String, Object>) map;
        return keywords;
    }

    public boolean has(String keyword) {
        return keywords().containsKey(keyword) && isKnown(keyword);
    }

    /** What stands at a keyword; null when nothing does. */
    public @Nullable Object get(String keyword) {
        return isKnown(keyword) ? keywords().get(keyword) : null;
    }

    private boolean isKnown(String keyword) {
        return (draft >= 6 || !SINCE_DRAFT_6.contains(keyword)) && (draft >= 7 || !SINCE_DRAFT_7.contains(keyword));
    }

    /** The schema at a keyword, such as {@code not}. */
    public Optional<SchemaNode> child(String keyword) {
        return Optional.ofNullable(get(keyword)).filter(SchemaNode::isSchema).map(this::at);
    }

    /** The schemas in the array at a keyword, such as {@code allOf}. */
    public List<SchemaNode> children(String keyword) {
        var children = new ArrayList<SchemaNode>();
        if (get(keyword) instanceof List<?> schemas) {
            schemas.stream().filter(SchemaNode::isSchema).forEach(schema -> children.add(at(schema)));
        }
        return children;
    }

    /** The schemas in the object at a keyword, such as {@code properties}, in order. */
    public Map<String, SchemaNode> named(String keyword) {
        var named = new LinkedHashMap<String, SchemaNode>();
        if (get(keyword) instanceof Map<?, ?> schemas) {
            schemas.forEach((name, schema) -> {
                if (isSchema(schema)) {
                    named.put(String.valueOf(name), at(schema));
                }
            });
        }
        return named;
    }

    /** The strings in the array at a keyword, such as {@code required}. */
    public List<String> strings(String keyword) {
        return get(keyword) instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList()
                : List.of();
    }

    private static boolean isSchema(@Nullable Object value) {
        return value instanceof Map || value instanceof Boolean;
    }

    public boolean isReference() {
        return keywords().get("$ref") instanceof String;
    }

    /** Whether the schema says nothing besides its reference; what stands beside one, validators take differently. */
    public boolean isReferenceAlone() {
        return isReference() && keywords().keySet().stream().allMatch(key -> key.equals("$ref") || isAnnotation(key));
    }

    static boolean isAnnotation(String keyword) {
        return ANNOTATIONS.contains(keyword) || keyword.startsWith("x-");
    }

    /** Where the reference leads, and from there, until there is none; empty when it leads nowhere or in a circle. */
    public Optional<SchemaNode> referred() {
        var at = this;
        for (int i = 0; i < MAX_REFERENCES; i++) {
            if (!(at.keywords().get("$ref") instanceof String reference)) {
                return Optional.of(at);
            }
            var target = at.target(reference);
            if (target == null) {
                return Optional.empty();
            }
            at = at(target);
            if (!at.isReferenceAlone()) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    private @Nullable Object target(String reference) {
        if (!reference.equals("#") && !reference.startsWith("#/")) {
            return null;
        }
        Object at = document;
        for (var step : reference.substring(1).split("/", -1)) {
            if (step.isEmpty() && at == document) {
                continue;
            }
            var key = decoded(step).replace("~1", "/").replace("~0", "~");
            if (at instanceof Map<?, ?> map) {
                at = map.get(key);
            } else if (at instanceof List<?> list && key.matches("\\d{1,6}") && Integer.parseInt(key) < list.size()) {
                at = list.get(Integer.parseInt(key));
            } else {
                return null;
            }
        }
        return isSchema(at) ? at : null;
    }

    private static String decoded(String step) {
        try {
            return URLDecoder.decode(step.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return step;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SchemaNode node && value == node.value && document == node.document;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(value);
    }

    @Override
    public String toString() {
        return String.valueOf(value);
    }
}
