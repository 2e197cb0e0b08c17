package dev.xorca.machine.diagram;

import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;

/** A machine in the language of Graphviz. */
public final class Dot {
    private final Picture picture;
    private final StringBuilder text = new StringBuilder();

    private Dot(Picture picture) {
        this.picture = picture;
    }

    public static String of(Machine machine) {
        return new Dot(Picture.of(machine)).draw();
    }

    private String draw() {
        line(0, "digraph " + quoted(picture.machine().name()) + " {");
        line(1, "compound=true; fontname=\"Helvetica\";");
        line(1, "node [shape=box, style=rounded, fontname=\"Helvetica\"];");
        line(1, "edge [fontname=\"Helvetica\", fontsize=10];");
        draw(picture.machine().root(), 1);
        for (var arrow : picture.arrows()) {
            edge(arrow.from(), arrow.to(), "label=" + quoted(String.join("\n", arrow.label())));
        }
        line(0, "}");
        return text.toString();
    }

    private void draw(StateNode state, int depth) {
        var name = picture.nameOf(state);
        if (state.isLeaf()) {
            line(depth, name + " [" + shape(state) + "label=" + quoted(label(state)) + "];");
            return;
        }
        var isRegion = state.parent()
                .filter(parent -> parent.kind() == StateNode.Kind.PARALLEL)
                .isPresent();
        line(depth, "subgraph cluster_" + name + " {");
        line(depth + 1, "style=" + (isRegion ? "dashed" : "rounded") + "; label=" + quoted(label(state)) + ";");
        // Where arrows to and from the whole state end, and where its initial arrow begins.
        line(depth + 1, name + " [shape=point, label=\"\"];");
        state.children().forEach(child -> draw(child, depth + 1));
        line(depth, "}");
        state.initial().ifPresent(initial -> initial.targets().forEach(target -> initialEdge(state, target)));
    }

    private void initialEdge(StateNode state, StateNode target) {
        var head = target.isLeaf() ? "" : " [lhead=cluster_" + picture.nameOf(target) + "]";
        line(1, picture.nameOf(state) + " -> " + picture.nameOf(target) + head + ";");
    }

    private void edge(StateNode from, StateNode to, String attributes) {
        var ends = new StringBuilder();
        // Graphviz cannot clip an arrow at a cluster that holds the other end.
        if (!from.isLeaf() && !to.equals(from) && !to.isBelow(from)) {
            ends.append(", ltail=cluster_").append(picture.nameOf(from));
        }
        if (!to.isLeaf() && !to.equals(from) && !from.isBelow(to)) {
            ends.append(", lhead=cluster_").append(picture.nameOf(to));
        }
        line(1, picture.nameOf(from) + " -> " + picture.nameOf(to) + " [" + attributes + ends + "];");
    }

    private static String shape(StateNode state) {
        return switch (state.kind()) {
            case FINAL -> "peripheries=2, ";
            case HISTORY -> "shape=circle, ";
            case ATOMIC, COMPOUND, PARALLEL -> "";
        };
    }

    private static String label(StateNode state) {
        var inner = Labels.inner(state);
        return inner.isEmpty() ? Labels.name(state) : Labels.name(state) + "\n" + String.join("\n", inner);
    }

    private void line(int depth, String content) {
        text.append("  ".repeat(depth)).append(content).append('\n');
    }

    private static String quoted(String content) {
        return "\"" + content.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }
}
