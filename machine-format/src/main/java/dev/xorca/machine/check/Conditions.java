package dev.xorca.machine.check;

import dev.cel.common.ast.CelExpr;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import dev.xorca.statechart.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says of guards whether they can hold at all, and whether they can fail to. What is not sure is {@link Truth#OPEN}. */
final class Conditions {
    private final Machine machine;
    private final Map<String, Object> constants;
    private final Map<String, Optional<CelExpr>> parsed = new HashMap<>();

    /** @param constants the context's fields whose value never changes */
    Conditions(Machine machine, Map<String, Object> constants) {
        this.machine = machine;
        this.constants = Map.copyOf(constants);
    }

    Truth truth(Transition transition) {
        return transition
                .guard()
                .map(guard -> truth(guard, transition.source()))
                .orElse(Truth.ALWAYS);
    }

    private Truth truth(Guard guard, StateNode source) {
        if (guard instanceof Guard.And and) {
            var parts = new ArrayList<CelExpr>();
            collect(guard, parts);
            return contradict(parts)
                    ? Truth.NEVER
                    : all(and.guards().stream().map(part -> truth(part, source)).toList());
        } else if (guard instanceof Guard.Or or) {
            return all(or.guards().stream()
                            .map(part -> truth(part, source).negated())
                            .toList())
                    .negated();
        } else if (guard instanceof Guard.Not not) {
            return truth(not.guard(), source).negated();
        } else if (guard instanceof Guard.StateIn in) {
            return isIn(in.reference(), source);
        } else if (guard instanceof Guard.Condition condition) {
            return parse(condition.text())
                    .map(expression -> truth(expression, source))
                    .orElse(Truth.OPEN);
        }
        return Truth.OPEN;
    }

    private Optional<CelExpr> parse(String text) {
        return parsed.computeIfAbsent(text, ParsedExpressions::parse);
    }

    /** The expressions that must all hold for a guard to hold, as far as they can be told. */
    private void collect(Guard guard, List<CelExpr> parts) {
        if (guard instanceof Guard.And and) {
            and.guards().forEach(part -> collect(part, parts));
        } else if (guard instanceof Guard.Condition condition) {
            parse(condition.text()).ifPresent(parts::add);
        }
    }

    private Truth truth(CelExpr expression, StateNode source) {
        var value = value(expression);
        if (value instanceof Boolean known) {
            return Truth.of(known);
        }
        var function = ParsedExpressions.function(expression);
        if (function == null) {
            return Truth.OPEN;
        }
        var arguments = expression.call().args();
        return switch (function) {
            case "!_" -> truth(arguments.get(0), source).negated();
            case "_&&_" ->
                contradict(List.of(expression))
                        ? Truth.NEVER
                        : all(List.of(truth(arguments.get(0), source), truth(arguments.get(1), source)));
            case "_||_" ->
                all(List.of(
                                truth(arguments.get(0), source).negated(),
                                truth(arguments.get(1), source).negated()))
                        .negated();
            case "stateIn" ->
                ParsedExpressions.constant(arguments.get(0)) instanceof String reference
                        ? isIn(reference, source)
                        : Truth.OPEN;
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" -> compare(function, arguments);
            default -> Truth.OPEN;
        };
    }

    private static Truth all(List<Truth> parts) {
        if (parts.contains(Truth.NEVER)) {
            return Truth.NEVER;
        }
        return parts.contains(Truth.OPEN) ? Truth.OPEN : Truth.ALWAYS;
    }

    private Truth compare(String operator, List<CelExpr> operands) {
        var a = value(operands.get(0));
        var b = value(operands.get(1));
        if (a == null || b == null) {
            return Truth.OPEN;
        }
        if (operator.equals("_==_") || operator.equals("_!=_")) {
            return Truth.of(Comparison.equal(a, b) == operator.equals("_==_"));
        }
        return a instanceof Number x && b instanceof Number y
                ? Truth.of(Comparison.holds(operator, x.doubleValue(), y.doubleValue()))
                : Truth.OPEN;
    }

    /** The value that an expression has in any case, where that is plain. */
    private @Nullable Object value(CelExpr expression) {
        var path = ParsedExpressions.path(expression);
        return path != null && path.startsWith("context.")
                ? constants.get(path.substring("context.".length()))
                : ParsedExpressions.constant(expression);
    }

    private static boolean contradict(List<CelExpr> parts) {
        var comparison = new Comparison();
        parts.forEach(comparison::require);
        return comparison.isContradiction();
    }

    /** Whether a state is active while a transition's source is. */
    private Truth isIn(String reference, StateNode source) {
        var state = machine.find(reference).orElse(null);
        if (state == null) {
            return Truth.OPEN;
        }
        if (source.equals(state) || source.isBelow(state)) {
            return Truth.ALWAYS;
        }
        return state.isBelow(source) || Tree.areOrthogonal(state, source) ? Truth.OPEN : Truth.NEVER;
    }
}
