package dev.xorca.machine.source;

import java.util.Map;

/** Reads a document by the ending of its file's name: {@code .json} as JSON, all else as YAML 1.2. */
public final class SourceReader {
    private SourceReader() {}

    /**
     * Reads a document.
     *
     * @throws SourceException when it is not well-formed or larger than the limits
     */
    public static SourceNode read(String fileName, String text, SourceLimits limits) {
        limits.checkCharacters(text);
        return fileName.endsWith(".json") ? JsonSource.read(text, limits) : YamlSource.read(text, limits);
    }

    static void put(Map<String, SourceNode.Entry> entries, String key, int line, int column, SourceNode value) {
        if (entries.putIfAbsent(key, new SourceNode.Entry(line, column, value)) != null) {
            throw new SourceException(line, column, "duplicate-key", "key '" + key + "' stands here a second time");
        }
    }

    /** A whole number that fits as {@code Long}, everything else as {@code Double}. */
    static Number number(String text, int line, int column) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException notALong) {
            try {
                var value = Double.valueOf(text);
                if (!value.isInfinite() && !value.isNaN()) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new SourceException(line, column, "number", "'" + text + "' is not a decimal number");
            }
            throw new SourceException(line, column, "number", "number '" + text + "' is out of range");
        }
    }
}
