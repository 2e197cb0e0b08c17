package dev.xorca.machine;

import dev.xorca.machine.source.SourceException;
import dev.xorca.machine.source.SourceLimits;
import dev.xorca.machine.source.SourceReader;
import dev.xorca.machine.source.SourceText;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaException;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Limits;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.MachineDefinition;
import dev.xorca.statechart.MachineDefinitionException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one document: the machine's head and its contracts here, its states in {@link StateReader}. */
final class DocumentReader {
    static final Set<String> ROOT_KEYS =
            Set.of("$schema", "name", "version", "description", "schemas", "context", "early", "retention", "meta");
    static final Set<String> SCHEMAS_KEYS = Set.of("input", "accepts", "emits", "output");
    private static final String DEFAULT_VERSION = "1.0.0";

    private final String file;
    private final SchemaCompiler schemas;
    private final Registry registry;
    private final List<DocumentProblem> problems = new ArrayList<>();

    DocumentReader(String file, SchemaCompiler schemas, Registry registry) {
        this.file = file;
        this.schemas = schemas;
        this.registry = registry;
    }

    MachineDocument read(String text) {
        try {
            return read(Cursor.root(
                    file,
                    new SourceText(text),
                    SourceReader.read(file, text, SourceLimits.DEFAULT),
                    problems,
                    registry));
        } catch (SourceException e) {
            var problem =
                    new DocumentProblem(file, e.line(), e.column(), "", e.rule(), String.valueOf(e.getMessage()), "");
            throw new DocumentException(List.of(problem));
        }
    }

    private MachineDocument read(Cursor root) {
        if (!root.isObject()) {
            root.wrongType("a machine document", "an object");
            throw new DocumentException(problems);
        }
        var keys = new HashSet<>(ROOT_KEYS);
        keys.addAll(StateReader.KEYS);
        root.allowOnly(keys, "a machine");
        var name = name(root);
        var contracts = root.member("schemas");
        contracts.ifPresent(cursor -> cursor.allowOnly(SCHEMAS_KEYS, "schemas"));
        var definition = new MachineDefinition(
                name,
                version(root),
                root.member("description").map(Cursor::string).orElse(null),
                root.member("context").map(this::context).orElse(null),
                StateReader.read(name, root),
                Limits.DEFAULT);
        var compiled = new MachineSchemas(
                contracts
                        .flatMap(cursor -> cursor.member("input"))
                        .map(this::schema)
                        .orElse(null),
                contracts
                        .flatMap(cursor -> cursor.member("accepts"))
                        .map(this::schemasByType)
                        .orElse(Map.of()),
                contracts
                        .flatMap(cursor -> cursor.member("emits"))
                        .map(this::schemasByType)
                        .orElse(Map.of()),
                contracts
                        .flatMap(cursor -> cursor.member("output"))
                        .map(this::schema)
                        .orElse(null));
        var lifeCycle = LifeCycleReader.read(root);
        var machine = machine(definition, root);
        if (machine == null || !problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(DocumentProblem::line).thenComparingInt(DocumentProblem::column));
            throw new DocumentException(problems);
        }
        return MachineDocument.of(file, machine, compiled, lifeCycle.of(machine), Json.object(root.value()));
    }

    private static String name(Cursor root) {
        var at = root.member("name").or(() -> root.member("id"));
        if (at.isEmpty()) {
            root.problem("missing-name", "the machine has no name", "add name: my-orchestration");
            return "unnamed";
        }
        var name = at.get().expectString("a name");
        if (name == null) {
            return "unnamed";
        }
        MachineNames.problemOfName(name)
                .ifPresent(problem -> at.get().problem(problem.rule(), problem.message(), problem.fix()));
        return name;
    }

    private static String version(Cursor root) {
        var at = root.member("version");
        if (at.isEmpty()) {
            return DEFAULT_VERSION;
        }
        var version = at.get().string();
        if (version == null || !MachineNames.isVersion(version)) {
            at.get()
                    .problem(
                            "bad-version",
                            "a version is a string of three numbers, this is "
                                    + (version == null ? at.get().kind() : "'" + version + "'"),
                            "write version: \"1.0.0\"");
            return DEFAULT_VERSION;
        }
        return version;
    }

    private @Nullable Expression context(Cursor cursor) {
        if (!cursor.isObject()) {
            cursor.wrongType("context", "an object");
            return null;
        }
        return Values.expression(cursor);
    }

    private Map<String, PayloadSchema> schemasByType(Cursor cursor) {
        var byType = new LinkedHashMap<String, PayloadSchema>();
        cursor.members("schemas by event type").forEach((type, at) -> {
            var schema = schema(at);
            if (schema != null) {
                byType.put(type, schema);
            }
        });
        return byType;
    }

    private @Nullable PayloadSchema schema(Cursor cursor) {
        if (!cursor.isObject()) {
            cursor.wrongType("a schema", "an object");
            return null;
        }
        try {
            return schemas.compile(Json.object(cursor.value()));
        } catch (SchemaException e) {
            cursor.problem("bad-schema", String.valueOf(e.getMessage()), "write a JSON Schema of draft-07");
            return null;
        }
    }

    private static @Nullable Machine machine(MachineDefinition definition, Cursor root) {
        try {
            return Machine.of(definition);
        } catch (MachineDefinitionException e) {
            for (var problem : e.problems()) {
                root.nearest(problem.at()).problem(problem.rule(), problem.message(), problem.fix());
            }
            return null;
        }
    }
}
