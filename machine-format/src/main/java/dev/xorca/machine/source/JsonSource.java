package dev.xorca.machine.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads JSON text. */
final class JsonSource {
    private final SourceLimits limits;
    private final JsonParser parser;
    private int nodes;

    private JsonSource(JsonParser parser, SourceLimits limits) {
        this.parser = parser;
        this.limits = limits;
    }

    static SourceNode read(String text, SourceLimits limits) {
        try (var parser = factory(limits).createParser(text)) {
            if (parser.nextToken() == null) {
                throw new SourceException(1, 1, "empty-document", "the document is empty");
            }
            var node = new JsonSource(parser, limits).value(1);
            if (parser.nextToken() != null) {
                var at = parser.currentTokenLocation();
                throw new SourceException(
                        at.getLineNr(), at.getColumnNr(), "syntax", "there is more after the end of the JSON value");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new SourceException(1, 1, "syntax", "not readable as JSON: " + e.getMessage());
        }
    }

    private static JsonFactory factory(SourceLimits limits) {
        return new JsonFactoryBuilder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.depth() + 1)
                        .maxNumberLength(400)
                        .maxStringLength(limits.characters())
                        .maxNameLength(limits.characters())
                        .build())
                .build();
    }

    private static SourceException malformed(JsonProcessingException e) {
        var at = e.getLocation() == null ? JsonLocation.NA : e.getLocation();
        var message = e.getOriginalMessage().lines().findFirst().orElse("malformed JSON");
        return new SourceException(
                Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()), "syntax", "malformed JSON: " + message);
    }

    private SourceNode value(int depth) throws IOException {
        var at = parser.currentTokenLocation();
        int line = at.getLineNr();
        int column = at.getColumnNr();
        limits.checkTree(++nodes, depth, line, column);
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(line, column, depth);
            case START_ARRAY -> {
                var items = new ArrayList<SourceNode>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(depth + 1));
                }
                yield new SourceNode.Sequence(line, column, items);
            }
            case VALUE_STRING -> {
                var text = parser.getText();
                limits.checkString(text, line, column);
                yield new SourceNode.Scalar(line, column, text);
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
                new SourceNode.Scalar(line, column, SourceReader.number(parser.getText(), line, column));
            case VALUE_TRUE -> new SourceNode.Scalar(line, column, true);
            case VALUE_FALSE -> new SourceNode.Scalar(line, column, false);
            default -> new SourceNode.Scalar(line, column, null);
        };
    }

    private SourceNode mapping(int line, int column, int depth) throws IOException {
        var entries = new LinkedHashMap<String, SourceNode.Entry>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var key = parser.currentName();
            var keyAt = parser.currentTokenLocation();
            limits.checkString(key, keyAt.getLineNr(), keyAt.getColumnNr());
            parser.nextToken();
            SourceReader.put(entries, key, keyAt.getLineNr(), keyAt.getColumnNr(), value(depth + 1));
        }
        return new SourceNode.Mapping(line, column, entries);
    }
}
