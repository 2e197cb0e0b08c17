package dev.xorca.machine.source;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says where in a document's text a JSON pointer leads. Immutable; kept apart from what runs, which needs no places. */
public final class SourceMap {
    private final SourceNode root;

    private SourceMap(SourceNode root) {
        this.root = root;
    }

    /** A line and a column, both from 1. */
    public record Place(int line, int column) {}

    /**
     * Reads a document for its places.
     *
     * @throws SourceException when it is not well-formed or larger than the limits
     */
    public static SourceMap read(String fileName, String text) {
        return new SourceMap(SourceReader.read(fileName, text, SourceLimits.DEFAULT));
    }

    /** For a machine that was not written as a document: everything is at line 1. */
    public static SourceMap none() {
        return new SourceMap(new SourceNode.Mapping(1, 1, Map.of()));
    }

    /** The place of what a pointer names (of its key, where it has one), else of the nearest value around it. */
    public Place place(String pointer) {
        var node = root;
        var place = new Place(root.line(), root.column());
        for (var step : steps(pointer)) {
            if (node instanceof SourceNode.Mapping mapping && mapping.entries().get(step) != null) {
                var entry = mapping.entries().get(step);
                place = new Place(entry.line(), entry.column());
                node = entry.value();
            } else {
                var item = child(node, step);
                if (item == null) {
                    return place;
                }
                place = new Place(item.line(), item.column());
                node = item;
            }
        }
        return place;
    }

    /** The value that a pointer names. */
    public Optional<SourceNode> node(String pointer) {
        @Nullable SourceNode node = root;
        for (var step : steps(pointer)) {
            node = node == null ? null : child(node, step);
        }
        return Optional.ofNullable(node);
    }

    private static @Nullable SourceNode child(SourceNode node, String step) {
        if (node instanceof SourceNode.Mapping mapping) {
            var entry = mapping.entries().get(step);
            return entry == null ? null : entry.value();
        } else if (node instanceof SourceNode.Sequence sequence && step.matches("\\d{1,8}")) {
            int index = Integer.parseInt(step);
            return index < sequence.items().size() ? sequence.items().get(index) : null;
        }
        return null;
    }

    private static String[] steps(String pointer) {
        if (pointer.isEmpty()) {
            return new String[0];
        }
        var steps = pointer.substring(1).split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            steps[i] = steps[i].replace("~1", "/").replace("~0", "~");
        }
        return steps;
    }
}
