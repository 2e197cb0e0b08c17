package dev.xorca.statechart;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Machines in a shorthand, for tables. One line is one state, indented by two blanks for each level; the first child is
 * the initial one. Entry, exit and transition actions log {@code +key}, {@code -key} and their own names.
 *
 * <pre>
 * p:parallel                        KEY, or KEY:KIND with parallel, final, history, deep, atomic, compound
 *   r1
 *     a | E -&gt; b do x | F -&gt; #id   transitions on events: targets, 'reenter', 'if' and a guard, 'do' and actions
 *     b | always -&gt; c if n         guards: a key of the context, 'in PATH', 'fail'; '!' before it means not
 *   r2 | done -&gt; s do raise X      actions: 'raise TYPE', 'inc KEY', 'emit TYPE', 'fail', else a word to log
 *     c | after 1000 -&gt; s
 *     h:history -&gt; c               where it leads by default
 * </pre>
 *
 * A line that begins with a bar adds transitions to the root.
 */
final class Chart {
    private static final Pattern TRANSITION =
            Pattern.compile("(.*?)->(.*?)( reenter)?( if (!?)(.*?))?( do (.*))?", Pattern.DOTALL);

    private Chart() {}

    static Machine machine(String chart) {
        return machine(chart, Limits.DEFAULT);
    }

    static Machine machine(String chart, Limits limits) {
        var context = Expression.constant(Map.of("n", 0L));
        return Machine.of(new MachineDefinition("m", "1.0.0", null, context, root(chart), limits));
    }

    /** What ran in each microstep, with a slash between them. */
    static String trace(Macrostep macrostep) {
        return macrostep.microsteps().stream().map(Chart::trace).collect(Collectors.joining(" / "));
    }

