package dev.xorca.router;

import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The address of an orchestration, as xOrca writes it: base64 of {@code {"processId","name","version"}}. Services echo
 * it as the CloudEvent's {@code subject}; it is an address, never a proof of any right.
 *
 * @param processId tells the orchestrations of one machine apart
 * @param name the machine's name
 * @param version the machine's version, of the form {@code 1.2.3}
 */
public record Subject(String processId, String name, String version) {
    /** The longest subject that is read, in characters of base64; room for every process id that a start may bring. */
    public static final int MAX_LENGTH = 8_192;

    /** The longest process id that a start may bring, in characters of Unicode. */
    static final long MAX_PROCESS_ID = 512;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}");

    public Subject {
        if (processId.isEmpty()) {
            throw new SubjectException("processId is empty");
        }
        if (!isWellFormed(processId)) {
            throw new SubjectException("processId has half a surrogate pair");
        }
        if (!NAME.matcher(name).matches() || name.length() > 200) {
            throw new SubjectException("'" + Text.shorten(name, 60) + "' is no name of an orchestrator");
        }
        if (!VERSION.matcher(version).matches()) {
            throw new SubjectException("'" + Text.shorten(version, 60) + "' is no version; one looks like 1.0.0");
        }
    }

    /**
     * Reads a subject. Both alphabets of base64 are read, with padding or without.
     *
     * @throws SubjectException when it is not one, with the reason
     */
    public static Subject parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new SubjectException("it has " + text.length() + " characters, more than " + MAX_LENGTH);
        }
        var json = json(text);
        return new Subject(text(json, "processId"), text(json, "name"), text(json, "version"));
    }

    /** Whether a start may bring this process id. */
    static boolean isProcessId(String text) {
        return !text.isEmpty() && text.codePointCount(0, text.length()) <= MAX_PROCESS_ID && isWellFormed(text);
    }

    private static boolean isWellFormed(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** The subject as it stands in events and as key of records; equal subjects have equal texts. */
    public String encode() {
        var json = new LinkedHashMap<String, Object>();
        json.put("processId", processId);
        json.put("name", name);
        json.put("version", version);
        // Not as bytes: those have characters beyond the basic plane as escapes, which nobody else writes.
        return Base64.getEncoder().encodeToString(Json.text(json).getBytes(StandardCharsets.UTF_8));
    }

    /** The same in the other alphabet of base64, without padding, which means nothing else in a path or a query. */
    public String encodeForUrl() {
        return encode().replace('+', '-').replace('/', '_').replace("=", "");
    }

    private static Map<String, Object> json(String text) {
        try {
            var standard = text.replace('-', '+').replace('_', '/').replaceFirst("=+$", "");
            var bytes = Base64.getDecoder().decode(standard);
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return Json.readObject(bytes);
        } catch (IllegalArgumentException e) {
            throw new SubjectException("it is not base64");
        } catch (JsonException | CharacterCodingException e) {
            throw new SubjectException("its base64 does not hold a JSON object");
        }
    }

    private static String text(Map<String, Object> json, String key) {
        if (json.get(key) instanceof String text) {
            return text;
        }
        throw new SubjectException("its JSON has no text under '" + key + "'");
    }
}
