package dev.xorca.testkit;

import dev.xorca.machine.MachineDocument;
import dev.xorca.machine.source.SourceLimits;
import dev.xorca.machine.source.SourceNode;
import dev.xorca.machine.source.SourceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What was covered, in words; what was not, with its place in the document. */
final class CoverageReport {
    private CoverageReport() {}

    static String of(Coverage.Covered covered) {
        var document = covered.document();
        var lines = linesOf(document);
        var text = new StringBuilder("Coverage of machine " + document.machine() + " (" + document.file() + "): "
                + share("states", covered.states(), covered.notEntered().size()) + ", "
                + share("transitions", covered.transitions(), covered.notTaken().size()));
        covered.notEntered()
                .forEach(state -> text.append("\n  not entered: ")
                        .append(state.path())
                        .append(place(document, state.at(), lines)));
        covered.notTaken()
                .forEach(transition -> text.append("\n  not taken:   ")
                        .append(transition)
                        .append(place(document, transition.at(), lines)));
        return text.toString();
    }

    private static String share(String what, int all, int missed) {
        return what + " " + (all - missed) + " of " + all
                + (all == 0 ? "" : " (" + (all - missed) * 100L / all + " %)");
    }

    private static String place(MachineDocument document, String pointer, Map<String, Integer> lines) {
        var line = lines.get(pointer);
        return " (" + (line == null ? "" : document.file() + ":" + line + ", ") + pointer + ")";
    }

    /** The line of every pointer, where the document is a file that can still be read. */
    private static Map<String, Integer> linesOf(MachineDocument document) {
        var lines = new HashMap<String, Integer>();
        try {
            var file = Path.of(document.file());
            if (Files.isRegularFile(file)) {
                collect(SourceReader.read(document.file(), Files.readString(file), SourceLimits.DEFAULT), "", lines);
            }
        } catch (IOException | InvalidPathException e) {
            return Map.of(); // The pointer alone says where it is.
        }
        return lines;
    }

    private static void collect(SourceNode node, String pointer, Map<String, Integer> lines) {
        if (node instanceof SourceNode.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                var below = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
                lines.put(below, entry.line());
                collect(entry.value(), below, lines);
            });
        } else if (node instanceof SourceNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                lines.put(pointer + "/" + i, sequence.items().get(i).line());
                collect(sequence.items().get(i), pointer + "/" + i, lines);
            }
        }
    }
}
