package dev.xorca.machine.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML 1.2 text: one document, no tags of its own, aliases expanded within the limits. */
final class YamlSource {
    private static final Set<Tag> STANDARD_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.SEQ, Tag.MAP);

    private final SourceLimits limits;
    private int nodes;
    private long characters;

    private YamlSource(SourceLimits limits) {
        this.limits = limits;
    }

    static SourceNode read(String text, SourceLimits limits) {
        var settings = LoadSettings.builder()
                .setCodePointLimit(limits.characters())
                .setMaxAliasesForCollections(limits.nodes())
                .setUseMarks(true)
                .build();
        try {
            var documents = new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                throw new SourceException(1, 1, "empty-document", "the document is empty");
            }
            var first = documents.next();
            if (documents.hasNext()) {
                var second = documents.next().getStartMark();
                throw new SourceException(
                        line(second), column(second), "syntax", "there is a second document in this file");
            }
            return new YamlSource(limits).node(first, 1);
        } catch (MarkedYamlEngineException e) {
            throw new SourceException(
                    line(e.getProblemMark()),
                    column(e.getProblemMark()),
                    "syntax",
                    "malformed YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new SourceException(1, 1, "syntax", "malformed YAML: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new SourceException(
                    1, 1, "limit-depth", "values are nested more than " + limits.depth() + " levels deep");
        }
    }

    private SourceNode node(Node node, int depth) {
        int line = line(node.getStartMark());
        int column = column(node.getStartMark());
        limits.checkTree(++nodes, depth, line, column);
        if (!STANDARD_TAGS.contains(node.getTag())) {
            throw new SourceException(
                    line, column, "custom-tag", "tag '" + node.getTag() + "' is not allowed: only plain values are");
        }
        if (node instanceof ScalarNode scalar) {
            return scalar(scalar, line, column);
        } else if (node instanceof SequenceNode sequence) {
            var items = new ArrayList<SourceNode>();
            sequence.getValue().forEach(item -> items.add(node(item, depth + 1)));
            return new SourceNode.Sequence(line, column, items);
        }
        var entries = new LinkedHashMap<String, SourceNode.Entry>();
        for (var tuple : ((MappingNode) node).getValue()) {
            var key = tuple.getKeyNode();
            int keyLine = line(key.getStartMark());
            int keyColumn = column(key.getStartMark());
            if (!(key instanceof ScalarNode name)) {
                throw new SourceException(keyLine, keyColumn, "syntax", "a key must be plain text");
            }
            limits.checkString(name.getValue(), keyLine, keyColumn);
            SourceReader.put(entries, name.getValue(), keyLine, keyColumn, node(tuple.getValueNode(), depth + 1));
        }
        return new SourceNode.Mapping(line, column, entries);
    }

    private SourceNode scalar(ScalarNode scalar, int line, int column) {
        var text = scalar.getValue();
        limits.checkString(text, line, column);
        characters += text.length();
        limits.checkExpanded(characters, line, column);
        var tag = scalar.getTag();
        if (tag.equals(Tag.NULL)) {
            return new SourceNode.Scalar(line, column, null);
        } else if (tag.equals(Tag.BOOL)) {
            return new SourceNode.Scalar(line, column, Boolean.valueOf(text));
        } else if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
            return new SourceNode.Scalar(line, column, SourceReader.number(text, line, column));
        }
        return new SourceNode.Scalar(line, column, text);
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(at -> at.getLine() + 1).orElse(1);
    }

    private static int column(Optional<Mark> mark) {
        return mark.map(at -> at.getColumn() + 1).orElse(1);
    }
}
