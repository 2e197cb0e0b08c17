package dev.xorca.machine.diagram;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    /** The lines in a state's box, below its name: what is done on entering and leaving, what is asked, and where nothing is left. */
    public static List<String> inner(StateNode state) {
        var lines = new ArrayList<String>();
        actions(state.entry()).forEach(action -> lines.add("entry / " + action));
        state.invocations().forEach(invocation -> lines.add(asked(invocation)));
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
        return transition.source().invocations().stream()
                .flatMap(invocation -> end(invocation, descriptor).stream())
                .findFirst()
                .orElse(descriptor);
    }

    /** How an invocation ends, when the descriptor is for its end. */
    private static Optional<String> end(Invocation invocation, String descriptor) {
        if (isDeadline(invocation)) {
            return descriptor.endsWith(invocation.id()) ? Optional.of("timeout") : Optional.empty();
        } else if (descriptor.equals(Invocation.doneType(invocation.id()))) {
            return Optional.of("done " + whom(invocation.call()));
        }
        return descriptor.equals(Invocation.errorType(invocation.id()))
                ? Optional.of("error " + whom(invocation.call()))
                : Optional.empty();
    }

    private static String asked(Invocation invocation) {
        var deadline = invocation.deadline();
        if (isDeadline(invocation) && deadline != null) {
            return "timeout / "
                    + (deadline.after() == null
                            ? String.valueOf(deadline.until())
                            : deadline.after().text())
                    + (deadline.action() == Deadline.Action.NOTIFY ? " notify" : "");
        }
        return "invoke / " + whom(invocation.call());
    }

    /** Whether this is the timeout of a state itself. */
    private static boolean isDeadline(Invocation invocation) {
        return invocation.call() instanceof Call.Wait && invocation.id().startsWith("timeout.");
    }

    private static String whom(Call call) {
        if (call instanceof Call.Command command) {
            return command.type();
        } else if (call instanceof Call.Child child) {
            return "machine " + child.machine();
        } else if (call instanceof Call.ForEach forEach) {
            return "each " + forEach.as() + ": " + whom(forEach.each().call());
        }
        return "wait";
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
            } else if (action instanceof Action.Compensate) {
                texts.add("compensate");
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
