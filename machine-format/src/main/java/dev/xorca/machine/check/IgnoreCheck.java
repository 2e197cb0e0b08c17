package dev.xorca.machine.check;

import dev.xorca.machine.source.SourceMap;
import dev.xorca.machine.source.SourceNode;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;

/** An {@code x-ignore} that names no rule. */
final class IgnoreCheck implements Check {
    private static final String KEY = "x-ignore";

    /** The codes that the object at a place silences. */
    static List<String> codesAt(SourceMap source, String pointer) {
        return source.node(pointer + "/" + KEY).map(IgnoreCheck::codes).orElse(List.of());
    }

    @Override
    public void run(Facts facts, Findings findings) {
        var open = new ArrayDeque<Map.Entry<String, SourceNode>>();
        facts.source().node("").ifPresent(root -> open.add(Map.entry("", root)));
        while (!open.isEmpty()) {
            var next = open.pop();
            if (next.getValue() instanceof SourceNode.Mapping mapping) {
                mapping.entries().forEach((key, entry) -> {
                    var pointer = next.getKey() + "/" + key.replace("~", "~0").replace("/", "~1");
                    if (key.equals(KEY)) {
                        report(entry.value(), pointer, findings);
                    } else if (!key.startsWith("x-") && !pointer.equals("/schemas") && !pointer.equals("/context")) {
                        open.push(Map.entry(pointer, entry.value()));
                    }
                });
            } else if (next.getValue() instanceof SourceNode.Sequence sequence) {
                for (int i = 0; i < sequence.items().size(); i++) {
                    open.push(
                            Map.entry(next.getKey() + "/" + i, sequence.items().get(i)));
                }
            }
        }
    }

    private static void report(SourceNode node, String pointer, Findings findings) {
        for (var code : codes(node)) {
            if (Rule.of(code).isEmpty()) {
                findings.add(Rule.UNKNOWN_IGNORE, pointer, "x-ignore names '" + code + "', which is no rule");
            }
        }
    }

    private static List<String> codes(SourceNode node) {
        return node instanceof SourceNode.Sequence sequence
                ? sequence.items().stream()
                        .map(item -> String.valueOf(item.value()))
                        .toList()
                : List.of(String.valueOf(node.value()));
    }
}