    private static String trace(Microstep microstep) {
        return microstep.effects().stream()
                .map(effect -> effect.match(new Words()))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.joining(" "));
    }

    static Environment environment() {
        return Environment.of(null, Instant.EPOCH);
    }

    static Macrostep start(Machine machine) {
        return Interpreter.start(machine, Event.of("start"), environment());
    }

    static Macrostep send(Machine machine, MachineState before, String type) {
        return Interpreter.transition(machine, before, Event.of(type), environment());
    }

    /** The machine after its start and some events, separated by blanks. */
    static MachineState after(Machine machine, String events) {
        var state = start(machine).after();
        for (var type : words(events)) {
            state = send(machine, state, type).after();
        }
        return state;
    }

    static List<String> words(String text) {
        return Pattern.compile("\\s+")
                .splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .toList();
    }

    static StateDefinition root(String chart) {
        var root = state("m", "", "");
        var path = new ArrayList<StateDefinition>(List.of(root));
        for (var line : chart.lines().filter(each -> !each.isBlank()).toList()) {
            var parts = List.of(line.split("[|]", -1));
            var transitions = parts.subList(1, parts.size());
            if (parts.get(0).isBlank()) {
                addTransitions(root, transitions);
                continue;
            }
            int level = (line.length() - line.stripLeading().length()) / 2;
            path.subList(level + 1, path.size()).clear();
            var parent = path.get(level);
            var state = state(parts.get(0).strip(), parent);
            addTransitions(state, transitions);
            if (parent.states.isEmpty() && parent.kind != StateNode.Kind.PARALLEL) {
                parent.initial(TransitionDefinition.to("", state.key, parent.at + "/initial"));
            }
            parent.state(state);
            path.add(state);
        }
        return root;
    }

    private static StateDefinition state(String text, StateDefinition parent) {
        var headAndTarget = List.of(text.split("->", 2));
        var keyAndKind = List.of(headAndTarget.get(0).strip().split(":", 2));
        var key = keyAndKind.get(0);
        var state = state(key, parent.at + "/states/" + key, keyAndKind.size() > 1 ? keyAndKind.get(1) : "");
        if (headAndTarget.size() > 1) {
            var target = headAndTarget.get(1).strip();
            state.historyDefault(TransitionDefinition.to("", target, state.at + "/target"));
        }
        return state;
    }

    private static StateDefinition state(String key, String at, String kind) {
        var state = StateDefinition.of(key, at);
        switch (kind) {
            case "history" -> state.history(StateNode.HistoryDepth.SHALLOW);
            case "deep" -> state.history(StateNode.HistoryDepth.DEEP);
            case "parallel" -> state.kind(StateNode.Kind.PARALLEL);
            case "final" -> state.kind(StateNode.Kind.FINAL);
            case "atomic" -> state.kind(StateNode.Kind.ATOMIC);
            case "compound" -> state.kind(StateNode.Kind.COMPOUND);
            case "" -> {}
            default -> throw new IllegalArgumentException(at + ": no kind " + kind);
        }
        return state.history == null ? state.entry(log("+" + key)).exit(log("-" + key)) : state;
    }

    private static void addTransitions(StateDefinition state, List<String> texts) {
        for (var text : texts) {
            var matcher = TRANSITION.matcher(text.strip());
            if (!matcher.matches()) {
                throw new IllegalArgumentException("no transition: " + text);
            }
            var on = matcher.group(1).strip();
            var guard = matcher.group(6);
            var actions = matcher.group(8);
            var elsewhere = on.equals("always") || on.equals("done") || on.startsWith("after ");
            var transition = new TransitionDefinition(
                    elsewhere ? "" : on,
                    words(matcher.group(2)),
                    guard == null ? null : guard(matcher.group(5), guard.strip()),
                    actions == null ? List.of() : actions(actions),
                    matcher.group(3) != null,
                    state.at + "/on/" + on);
            if (on.equals("always")) {
                state.always(transition);
            } else if (on.equals("done")) {
                state.onDone(transition);
            } else if (on.startsWith("after ")) {
                state.after(Delay.of(on.substring("after ".length())), List.of(transition));
            } else {
                state.on(transition);
            }
        }
    }

    private static Guard guard(String not, String text) {
        Guard guard;
        if (text.startsWith("in ")) {
            guard = new Guard.StateIn(text.substring("in ".length()));
        } else if (text.equals("fail")) {
            guard = new Guard.Condition("fail", scope -> {
                throw new ExpressionException("boom");
            });
        } else {
            guard = new Guard.Condition(
                    text, scope -> !Long.valueOf(0).equals(scope.context().get(text)));
        }
        return not.isEmpty() ? guard : new Guard.Not(guard);
    }

    private static List<Action> actions(String text) {
        return Pattern.compile(",").splitAsStream(text).map(Chart::action).toList();
    }

    private static Action action(String text) {
        var words = words(text);
        return switch (words.get(0)) {
            case "raise" -> new Action.Raise(words.get(1), Expression.constant(Map.of()), null, null);
            case "inc" -> increment(words.get(1));
            case "emit" -> new Action.Emit(words.get(1), Expression.constant(Map.of()), Map.of());
            case "fail" ->
                new Action.Log(scope -> {
                    throw new ExpressionException("boom");
                });
            default -> log(text.strip());
        };
    }

    static Action log(String text) {
        return new Action.Log(Expression.constant(text));
    }

    static Action increment(String key) {
        return new Action.Assign(
                Map.of(key, scope -> scope.context().get(key) instanceof Long before ? before + 1 : 1L));
    }

    /** An effect in one word; timers are left to the tests that are about time. */
    private static final class Words implements Effect.Cases<String> {
        @Override
        public String emit(Effect.Emit effect) {
            return "emit:" + effect.type();
        }

        @Override
        public String startTimer(Effect.StartTimer effect) {
            return "";
        }

        @Override
        public String cancelTimer(Effect.CancelTimer effect) {
            return "";
        }

        @Override
        public String invoke(Effect.Invoke effect) {
            return "invoke:" + effect.invocation().id();
        }

        @Override
        public String abandon(Effect.Abandon effect) {
            return "abandon:" + effect.id();
        }

        @Override
        public String compensate(Effect.Compensate effect) {
            return "compensate";
        }

        @Override
        public String log(Effect.Log effect) {
            return effect.message();
        }
    }
}
