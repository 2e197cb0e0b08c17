package dev.xorca.router;

import dev.xorca.machine.EventSchemas;
import dev.xorca.schemas.Json;
import dev.xorca.schemas.JsonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of an orchestration, as xOrca writes it: base64 of {@code {"processId","name","version"}}. Services echo
 * it as the CloudEvent's {@code subject}; it is an address, never a proof of any right. Immutable.
 */
public final class Subject {
    /** The longest subject that is read, in characters of base64; room for every process id that a start may bring. */
    public static final int MAX_LENGTH = 8_192;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    /** How much of a process id is shown to people. */
    private static final int MAX_SHOWN = 100;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    static final Pattern VERSION = Pattern.compile("\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}");

    private final String processId;
    private final String name;
    private final String version;
    /** Made when first asked for, since every step asks for it several times. */
    private @Nullable String encoded;

    /**
     * Puts an address together.
     *
     * @param processId tells the orchestrations of one machine apart
     * @param name the machine's name
     * @param version the machine's version, of the form {@code 1.2.3}
     * @throws SubjectException when a part is none
     */
    public Subject(String processId, String name, String version) {
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
        this.processId = processId;
        this.name = name;
        this.version = version;
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

    public String processId() {
        return processId;
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }

    /** Whether a start may bring this process id. */
    static boolean isProcessId(String text) {
        return !text.isEmpty()
                && text.codePointCount(0, text.length()) <= EventSchemas.MAX_PROCESS_ID
                && isWellFormed(text);
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (Character.isSurrogate(character)) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(character, text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The subject as it stands in events and as key of records; equal subjects have equal texts. */
    public String encode() {
        var text = encoded;
        if (text == null) {
            var json = new LinkedHashMap<String, Object>();
            json.put("processId", processId);
            json.put("name", name);
            json.put("version", version);
            // Not as bytes: those have characters beyond the basic plane as escapes, which nobody else writes.
            text = Base64.getEncoder().encodeToString(Json.text(json).getBytes(StandardCharsets.UTF_8));
            encoded = text;
        }
        return text;
    }

    /** The same in the other alphabet of base64, without padding, which means nothing else in a path or a query. */
    public String encodeForUrl() {
        return encode().replace('+', '-').replace('/', '_').replace("=", "");
    }

    private static Map<String, Object> json(String text) {
        try {
            var standard = withoutPadding(text.replace('-', '+').replace('_', '/'));
            var bytes = Base64.getDecoder().decode(standard);
            return Json.object(Json.read(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (IllegalArgumentException e) {
            throw new SubjectException("it is not base64");
        } catch (JsonException | CharacterCodingException e) {
            throw new SubjectException("its base64 does not hold a JSON object");
        }
    }

    private static String withoutPadding(String base64) {
        int end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return base64.substring(0, end);
    }

    private static String text(Map<String, Object> json, String key) {
        if (json.get(key) instanceof String text) {
            return text;
        }
        throw new SubjectException("its JSON has no text under '" + key + "'");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Subject subject
                && processId.equals(subject.processId)
                && name.equals(subject.name)
                && version.equals(subject.version);
    }

    @Override
    public int hashCode() {
        return Objects.hash(processId, name, version);
    }

    /** For people, on one line: {@code order 1.0.0 'p1'}. */
    @Override
    public String toString() {
        var shown = CONTROL.matcher(Text.shorten(processId, MAX_SHOWN)).replaceAll("\uFFFD");
        return name + " " + version + " '" + shown + "'";
    }
}
