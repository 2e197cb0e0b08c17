package dev.xorca.server.diagram;

import dev.xorca.machine.diagram.Labels;
import dev.xorca.machine.diagram.Picture;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkLabel;
import org.eclipse.elk.graph.ElkNode;
import org.jspecify.annotations.Nullable;

/**
 * A machine as SVG: one group for each state, with the state's path in {@code data-state}, so that a page can mark the
 * active ones.
 */
public final class Svg {
    private static final String STYLE = """
            text { font-family: Helvetica, Arial, sans-serif; font-size: 11px; fill: #333 }
            .name { font-size: 13px; font-weight: bold; fill: #111 }
            .state > rect { fill: #fff; stroke: #555; stroke-width: 1.2 }
            .compound > rect, .parallel > rect { fill: #f6f7f9 }
            .region > rect { stroke-dasharray: 5 3 }
            .final > rect, .history > rect { fill: #eef1f4 }
            .arrow { fill: none; stroke: #555; stroke-width: 1.2; marker-end: url(#head) }
            .tip { fill: #555 }
            .dot { fill: #333 }
            @media (prefers-color-scheme: dark) {
              text { fill: #c3ccd7 }
              .name { fill: #f0f3f7 }
              .state > rect { fill: #1f2731; stroke: #93a0b0 }
              .compound > rect, .parallel > rect { fill: #171d25 }
              .final > rect, .history > rect { fill: #2a3440 }
              .arrow { stroke: #93a0b0 }
              .tip, .dot { fill: #93a0b0 }
            }
            """;

    private final Layout layout;
    private final StringBuilder text = new StringBuilder();

    private Svg(Layout layout) {
        this.layout = layout;
    }

    public static String of(Machine machine) {
        return new Svg(Layout.of(Picture.of(machine))).draw(machine);
    }

    private String draw(Machine machine) {
        var size = "width=\"%s\" height=\"%s\" viewBox=\"0 0 %s %s\""
                .formatted(
                        number(layout.width()),
                        number(layout.height()),
                        number(layout.width()),
                        number(layout.height()));
        line("<svg xmlns=\"http://www.w3.org/2000/svg\" " + size + ">");
        line("<title>" + escaped(machine.toString()) + "</title>");
        line("<style>\n" + STYLE.strip().replace(">", "&gt;") + "\n</style>");
        line("<defs><marker id=\"head\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"8\" markerHeight=\"8\""
                + " orient=\"auto\"><path class=\"tip\" d=\"M0,0 L8,4 L0,8 z\"/></marker></defs>");
        layout.boxes().forEach(this::state);
        layout.starts().values().forEach(this::start);
        layout.lines().forEach(this::arrow);
        line("</svg>");
        return text.toString();
    }

    private void state(StateNode state, ElkNode box) {
        double x = left(box);
        double y = top(box);
        line("<g class=\"" + classes(state) + "\" data-state=\"" + escaped(state.path()) + "\">");
        rectangle(x, y, box.getWidth(), box.getHeight());
        if (state.kind() == StateNode.Kind.FINAL) {
            rectangle(x + 3, y + 3, box.getWidth() - 6, box.getHeight() - 6);
        }
        double at = y + Layout.MARGIN + 12;
        text(x + Layout.MARGIN, at, " class=\"name\"", Labels.name(state));
        for (var inner : Labels.inner(state)) {
            at += Layout.LINE_HEIGHT;
            text(x + Layout.MARGIN, at, "", inner);
        }
        line("</g>");
    }

    private static String classes(StateNode state) {
        var isRegion = state.parent()
                .filter(parent -> parent.kind() == StateNode.Kind.PARALLEL)
                .isPresent();
        return "state " + state.kind().name().toLowerCase(Locale.ROOT)
                + (isRegion && state.kind() != StateNode.Kind.HISTORY ? " region" : "");
    }

    private void start(ElkNode dot) {
        double radius = dot.getWidth() / 2;
        line("<circle class=\"dot\" cx=\"%s\" cy=\"%s\" r=\"%s\"/>"
                .formatted(number(left(dot) + radius), number(top(dot) + radius), number(radius - 1)));
    }

    private void arrow(Layout.Line arrow) {
        var container = arrow.edge().getContainingNode();
        double x = left(container);
        double y = top(container);
        for (var section : arrow.edge().getSections()) {
            line("<path class=\"arrow\" d=\"" + path(section, x, y) + "\"/>");
        }
        for (ElkLabel label : arrow.edge().getLabels()) {
            double at = y + label.getY() + 11;
            for (var each : arrow.label()) {
                text(x + label.getX() + 3, at, "", each);
                at += Layout.LINE_HEIGHT;
            }
        }
    }

    private static String path(ElkEdgeSection section, double x, double y) {
        var path = new StringBuilder("M" + point(x + section.getStartX(), y + section.getStartY()));
        section.getBendPoints().forEach(bend -> path.append(" L").append(point(x + bend.getX(), y + bend.getY())));
        return path.append(" L")
                .append(point(x + section.getEndX(), y + section.getEndY()))
                .toString();
    }

    private static double left(@Nullable ElkNode node) {
        return ancestors(node).stream().mapToDouble(ElkNode::getX).sum();
    }

    private static double top(@Nullable ElkNode node) {
        return ancestors(node).stream().mapToDouble(ElkNode::getY).sum();
    }

    private static List<ElkNode> ancestors(@Nullable ElkNode node) {
        var all = new ArrayList<ElkNode>();
        for (@Nullable ElkNode at = node; at != null; at = at.getParent()) {
            all.add(at);
        }
        return all;
    }

    private void rectangle(double x, double y, double width, double height) {
        line("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"8\"/>"
                .formatted(number(x), number(y), number(width), number(height)));
    }

    private void text(double x, double y, String attributes, String content) {
        line("<text x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + attributes + ">" + escaped(content) + "</text>");
    }

    private static String point(double x, double y) {
        return number(x) + "," + number(y);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void line(String content) {
        text.append(content).append('\n');
    }

    private static String escaped(String content) {
        var escaped = new StringBuilder();
        content.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isInXml(c) ? c : 0xFFFD);
            }
        });
        return escaped.toString();
    }

    private static boolean isInXml(int c) {
        return c >= 0x20 && !(c >= 0xD800 && c <= 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
    }
}
