package dev.xorca.store;

import dev.xorca.schemas.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A journal entry outside of its store: one line of JSON, the entry's members behind the subject of its orchestration.
 * {@link JournalLines} reads many.
 *
 * @param number which line it was, from 1
 * @param subject the orchestration
 * @param entry one entry of its journal
 */
public record JournalLine(long number, String subject, JournalEntry entry) {
    private static final String SUBJECT = "subject";
    static final String END = "end";

    /** An entry as one line, without a line feed. */
    public static byte[] write(String subject, JournalEntry entry) {
        return Json.bytes(toJson(subject, entry));
    }

    /** An entry as the JSON object that its line is. */
    public static Map<String, Object> toJson(String subject, JournalEntry entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put(SUBJECT, subject);
        json.putAll(EntryCodec.toJson(entry));
        return json;
    }

    /** The line behind the last entry, which tells that none is missing. */
    public static byte[] end(long journals, long entries) {
        var counts = new LinkedHashMap<String, Object>();
        counts.put("journals", journals);
        counts.put("entries", entries);
        return Json.bytes(Map.of(END, counts));
    }

    /** The last line of journals that could not be written to their end. */
    public static byte[] brokenOff(String reason) {
        return Json.bytes(Map.of(END, Map.of("error", reason)));
    }

    /** @throws JournalException when it is no entry of a version known here, or names no subject */
    static JournalLine read(long number, Map<String, Object> json) {
        if (json.get(SUBJECT) instanceof String subject) {
            return new JournalLine(number, subject, EntryCodec.fromJson(json));
        }
        throw new JournalException("a journal entry without a 'subject'");
    }
}
