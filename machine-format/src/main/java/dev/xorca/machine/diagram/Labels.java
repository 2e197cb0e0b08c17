package dev.xorca.machine.diagram;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What stands beside the arrows and in the boxes, in the notation of UML: {@code event [guard] / action}. */
public final class Labels {
    private static final int MAX_LENGTH = 60;

    private Labels() {}

    /** The lines beside a transition: what it is taken on, its guard, what it does. */
    public static List<String> lines(Transition transition) {
        var lines = new ArrayList<String>();
        lines.add(event(transition));
        transition.guard().ifPresent(guard -> lines.add("[" + text(guard) + "]"));
        actions(transition.actions()).forEach(action -> lines.add("/ " + action));
        return lines.stream().map(Labels::shortened).toList();
    }

    /** The lines in a state's box, below its name: what is done on entering and leaving, and where nothing is left. */
    public static List<String> inner(StateNode state) {
        var lines = new ArrayList<String>();
        actions(state.entry()).forEach(action -> lines.add("entry / " + action));
        for (var transition : state.transitions()) {
            if (transition.targets().isEmpty()) {
                lines.add(String.join(" ", lines(transition)));
            }
        }
        actions(state.exit()).forEach(action -> lines.add("exit / " + action));
        return lines.stream().map(Labels::shortened).toList();
    }

    /** A state's name: its key, or the sign of a history state. */
    public static String name(StateNode state) {
        if (state.kind() == StateNode.Kind.HISTORY) {
            return state.historyDepth() == StateNode.HistoryDepth.DEEP ? "H*" : "H";
        }
        return state.key();
    }

    private static String event(Transition transition) {
        var descriptor = transition.descriptor();
        if (descriptor.isEmpty()) {
            return "always";
        } else if (descriptor.startsWith(Event.DONE_STATE)) {
            return "done";
        } else if (descriptor.startsWith(Event.AFTER)) {
            var id = transition.source().id();
            return "after " + descriptor.substring(Event.AFTER.length(), descriptor.length() - id.length() - 1);
        }
        return descriptor;
    }

    private static String text(Guard guard) {
        if (guard instanceof Guard.And and) {
            return and.guards().stream().map(Labels::text).collect(Collectors.joining(" && ", "(", ")"));
        } else if (guard instanceof Guard.Or or) {
            return or.guards().stream().map(Labels::text).collect(Collectors.joining(" || ", "(", ")"));
        } else if (guard instanceof Guard.Not not) {
            return "!(" + text(not.guard()) + ")";
        } else if (guard instanceof Guard.StateIn in) {
            return "in " + in.reference();
        }
        return guard.toString();
    }

    private static List<String> actions(List<Action> actions) {
        var texts = new ArrayList<String>();
        for (var action : actions) {
            if (action instanceof Action.Assign assign) {
                texts.add("assign " + String.join(", ", assign.values().keySet()));
            } else if (action instanceof Action.Emit emit) {
                texts.add("emit " + emit.type());
            } else if (action instanceof Action.Raise raise) {
                texts.add("raise " + raise.type());
            } else if (action instanceof Action.Cancel cancel) {
                texts.add("cancel " + cancel.id());
            } else if (action instanceof Action.Custom custom) {
                texts.add(custom.name());
            }
        }
        return texts;
    }

    private static String shortened(String text) {
        var line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH - 1) + "…";
    }
}
