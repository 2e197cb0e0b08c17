package dev.xorca.machine.source;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value in a document, with the place where it begins. Lines and columns count from 1. */
public sealed interface SourceNode {

    int line();

    int column();

    /** The value without its places: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double} … */
    @Nullable
    Object value();

    /** What kind of value this is, for messages. */
    String kind();

    /** A string, number, boolean or null. */
    record Scalar(int line, int column, @Nullable Object value) implements SourceNode {
        @Override
        public String kind() {
            if (value == null) {
                return "null";
            } else if (value instanceof String) {
                return "a string";
            }
            return value instanceof Boolean ? "a boolean" : "a number";
        }
    }

    /** A list of values. */
    record Sequence(int line, int column, List<SourceNode> items) implements SourceNode {
        @Override
        public List<@Nullable Object> value() {
            var list = new ArrayList<@Nullable Object>(items.size());
            items.forEach(item -> list.add(item.value()));
            return Collections.unmodifiableList(list);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Named values in the order of the document; each with the place of its key. */
    record Mapping(int line, int column, Map<String, Entry> entries) implements SourceNode {
        @Override
        public Map<String, Object> value() {
            var map = new LinkedHashMap<String, Object>();
            entries.forEach((key, entry) -> map.put(key, entry.value().value()));
            return Collections.unmodifiableMap(map);
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /** A value under its key; line and column are those of the key. */
    record Entry(int line, int column, SourceNode value) {}
}
