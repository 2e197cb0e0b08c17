package dev.xorca.machine.diagram;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;

/** A machine as a state diagram of Mermaid, which GitHub and many editors draw inside Markdown. */
public final class Mermaid {
    private final Picture picture;
    private final StringBuilder text = new StringBuilder("stateDiagram-v2\n");

    private Mermaid(Picture picture) {
        this.picture = picture;
    }

    public static String of(Machine machine) {
        return new Mermaid(Picture.of(machine)).draw();
    }

    private String draw() {
        var root = picture.machine().root();
        if (root.isLeaf()
                || picture.arrows().stream().anyMatch(arrow -> arrow.from().equals(root))) {
            draw(root, 1);
        } else {
            drawChildren(root, 1);
        }
        for (var arrow : picture.arrows()) {
            line(1, name(arrow.from()) + " --> " + name(arrow.to()) + " : " + escaped(String.join(" ", arrow.label())));
        }
        return text.toString();
    }

    private void draw(StateNode state, int depth) {
        var inner = Labels.inner(state);
        var label = inner.isEmpty() ? Labels.name(state) : Labels.name(state) + "\n" + String.join("\n", inner);
        line(depth, "state \"" + escaped(label) + "\" as " + name(state));
        if (!state.isLeaf()) {
            line(depth, "state " + name(state) + " {");
            drawChildren(state, depth + 1);
            line(depth, "}");
        } else if (state.kind() == StateNode.Kind.FINAL) {
            line(depth, name(state) + " --> [*]");
        }
        for (var target : state.historyTargets()) {
            line(depth, name(state) + " --> " + name(target) + " : default");
        }
    }

    private void drawChildren(StateNode state, int depth) {
        state.initial()
                .ifPresent(initial -> initial.targets().forEach(target -> line(depth, "[*] --> " + name(target))));
        var isFirst = true;
        for (var child : state.children()) {
            if (!isFirst && state.kind() == StateNode.Kind.PARALLEL) {
                line(depth, "--");
            }
            draw(child, depth);
            isFirst &= child.kind() == StateNode.Kind.HISTORY;
        }
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }

    private String name(StateNode state) {
        return picture.nameOf(state);
    }

    /** Characters that Mermaid takes for its own, as entities. */
    private static String escaped(String label) {
        var escaped = new StringBuilder();
        label.codePoints().forEach(c -> {
            if (c == '\n') {
                escaped.append("<br>");
            } else if ("\"#;:<>{}[]%&`\\*_~".indexOf(c) >= 0) {
                escaped.append('#').append(c).append(';');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
