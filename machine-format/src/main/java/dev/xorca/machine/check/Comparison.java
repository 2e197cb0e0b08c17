package dev.xorca.machine.check;

import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requirements that must hold together, each a comparison of a field with a constant; finds those that exclude each other. */
final class Comparison {
    private final Map<String, Demands> byPath = new HashMap<>();

    /** What is demanded of one field. */
    private static final class Demands {
        private final List<Object> equal = new ArrayList<>();
        private final List<Object> unequal = new ArrayList<>();
        private double lower = Double.NEGATIVE_INFINITY;
        private double upper = Double.POSITIVE_INFINITY;
        private boolean lowerExcluded;
        private boolean upperExcluded;

        void atLeast(double bound, boolean excluded) {
            if (bound > lower || (bound == lower && excluded)) {
                lower = bound;
                lowerExcluded = excluded;
            }
        }

        void atMost(double bound, boolean excluded) {
            if (bound < upper || (bound == upper && excluded)) {
                upper = bound;
                upperExcluded = excluded;
            }
        }

        boolean isContradiction() {
            if (lower > upper || (lower == upper && (lowerExcluded || upperExcluded))) {
                return true;
            }
            for (var value : equal) {
                if (!Comparison.equal(value, equal.get(0))
                        || unequal.stream().anyMatch(other -> Comparison.equal(value, other))
                        || (value instanceof Number number && !isWithin(number.doubleValue()))) {
                    return true;
                }
            }
            return false;
        }

        private boolean isWithin(double value) {
            return (value > lower || (value == lower && !lowerExcluded))
                    && (value < upper || (value == upper && !upperExcluded));
        }
    }

    void require(CelExpr expression) {
        var function = ParsedExpressions.function(expression);
        var path = ParsedExpressions.path(expression);
        if (path != null) {
            demandsOf(path).equal.add(true);
        } else if (function != null) {
            requireCall(function, expression.call().args());
        }
    }

    private void requireCall(String function, List<CelExpr> operands) {
        if (function.equals("_&&_")) {
            operands.forEach(this::require);
        } else if (function.equals("!_")) {
            var path = ParsedExpressions.path(operands.get(0));
            if (path != null) {
                demandsOf(path).equal.add(false);
            }
        } else if (operands.size() == 2) {
            var left = ParsedExpressions.path(operands.get(0));
            var right = ParsedExpressions.path(operands.get(1));
            if (left != null) {
                demand(left, function, ParsedExpressions.constant(operands.get(1)));
            } else if (right != null) {
                demand(right, mirrored(function), ParsedExpressions.constant(operands.get(0)));
            }
        }
    }

    private void demand(String path, String operator, @Nullable Object value) {
        if (value == null) {
            return;
        }
        var demands = demandsOf(path);
        if (operator.equals("_==_")) {
            demands.equal.add(value);
        } else if (operator.equals("_!=_")) {
            demands.unequal.add(value);
        } else if (value instanceof Number number) {
            switch (operator) {
                case "_<_" -> demands.atMost(number.doubleValue(), true);
                case "_<=_" -> demands.atMost(number.doubleValue(), false);
                case "_>_" -> demands.atLeast(number.doubleValue(), true);
                case "_>=_" -> demands.atLeast(number.doubleValue(), false);
                default -> {}
            }
        }
    }

    boolean isContradiction() {
        return byPath.values().stream().anyMatch(Demands::isContradiction);
    }

    static boolean equal(Object a, Object b) {
        return (a instanceof Number x && b instanceof Number y) ? x.doubleValue() == y.doubleValue() : a.equals(b);
    }

    static boolean holds(String operator, double a, double b) {
        return switch (operator) {
            case "_<_" -> a < b;
            case "_<=_" -> a <= b;
            case "_>_" -> a > b;
            default -> a >= b;
        };
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "_<_" -> "_>_";
            case "_<=_" -> "_>=_";
            case "_>_" -> "_<_";
            case "_>=_" -> "_<=_";
            default -> operator;
        };
    }

    private Demands demandsOf(String path) {
        return byPath.computeIfAbsent(path, key -> new Demands());
    }
}
