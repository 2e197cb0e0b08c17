package dev.xorca.machine;

import dev.xorca.machine.source.SourceException;
import dev.xorca.machine.source.SourceLimits;
import dev.xorca.machine.source.SourceReader;
import dev.xorca.machine.source.SourceText;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaDocuments;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one document: the machine's head and its contracts here, its states in {@link StateReader}. */
final class DocumentReader {
    static final Set<String> ROOT_KEYS = Set.of(
            "$schema",
            "name",
            "version",
            "description",
            "schemas",
            "context",
            "early",
            "retention",
            "starts",
            "defaults",
            "onFailure",
            "completion",
            "meta");
    static final Set<String> SCHEMAS_KEYS = Set.of("input", "accepts", "emits", "output", "definitions");
    private static final String DEFAULT_VERSION = "1.0.0";

    private final String file;
    private final SchemaCompiler schemas;
    private final Registry registry;
    private final Function<Object, SchemaFolder> folder;
    private final List<DocumentProblem> problems = new ArrayList<>();

    /** @param folder what the schemas of a document with this value may refer to */
    DocumentReader(String file, SchemaCompiler schemas, Registry registry, Function<Object, SchemaFolder> folder) {
        this.file = file;
        this.schemas = schemas;
        this.registry = registry;
        this.folder = folder;
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
        var whole = Json.object(root.value());
        var documents = folder.apply(whole);
        var compiled = new MachineSchemas(
                contracts
                        .flatMap(cursor -> cursor.member("input"))
                        .map(cursor -> schema(cursor, documents))
                        .orElse(null),
                contracts
                        .flatMap(cursor -> cursor.member("accepts"))
                        .map(cursor -> schemasByType(cursor, documents))
                        .orElse(Map.of()),
                contracts
                        .flatMap(cursor -> cursor.member("emits"))
                        .map(cursor -> schemasByType(cursor, documents))
                        .orElse(Map.of()),
                contracts
                        .flatMap(cursor -> cursor.member("output"))
                        .map(cursor -> schema(cursor, documents))
                        .orElse(null));
        var body = root.declaring(compiled);
        var definition = new MachineDefinition(
                name,
                version(root),
                root.member("description").map(Cursor::string).orElse(null),
                body.member("context").map(this::context).orElse(null),
                new StateReader(InvocationDefaults.read(body)).read(name, body),
                Limits.DEFAULT);
        var lifeCycle = LifeCycleReader.read(body);
        var machine = machine(definition, root);
        if (machine == null || !problems.isEmpty()) {
            problems.sort(Comparator.comparingInt(DocumentProblem::line).thenComparingInt(DocumentProblem::column));
            throw new DocumentException(problems);
        }
        return MachineDocument.of(file, machine, compiled, lifeCycle.of(machine), withSchemas(whole, compiled));
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

    private Map<String, PayloadSchema> schemasByType(Cursor cursor, SchemaDocuments documents) {
        var byType = new LinkedHashMap<String, PayloadSchema>();
        cursor.members("schemas by event type").forEach((type, at) -> {
            var schema = schema(at, documents);
            if (schema != null) {
                byType.put(type, schema);
            }
        });
        return byType;
    }

    private @Nullable PayloadSchema schema(Cursor cursor, SchemaDocuments documents) {
        if (!cursor.isObject()) {
            cursor.wrongType("a schema", "an object");
            return null;
        }
        try {
            return schemas.compile(Json.object(cursor.value()), documents);
        } catch (SchemaException e) {
            var at = e.place().startsWith("#") ? cursor.below(e.place().substring(1)) : cursor;
            at.problem(e.rule(), String.valueOf(e.getMessage()), fix(e));
            return null;
        }
    }

    private static String fix(SchemaException e) {
        if (e.rule().startsWith("ref-")) {
            return "refer to a place in the schema (#/definitions/…), to a file beside the machine or below it, or to "
                    + "the $id of a *.schema.json in the folder of the machines";
        }
        return "write a JSON Schema of draft-07";
    }

    /** The definition with the contracts as they are checked: with them, what is in other files is a part of it. */
    private static Map<String, Object> withSchemas(Map<String, Object> document, MachineSchemas compiled) {
        if (!(document.get("schemas") instanceof Map<?, ?> given)) {
            return document;
        }
        var contracts = new LinkedHashMap<String, Object>(Json.object(given));
        putIfDeclared(contracts, "input", compiled.input());
        putIfDeclared(contracts, "output", compiled.output());
        contracts.computeIfPresent("accepts", (key, types) -> documents(types, compiled.accepts()));
        contracts.computeIfPresent("emits", (key, types) -> documents(types, compiled.emits()));
        var whole = new LinkedHashMap<>(document);
        whole.put("schemas", contracts);
        return whole;
    }

    private static void putIfDeclared(Map<String, Object> contracts, String key, @Nullable PayloadSchema schema) {
        if (schema != null) {
            contracts.put(key, schema.document());
        }
    }

    private static Map<String, Object> documents(Object types, Map<String, PayloadSchema> schemas) {
        var documents = new LinkedHashMap<String, Object>(Json.object(types));
        documents.replaceAll((type, given) -> {
            var schema = schemas.get(type);
            return schema == null ? given : schema.document();
        });
        return documents;
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
