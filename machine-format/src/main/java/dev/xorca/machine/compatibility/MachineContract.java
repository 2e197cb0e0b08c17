package dev.xorca.machine.compatibility;

import dev.xorca.machine.DocumentException;
import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.MachineDocuments;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.PayloadSchema;
import dev.xorca.schemas.SchemaCompiler;
import dev.xorca.schemas.SchemaException;
import dev.xorca.statechart.EventDescriptor;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one version of a machine agrees with others on.
 *
 * @param name the machine's name
 * @param version the machine's version
 * @param hash identifies its definition
 * @param schemas what each payload must be; one of which nothing is said may be anything
 * @param descriptors all that the machine takes, types and wildcards
 */
public record MachineContract(
        String name, String version, String hash, Map<Payload, PayloadSchema> schemas, Set<String> descriptors) {
    /** The lower version first. */
    public static final Comparator<MachineContract> BY_VERSION =
            (one, other) -> Arrays.compare(numbers(one.version), numbers(other.version));

    private static final PayloadSchema ANYTHING = SchemaCompiler.standard().compile(Map.of());

    public MachineContract {
        schemas = Collections.unmodifiableMap(new LinkedHashMap<>(schemas));
        descriptors = Set.copyOf(descriptors);
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }

    /**
     * One kind of payload.
     *
     * @param type the type of the event; for the output the machine's name
     */
    public record Payload(Role role, String type) {}

    /** The contract of a machine that is here. */
    public static MachineContract of(MachineDocument document) {
        var machine = document.machine();
        var schemas = new LinkedHashMap<Payload, PayloadSchema>();
        var input = document.input();
        schemas.put(new Payload(Role.INPUT, "xorca." + machine.name() + ".start"), input == null ? ANYTHING : input);
        var accepted = new LinkedHashSet<>(document.acceptedDescriptors());
        accepted.addAll(document.accepts().keySet());
        for (var type : accepted) {
            if (isFromOutside(type)) {
                schemas.put(new Payload(Role.ACCEPTED, type), document.accepts().getOrDefault(type, ANYTHING));
            }
        }
        for (var type : document.emittedTypes()) {
            schemas.put(new Payload(Role.EMITTED, type), document.emits().getOrDefault(type, ANYTHING));
        }
        var output = document.output();
        schemas.put(new Payload(Role.OUTPUT, machine.name()), output == null ? ANYTHING : output);
        return new MachineContract(machine.name(), machine.version(), document.hash(), schemas, accepted);
    }

    private static boolean isFromOutside(String type) {
        return !type.contains("*") && (type.startsWith("evt.") || type.startsWith("sys."));
    }

    /**
     * The contract of a machine that was deployed, by its definition as it was recorded.
     *
     * @throws IllegalArgumentException when nothing can be made of the definition
     */
    public static MachineContract of(String name, String version, String hash, Map<String, Object> definition) {
        try {
            var document = new MachineDocuments().read(name + "-" + version + ".json", Json.text(definition));
            return new MachineContract(name, version, hash, of(document).schemas, of(document).descriptors);
        } catch (DocumentException e) {
            return declared(name, version, hash, definition);
        }
    }

    /** What a definition declares that does not load by itself: it was written in Java, or by other rules. */
    private static MachineContract declared(String name, String version, String hash, Map<String, Object> definition) {
        var schemas = new LinkedHashMap<Payload, PayloadSchema>();
        var declared = member(definition, "schemas");
        try {
            schemas.put(new Payload(Role.INPUT, "xorca." + name + ".start"), schema(declared, "input"));
            member(declared, "accepts").forEach((type, schema) -> {
                if (isFromOutside(type)) {
                    schemas.put(new Payload(Role.ACCEPTED, type), schema(schema));
                }
            });
            member(declared, "emits")
                    .forEach((type, schema) -> schemas.put(new Payload(Role.EMITTED, type), schema(schema)));
            schemas.put(new Payload(Role.OUTPUT, name), schema(declared, "output"));
        } catch (SchemaException e) {
            throw new IllegalArgumentException(
                    "the definition of " + name + " " + version + " cannot be read: " + e.getMessage(), e);
        }
        return new MachineContract(
                name, version, hash, schemas, member(declared, "accepts").keySet());
    }

    private static Map<String, Object> member(Map<String, Object> object, String key) {
        return object.get(key) instanceof Map<?, ?> member ? Json.object(member) : Map.of();
    }

    private static PayloadSchema schema(Map<String, Object> schemas, String key) {
        var schema = schemas.get(key);
        return schema == null ? ANYTHING : schema(schema);
    }

    private static PayloadSchema schema(Object schema) {
        return schema instanceof Map ? SchemaCompiler.standard().compile(Json.object(schema)) : ANYTHING;
    }

    /** Whether the machine takes events of a type, by its name or by a wildcard. */
    boolean takes(String type) {
        return descriptors.stream()
                .anyMatch(descriptor -> EventDescriptor.of(descriptor).matches(type));
    }
}
