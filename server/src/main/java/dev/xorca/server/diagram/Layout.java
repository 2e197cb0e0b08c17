package dev.xorca.server.diagram;

import dev.xorca.machine.diagram.Labels;
import dev.xorca.machine.diagram.Picture;
import dev.xorca.statechart.StateNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeLabelPlacement;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/** The places of states and arrows. Widths of texts are estimated, so that no fonts are needed. */
final class Layout {
    static final double LINE_HEIGHT = 15;
    static final double MARGIN = 10;
    private static final double NAME_CHARACTER = 8;
    private static final double SMALL_CHARACTER = 6.2;
    private static final double DOT = 14;

    static {
        LayoutMetaDataService.getInstance().registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    private final Map<StateNode, ElkNode> boxes = new LinkedHashMap<>();
    private final Map<StateNode, ElkNode> starts = new LinkedHashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final ElkNode graph = ElkGraphUtil.createGraph();

    /** An arrow with the lines of its label. */
    record Line(ElkEdge edge, List<String> label) {}

    private Layout() {}

    static Layout of(Picture picture) {
        var layout = new Layout();
        layout.graph.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
        layout.graph.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
        layout.graph.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
        layout.graph.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
        layout.graph.setProperty(CoreOptions.SPACING_NODE_NODE, 30.0);
        layout.graph.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 30.0);
        layout.addBox(picture.machine().root(), layout.graph);
        layout.addInitialArrows();
        for (var arrow : picture.arrows()) {
            layout.addArrow(layout.box(arrow.from()), layout.box(arrow.to()), arrow.label());
        }
        layout.boxes.keySet().stream().toList().forEach(layout::addHistoryArrows);
        new RecursiveGraphLayoutEngine().layout(layout.graph, new BasicProgressMonitor());
        return layout;
    }

    Map<StateNode, ElkNode> boxes() {
        return boxes;
    }

    /** The dots in compound states where their initial arrows begin. */
    Map<StateNode, ElkNode> starts() {
        return starts;
    }

    List<Line> lines() {
        return lines;
    }

    double width() {
        return graph.getWidth();
    }

    double height() {
        return graph.getHeight();
    }

    private void addBox(StateNode state, ElkNode parent) {
        var box = ElkGraphUtil.createNode(parent);
        boxes.put(state, box);
        var inner = Labels.inner(state);
        double width = Math.max(
                2 * MARGIN + NAME_CHARACTER * Labels.name(state).length(),
                2 * MARGIN + SMALL_CHARACTER * longest(inner));
        double height = 2 * MARGIN + LINE_HEIGHT * (1 + inner.size());
        if (state.isLeaf()) {
            box.setDimensions(state.kind() == StateNode.Kind.HISTORY ? 30 : Math.max(70, width), Math.max(30, height));
            return;
        }
        // The layout makes it as large as what is in it; this much is kept free above for its own text.
        box.setProperty(CoreOptions.PADDING, new ElkPadding(height + MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN));
        box.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSize());
        box.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(width, height + MARGIN));
        if (state.initial().isPresent()) {
            var dot = ElkGraphUtil.createNode(box);
            dot.setDimensions(DOT, DOT);
            starts.put(state, dot);
        }
        state.children().forEach(child -> addBox(child, box));
    }

    private void addInitialArrows() {
        starts.forEach((state, dot) -> state.initial()
                .ifPresent(initial -> initial.targets().forEach(target -> addArrow(dot, box(target), List.of()))));
    }

    private void addHistoryArrows(StateNode state) {
        state.historyTargets().forEach(target -> addArrow(box(state), box(target), List.of("default")));
    }

    private void addArrow(ElkNode from, ElkNode to, List<String> label) {
        var edge = ElkGraphUtil.createSimpleEdge(from, to);
        if (!label.isEmpty()) {
            var box = ElkGraphUtil.createLabel(String.join("\n", label), edge);
            box.setDimensions(SMALL_CHARACTER * longest(label) + 6, LINE_HEIGHT * label.size());
            box.setProperty(CoreOptions.EDGE_LABELS_PLACEMENT, EdgeLabelPlacement.CENTER);
        }
        lines.add(new Line(edge, label));
    }

    private ElkNode box(StateNode state) {
        var box = boxes.get(state);
        if (box == null) {
            throw new IllegalStateException("state '" + state.label() + "' is not in the picture");
        }
        return box;
    }

    private static int longest(List<String> lines) {
        return lines.stream().mapToInt(String::length).max().orElse(0);
    }
}
