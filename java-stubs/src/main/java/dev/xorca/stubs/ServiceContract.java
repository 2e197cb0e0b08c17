package dev.xorca.stubs;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a service for a command has to know.
 *
 * @param command the command's type, such as {@code cmd.book.fetch}
 * @param data the JSON Schema of the command's data; empty when nothing is known of it
 * @param answers the JSON Schema of each answer's data by the answer's type, in order; none when the command has no answer
 */
public record ServiceContract(String command, Map<String, Object> data, Map<String, Map<String, Object>> answers) {
    public ServiceContract {
        data = Collections.unmodifiableMap(data);
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }
}
