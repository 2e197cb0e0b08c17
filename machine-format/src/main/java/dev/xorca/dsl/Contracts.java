package dev.xorca.dsl;

import dev.xorca.machine.DocumentProblem;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The schemas of one direction by event type, from wherever the author wrote them. */
final class Contracts {
    private final String direction;
    private final Map<String, Declared> byType = new LinkedHashMap<>();
    private final List<DocumentProblem> problems = new ArrayList<>();

    /** A schema, and the record it was derived from; what was given as a schema has none. */
    private record Declared(
            Map<String, Object> schema, @Nullable Class<?> derivedFrom, SourcePlace place) {}

    Contracts(String direction) {
        this.direction = direction;
    }

    /** A schema that the author gave; comes before all that are derived. */
    void give(String type, Map<String, Object> schema) {
        byType.put(type, new Declared(schema, null, SourcePlace.ofCaller()));
    }

    /** Derives a schema from a record. Raw JSON ({@code Object}, {@code Map}) and wildcards have no contract. */
    void derive(String type, Class<?> from) {
        if (from == Object.class || Map.class.isAssignableFrom(from) || type.contains("*")) {
            return;
        }
        var place = SourcePlace.ofCaller();
        var known = byType.get(type);
        if (known == null) {
            byType.put(type, new Declared(RecordSchema.of(from), from, place));
        } else if (known.derivedFrom != null && !Objects.equals(known.derivedFrom, from)) {
            problems.add(new DocumentProblem(
                    place.file(),
                    place.line(),
                    1,
                    pointer(type),
                    "conflicting-contract",
                    "'" + type + "' has the data of " + from.getSimpleName() + " here and of "
                            + known.derivedFrom.getSimpleName() + " at " + known.place,
                    "use one record, or give the schema: " + direction + "(\"" + type + "\", schema)"));
        }
    }

    Map<String, PayloadSchema> compile(SchemaCompiler compiler, List<DocumentProblem> found) {
        found.addAll(problems);
        var compiled = new LinkedHashMap<String, PayloadSchema>();
        byType.forEach((type, declared) -> {
            try {
                compiled.put(type, compiler.compile(declared.schema));
            } catch (SchemaException e) {
                found.add(new DocumentProblem(
                        declared.place.file(),
                        declared.place.line(),
                        1,
                        pointer(type),
                        "bad-schema",
                        String.valueOf(e.getMessage()),
                        "write a JSON Schema of draft-07"));
            }
        });
        return compiled;
    }

    private String pointer(String type) {
        return "/schemas/" + direction + (type.isEmpty() ? "" : "/" + Pointers.escape(type));
    }
}
