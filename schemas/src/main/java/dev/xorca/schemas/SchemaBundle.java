package dev.xorca.schemas;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a schema, and of what it refers to in other documents, one document that refers to nothing but itself: what is
 * elsewhere moves to the definitions. A schema that is nothing but a reference to another document becomes what is there.
 */
final class SchemaBundle {
    static final int MAX_DOCUMENTS = 100;
    private static final int MAX_HOPS = 32;

    private final SchemaDocuments documents;
    private final Draft draft;
    private final Map<String, SchemaResource> loaded = new LinkedHashMap<>();
    private final Map<Location, String> names = new LinkedHashMap<>();
    private final Deque<Location> waiting = new ArrayDeque<>();
    private Location root;
    private int emittedSchemas;

    private record Location(SchemaResource resource, String pointer) {
        @Nullable
        Object value() {
            return Pointer.find(resource.root, pointer);
        }

        Location at(String way) {
            return new Location(resource, pointer + way);
        }

        String place() {
            return resource.place(pointer);
        }
    }

    private SchemaBundle(Map<String, Object> document, SchemaDocuments documents, Draft draft) {
        this.documents = documents;
        this.draft = draft;
        this.root = new Location(new SchemaResource(null, document, "", draft == Draft.DRAFT_04), "");
    }

    /** @throws SchemaException when a reference leads nowhere, or where none may lead */
    static Map<String, Object> of(Map<String, Object> document, SchemaDocuments documents, Draft draft) {
        return new SchemaBundle(document, documents, draft).bundle();
    }

    private Map<String, Object> bundle() {
        followRoot();
        var schema = (Map<?, ?>) root.value();
        var bundled = emit(root, schema == null ? Map.of() : schema);
        if (waiting.isEmpty()) {
            return bundled;
        }
        var definitions = new LinkedHashMap<String, Object>();
        if (bundled.get("definitions") instanceof Map<?, ?> own) {
            own.forEach((name, definition) -> definitions.put(String.valueOf(name), definition));
        }
        for (var next = waiting.poll(); next != null; next = waiting.poll()) {
            var name = names.getOrDefault(next, "");
            definitions.put(
                    name, next.value() instanceof Map<?, ?> map ? emit(next, map) : Boolean.TRUE.equals(next.value()));
        }
        bundled.put("definitions", definitions);
        return bundled;
    }

    /** As long as the whole is a reference to another document, what is there is the whole. */
    private void followRoot() {
        for (int i = 0; i < MAX_HOPS; i++) {
            var schema = (Map<?, ?>) root.value();
            if (schema == null || !(schema.get("$ref") instanceof String reference)) {
                return;
            }
            var target = resolve(root, reference);
            if (target.resource == root.resource || !(target.value() instanceof Map)) {
                return;
            }
            root = target;
        }
        throw new SchemaException(
                "ref-circular", "#", "the schema is a reference to a reference, more than " + MAX_HOPS + " times");
    }

    private Map<String, Object> emit(Location at, Map<?, ?> schema) {
        if (++emittedSchemas > SchemaLimits.MAX_VALUES) {
            throw SchemaLimits.tooManyValues();
        }
        var emitted = SchemaKeywords.mapBelow(schema, (way, below) -> emit(at.at(way), (Map<?, ?>) below));
        if (!at.equals(root)) {
            emitted.remove("$schema");
            if (emitted.get(at.resource.idKeyword()) instanceof String) {
                emitted.remove(at.resource.idKeyword());
            }
        }
        if (schema.containsKey("$ref")) {
            if (!(schema.get("$ref") instanceof String reference)) {
                throw new SchemaException("bad-schema", at.place(), "$ref at " + at.place() + " must be a string");
            }
            emitted.put("$ref", reference(resolve(at, reference), reference));
        }
        return emitted;
    }

    private String reference(Location target, String asGiven) {
        if (target.resource == root.resource && isWithinRoot(target.pointer)) {
            var fragment = Pointer.toFragment(target.pointer.substring(root.pointer.length()));
            return isSame(fragment, asGiven) ? asGiven : fragment;
        }
        var name = names.get(target);
        if (name == null) {
            name = freshName(target);
            names.put(target, name);
            waiting.add(target);
        }
        return "#/definitions/" + name;
    }

    private static boolean isSame(String fragment, String asGiven) {
        return asGiven.startsWith("#")
                && fragment.substring(1)
                        .equals(Optional.ofNullable(Pointer.unescaped(asGiven.substring(1)))
                                .map(pointer -> Pointer.toFragment(pointer).substring(1))
                                .orElse(""));
    }

    private boolean isWithinRoot(String pointer) {
        return (pointer.equals(root.pointer) || pointer.startsWith(root.pointer + "/"))
                && SchemaKeywords.leadTo(root.value(), pointer.substring(root.pointer.length()));
    }

    private String freshName(Location target) {
        var steps = Pointer.steps(target.pointer);
        var name = steps.isEmpty() ? stem(target.resource) : steps.get(steps.size() - 1);
        name = name.replaceAll("[^A-Za-z0-9._-]", "_");
        var own = root.value() instanceof Map<?, ?> map && map.get("definitions") instanceof Map<?, ?> definitions
                ? definitions
                : Map.of();
        var fresh = name;
        for (int i = 2; own.containsKey(fresh) || names.containsValue(fresh); i++) {
            fresh = name + "-" + i;
        }
        return fresh;
    }

