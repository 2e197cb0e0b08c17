package dev.xorca.router;

import dev.xorca.machine.MachineDocument;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A machine as it was deployed, for those who deploy it again.
 *
 * @param name the machine's name
 * @param version the machine's version
 * @param hash what its journals call this definition
 * @param json the definition itself
 */
public record Definition(String name, String version, String hash, Map<String, Object> json) {

    public Definition {
        json = Collections.unmodifiableMap(json);
    }

    /** The definition of a machine that is here. */
    public static Definition of(MachineDocument document) {
        return new Definition(
                document.machine().name(), document.machine().version(), document.hash(), document.definition());
    }

    /**
     * Reads what {@link #bytes} wrote.
     *
     * @throws IllegalArgumentException when the bytes are something else
     */
    public static Definition read(byte[] utf8) {
        try {
            var fields = Json.readOwnObject(utf8);
            return new Definition(
                    text(fields, "name"),
                    text(fields, "version"),
                    text(fields, "hash"),
                    Json.object(fields.get("definition")));
        } catch (JsonException e) {
            throw new IllegalArgumentException("not the definition of a machine: " + e.getMessage(), e);
        }
    }

    private static String text(Map<String, Object> fields, String key) {
        if (fields.get(key) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("not the definition of a machine: '" + key + "' is no string");
    }

    /** The definition as a JSON object in UTF-8. */
    public byte[] bytes() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", name);
        fields.put("version", version);
        fields.put("hash", hash);
        fields.put("definition", json);
        return Json.bytes(fields);
    }
}
