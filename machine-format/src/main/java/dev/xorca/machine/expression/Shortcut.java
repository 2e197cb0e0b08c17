package dev.xorca.machine.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.xorca.statechart.Event;
import dev.xorca.statechart.Scope;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A short way to the value of the expressions that machines are full of: members of the variables, comparisons, sums and
 * conditions of them. Where anything is out of the ordinary (a missing member, a mix of kinds, an overflow) it is
 * {@link #UNSURE} and CEL is asked, which has all of the rules; expressions have no effects, so asking twice is no harm.
 * Where it is sure its answer is CEL's.
 */
interface Shortcut {
    /** The answer that there is no answer here. */
    Object UNSURE = new Object();

    /** Text beyond this is for CEL, which counts the work that it makes. */
    int MAX_TEXT = 1_000;

    /** A value of CEL's kinds (string, int, double, bool, object, list), or {@link #UNSURE}. */
    Object value(Scope scope);

    /** The short way for an expression that was checked; null when it has parts that only CEL knows. */
    static @Nullable Shortcut of(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> constant(expression);
            case IDENT -> variable(expression.ident().name());
            case SELECT -> select(expression);
            case CALL -> call(expression.call());
            default -> null;
        };
    }

    /** The result in JSON, or {@link #UNSURE}; objects and lists are left to CEL, which limits their size. */
    static Object result(Shortcut shortcut, Scope scope) {
        var value = shortcut.value(scope);
        return isScalar(value) ? value : UNSURE;
    }

    private static @Nullable Shortcut constant(CelExpr expression) {
        var constant = expression.constant();
        Object value = switch (constant.getKind()) {
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case BOOLEAN_VALUE -> constant.booleanValue();
            case STRING_VALUE -> constant.stringValue();
            default -> UNSURE;
        };
        return value == UNSURE ? null : scope -> value;
    }

    private static @Nullable Shortcut variable(String name) {
        return switch (name) {
            case "context" -> Scope::context;
            case "input" -> scope -> known(scope.environment().input());
            case "self" -> scope -> scope.environment().self();
            case "event", "now" -> null;
            default -> scope -> known(scope.locals().get(name));
        };
    }

    private static @Nullable Shortcut select(CelExpr expression) {
        var select = expression.select();
        var field = select.field();
        var operand = select.operand();
        if (isVariable(operand, "event")) {
            return select.testOnly() ? null : scope -> member(scope.event(), field);
        }
        var object = of(operand);
        if (object == null) {
            return null;
        } else if (!select.testOnly() && isVariable(operand, "context")) {
            return scope -> known(scope.context().get(field));
        } else if (select.testOnly()) {
            return scope -> object.value(scope) instanceof Map<?, ?> map ? (Object) map.containsKey(field) : UNSURE;
        }
        return scope -> object.value(scope) instanceof Map<?, ?> map ? known(map.get(field)) : UNSURE;
    }

    private static boolean isVariable(CelExpr expression, String name) {
        return expression.getKind() == CelExpr.ExprKind.Kind.IDENT
                && expression.ident().name().equals(name);
    }

    private static Object member(Event event, String name) {
        return switch (name) {
            case "type" -> event.type();
            case "data" -> known(event.data());
            default -> known(event.attributes().get(name));
        };
    }

    /** The value, if it is of a kind whose rules are known here. */
    private static Object known(@Nullable Object value) {
        if (value instanceof Double number) {
            return Double.isFinite(number) ? number : UNSURE;
        } else if (value instanceof String text) {
            return text.length() <= MAX_TEXT ? text : UNSURE;
        }
        return value != null && (isScalar(value) || value instanceof Map<?, ?> || value instanceof List<?>)
                ? value
                : UNSURE;
    }

    /** Asked before anything about interfaces, which a JVM is slow to deny. */
    private static boolean isScalar(Object value) {
        return value instanceof Long || value instanceof Boolean || value instanceof String || value instanceof Double;
    }

    private static @Nullable Shortcut call(CelCall call) {
        if (call.target().isPresent()) {
            return null;
        }
        var arguments = call.args();
        return switch (arguments.size()) {
            case 1 -> unary(call.function(), of(arguments.get(0)));
            case 2 -> binary(call.function(), of(arguments.get(0)), of(arguments.get(1)));
            case 3 -> ternary(call.function(), of(arguments.get(0)), of(arguments.get(1)), of(arguments.get(2)));
            default -> null;
        };
    }

    private static @Nullable Shortcut unary(String function, @Nullable Shortcut operand) {
        if (operand == null || !function.equals("!_")) {
            return null;
        }
        return scope -> operand.value(scope) instanceof Boolean value ? (Object) !value : UNSURE;
    }

    private static @Nullable Shortcut ternary(
            String function, @Nullable Shortcut condition, @Nullable Shortcut then, @Nullable Shortcut otherwise) {
        if (condition == null || then == null || otherwise == null || !function.equals("_?_:_")) {
            return null;
        }
        return scope -> condition.value(scope) instanceof Boolean holds
                ? (holds ? then.value(scope) : otherwise.value(scope))
                : UNSURE;
    }

    private static @Nullable Shortcut binary(String function, @Nullable Shortcut left, @Nullable Shortcut right) {
        if (left == null || right == null) {
            return null;
        }
        return switch (function) {
            case "_&&_" -> scope -> both(left, right, scope, false);
            case "_||_" -> scope -> both(left, right, scope, true);
            case "_==_" -> scope -> equal(left.value(scope), right.value(scope), true);
            case "_!=_" -> scope -> equal(left.value(scope), right.value(scope), false);
            case "_<_", "_<=_", "_>_", "_>=_" -> comparison(function, left, right);
            case "_+_", "_-_", "_*_", "_/_", "_%_" -> arithmetic(function.charAt(1), left, right);
            default -> null;
        };
    }

    /** And, or: when the left side decides, the right one is not asked. */
    private static Object both(Shortcut left, Shortcut right, Scope scope, boolean decisive) {
        if (!(left.value(scope) instanceof Boolean first)) {
            return UNSURE;
        }
        if (first == decisive) {
            return decisive;
        }
        return right.value(scope) instanceof Boolean second ? second : UNSURE;
    }

    private static Object equal(Object left, Object right, boolean wanted) {
        var comparable = (left instanceof Long && right instanceof Long)
                || (left instanceof String && right instanceof String)
                || (left instanceof Boolean && right instanceof Boolean);
        return comparable ? (Object) (left.equals(right) == wanted) : UNSURE;
    }

    private static Shortcut comparison(String function, Shortcut left, Shortcut right) {
        var orEqual = function.equals("_<=_") || function.equals("_>=_");
        int sign = function.startsWith("_<") ? -1 : 1;
        return scope -> {
            var a = left.value(scope);
            var b = right.value(scope);
            int order;
            if (a instanceof Long one && b instanceof Long other) {
                order = Long.compare(one, other);
            } else if (a instanceof Double one && b instanceof Double other) {
                order = one < other ? -1 : one > other ? 1 : 0;
            } else {
                return UNSURE;
            }
            return order == 0 ? orEqual : order == sign;
        };
    }

    private static Shortcut arithmetic(char operator, Shortcut left, Shortcut right) {
        return scope -> {
            var a = left.value(scope);
            var b = right.value(scope);
            if (a instanceof Long one && b instanceof Long other) {
                return wholeNumbers(operator, one, other);
            } else if (a instanceof Double one && b instanceof Double other) {
                return fractions(operator, one, other);
            }
            return UNSURE;
        };
    }

    private static Object wholeNumbers(char operator, long a, long b) {
        try {
            return switch (operator) {
                case '+' -> (Object) Math.addExact(a, b);
                case '-' -> Math.subtractExact(a, b);
                case '*' -> Math.multiplyExact(a, b);
                case '/' -> b == 0 || b == -1 ? UNSURE : (Object) (a / b);
                case '%' -> b == 0 || b == -1 ? UNSURE : (Object) (a % b);
                default -> UNSURE;
            };
        } catch (ArithmeticException e) {
            return UNSURE;
        }
    }

    private static Object fractions(char operator, double a, double b) {
        double result = switch (operator) {
            case '+' -> a + b;
            case '-' -> a - b;
            case '*' -> a * b;
            case '/' -> a / b;
            default -> Double.NaN;
        };
        return Double.isFinite(result) ? (Object) result : UNSURE;
    }
}