    private static String stem(SchemaResource resource) {
        var name = resource.document == null ? "whole" : resource.document.name();
        return name.replaceFirst("^.*[/\\\\]", "").replaceFirst("(\\.schema)?\\.(json|ya?ml)$", "");
    }

    private Location resolve(Location at, String reference) {
        int hash = reference.indexOf('#');
        var uri = hash < 0 ? reference : reference.substring(0, hash);
        var fragment = hash < 0 ? "" : Pointer.unescaped(reference.substring(hash + 1));
        if (fragment == null) {
            throw refused("ref-malformed", reference, at, "has a malformed escape in its fragment");
        }
        for (var scope : uri.isEmpty() ? scopesAround(at) : List.of(elsewhere(at, reference, uri))) {
            var found = within(scope, fragment);
            if (found.isPresent()) {
                var value = found.get().value();
                if (value instanceof Map || value instanceof Boolean) {
                    return found.get();
                }
                throw refused("ref-not-a-schema", reference, at, "leads to what is no schema");
            }
        }
        throw refused("ref-not-found", reference, at, "leads to a place that is not there");
    }

    /** Where a mere fragment is looked for: the nearest schema with an id, the document, the one that it was taken from. */
    private List<Location> scopesAround(Location at) {
        var resource = at.resource;
        var scopes = new ArrayList<Location>();
        var nearest = resource.pointerOf(resource.base(at.pointer));
        if (nearest != null && !nearest.isEmpty()) {
            scopes.add(new Location(resource, nearest));
        }
        scopes.add(new Location(resource, ""));
        if (resource.document == null) {
            documents.enclosing().map(this::load).ifPresent(enclosing -> scopes.add(new Location(enclosing, "")));
        }
        return scopes;
    }

    private Location elsewhere(Location at, String reference, String uri) {
        var wanted = SchemaResource.resolve(at.resource.base(at.pointer), uri);
        var known = known(at.resource, wanted);
        if (known.isPresent()) {
            return known.get();
        }
        URI given;
        try {
            given = new URI(uri);
        } catch (URISyntaxException e) {
            throw refused("ref-malformed", reference, at, "is no URI reference");
        }
        var byId = documents.byId(wanted);
        if (byId.isPresent()) {
            return new Location(load(byId.get(), wanted), "");
        }
        if (given.isAbsolute()) {
            throw refused(
                    "ref-unknown",
                    reference,
                    at,
                    "has a URI that no schema here has for its $id; nothing is fetched, from the network or from "
                            + "other files");
        }
        var path = given.getRawAuthority() == null && given.getRawQuery() == null
                ? Pointer.unescaped(String.valueOf(given.getRawPath()))
                : null;
        if (path == null) {
            throw refused("ref-outside", reference, at, "is no path to a file below the machine's folder");
        }
        try {
            var beside = documents.beside(path, at.resource.document);
            return new Location(
                    load(beside.orElseThrow(
                            () -> refused("ref-not-found", reference, at, "leads to a document that is not there"))),
                    "");
        } catch (SchemaException e) {
            if (e.place().isEmpty()) {
                throw refused(e.rule(), reference, at, String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** A schema with this URI in what is loaded, first in the document itself. */
    private Optional<Location> known(SchemaResource first, String uri) {
        var resources = new ArrayList<SchemaResource>();
        resources.add(first);
        resources.addAll(loaded.values());
        for (var resource : resources) {
            var pointer = resource.pointerOf(uri);
            if (pointer != null) {
                return Optional.of(new Location(resource, pointer));
            }
        }
        return Optional.empty();
    }

    private Optional<Location> within(Location scope, String fragment) {
        if (fragment.isEmpty()) {
            return Optional.of(scope);
        }
        if (fragment.startsWith("/")) {
            var location = scope.at(fragment);
            return location.value() == Pointer.NOTHING ? Optional.empty() : Optional.of(location);
        }
        var pointer = scope.resource.pointerOf(scope.resource.base(scope.pointer) + "#" + fragment);
        return Optional.ofNullable(pointer).map(found -> new Location(scope.resource, found));
    }

    private SchemaResource load(SchemaDocuments.Document document) {
        return load(document, "");
    }

    private SchemaResource load(SchemaDocuments.Document document, String uri) {
        var known = loaded.get(document.name());
        if (known != null) {
            return known;
        }
        if (loaded.size() == MAX_DOCUMENTS) {
            throw new SchemaException(
                    "limit-schema-documents",
                    document.name(),
                    "the schema leads to more than " + MAX_DOCUMENTS + " documents");
        }
        SchemaLimits.checkDepth(document);
        var itsDraft = Draft.of(document.value(), draft, document.name());
        if (itsDraft != draft) {
            throw new SchemaException(
                    "draft-mismatch",
                    document.name(),
                    document.name() + " is of " + itsDraft.label() + ", what refers to it of " + draft.label()
                            + "; the same word may mean another thing there");
        }
        var resource = new SchemaResource(document, document.value(), uri, draft == Draft.DRAFT_04);
        loaded.put(document.name(), resource);
        return resource;
    }

    private static SchemaException refused(String rule, String reference, Location at, String why) {
        return new SchemaException(rule, at.place(), "$ref '" + reference + "' at " + at.place() + " " + why);
    }
}
