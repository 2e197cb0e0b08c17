package dev.xorca.schemas;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A document with schemas in it, and the names that they give themselves by {@code $id}. */
final class SchemaResource {
    /** The document that it is; null for the schema that everything begins with. */
    final SchemaDocuments.@Nullable Document document;

    final @Nullable Object root;
    private final String idKeyword;
    private final Map<String, String> pointers = new HashMap<>();
    private final Map<String, String> bases = new HashMap<>();

    /**
     * Looks for the names.
     *
     * @param uri what the document is known by; empty when it has no URI
     */
    SchemaResource(SchemaDocuments.@Nullable Document document, @Nullable Object root, String uri, boolean isDraft04) {
        this.document = document;
        this.root = root;
        this.idKeyword = isDraft04 ? "id" : "$id";
        bases.put("", uri);
        if (!uri.isEmpty()) {
            pointers.put(uri, "");
        }
        if (root instanceof Map<?, ?> schema) {
            index(schema, "", uri);
        }
    }

    private void index(Map<?, ?> schema, String pointer, String outer) {
        var base = outer;
        // In these drafts, whatever stands beside a $ref is not looked at.
        if (schema.get(idKeyword) instanceof String id && !schema.containsKey("$ref")) {
            if (id.startsWith("#")) {
                pointers.putIfAbsent(base + id, pointer);
            } else {
                base = resolve(base, id.replaceFirst("#.*", ""));
                bases.put(pointer, base);
                pointers.putIfAbsent(base, pointer);
            }
        }
        var inner = base;
        SchemaKeywords.forEachBelow(schema, (way, below) -> index(below, pointer + way, inner));
    }

    String idKeyword() {
        return idKeyword;
    }

    /** What references at a place are relative to. */
    String base(String pointer) {
        for (var at = pointer; !at.isEmpty(); at = at.substring(0, at.lastIndexOf('/'))) {
            var base = bases.get(at);
            if (base != null) {
                return base;
            }
        }
        return bases.getOrDefault("", "");
    }

    /** The place of the schema that has this URI, or this URI with a name as fragment; null when there is none. */
    @Nullable
    String pointerOf(String uri) {
        return pointers.get(uri);
    }

    /** A place in this document for people. */
    String place(String pointer) {
        return (document == null ? "" : document.name()) + Pointer.toFragment(pointer);
    }

    /** The URI that a reference means, as far as there is a base; the reference itself when it is no URI. */
    static String resolve(String base, String reference) {
        try {
            var given = new URI(reference);
            if (base.isEmpty() || given.isAbsolute()) {
                return reference;
            }
            var from = new URI(base);
            return from.isOpaque() ? reference : from.resolve(given).toString();
        } catch (URISyntaxException e) {
            return reference;
        }
    }
}
