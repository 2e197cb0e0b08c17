package dev.xorca.machine.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The types in expressions that are plainly right: members of dynamic variables, constants, and operators and a few
 * functions of what surely fits. CEL's own checker sets up the whole standard library for each expression that it looks
 * at, which is most of what loading a large document would cost; it is left out where its answer is known, and asked
 * everywhere else.
 */
final class PlainTypes {
    private static final Set<CelType> ORDERED = Set.of(SimpleType.INT, SimpleType.DOUBLE, SimpleType.STRING);

    private final Map<Long, CelType> types = new HashMap<>();

    private final Set<String> variables;

    private PlainTypes(Set<String> variables) {
        this.variables = variables;
    }

    /**
     * The types by id of what is in a parsed expression, as the checker would say; null when the checker has to.
     *
     * @param variables the names that the expression may use; all but {@code now} are dynamic
     */
    static @Nullable Map<Long, CelType> of(CelExpr parsed, Set<String> variables) {
        var plain = new PlainTypes(variables);
        return plain.infer(parsed) == null ? null : plain.types;
    }

    private @Nullable CelType infer(CelExpr expression) {
        var type = switch (expression.getKind()) {
            case CONSTANT -> constant(expression);
            case IDENT -> isDynamicVariable(expression.ident().name()) ? SimpleType.DYN : null;
            case SELECT -> select(expression.select());
            case CALL -> call(expression.call());
            default -> null;
        };
        if (type != null) {
            types.put(expression.id(), type);
        }
        return type;
    }

    private boolean isDynamicVariable(String name) {
        return variables.contains(name) && !name.equals("now");
    }

    private static @Nullable CelType constant(CelExpr expression) {
        return switch (expression.constant().getKind()) {
            case INT64_VALUE -> SimpleType.INT;
            case DOUBLE_VALUE -> SimpleType.DOUBLE;
            case BOOLEAN_VALUE -> SimpleType.BOOL;
            case STRING_VALUE -> SimpleType.STRING;
            default -> null;
        };
    }

    private @Nullable CelType select(CelExpr.CelSelect select) {
        if (infer(select.operand()) != SimpleType.DYN) {
            return null;
        }
        return select.testOnly() ? SimpleType.BOOL : SimpleType.DYN;
    }

    private @Nullable CelType call(CelCall call) {
        var operands = new ArrayList<CelExpr>();
        call.target().ifPresent(operands::add);
        operands.addAll(call.args());
        var operandTypes = new ArrayList<CelType>();
        for (var operand : operands) {
            var type = infer(operand);
            if (type == null) {
                return null;
            }
            operandTypes.add(type);
        }
        return switch (operandTypes.size()) {
            case 1 -> unary(call.function(), operandTypes.get(0));
            case 2 ->
                call.target().isPresent()
                        ? ofText(call.function(), operandTypes.get(0), operandTypes.get(1))
                        : binary(call.function(), operandTypes.get(0), operandTypes.get(1));
            case 3 -> choice(call.function(), operandTypes);
            default -> null;
        };
    }

    private static @Nullable CelType unary(String function, CelType operand) {
        return switch (function) {
            case "!_" -> isCondition(operand) ? SimpleType.BOOL : null;
            case "size" -> isDynamic(operand) ? SimpleType.INT : null;
            default -> null;
        };
    }

    private static @Nullable CelType ofText(String function, CelType text, CelType other) {
        return switch (function) {
            case "startsWith", "endsWith", "contains" -> isText(text) && isText(other) ? SimpleType.BOOL : null;
            default -> null;
        };
    }

    private static @Nullable CelType choice(String function, List<CelType> operands) {
        var alike = operands.get(1).equals(operands.get(2));
        return function.equals("_?_:_") && isCondition(operands.get(0)) && alike ? operands.get(1) : null;
    }

    private static @Nullable CelType binary(String function, CelType first, CelType second) {
        var alike = first.equals(second) || isDynamic(first) || isDynamic(second);
        return switch (function) {
            case "_&&_", "_||_" -> isCondition(first) && isCondition(second) ? SimpleType.BOOL : null;
            case "_==_", "_!=_" -> alike ? SimpleType.BOOL : null;
            case "_<_", "_<=_", "_>_", "_>=_" ->
                alike && isOrdered(first) && isOrdered(second) ? SimpleType.BOOL : null;
            case "_+_", "_-_", "_*_" -> arithmetic(first, second);
            case "@in" -> isDynamic(second) ? SimpleType.BOOL : null;
            default -> null;
        };
    }

    /** Sums of whole numbers and what is not known may turn out either whole or not. */
    private static @Nullable CelType arithmetic(CelType first, CelType second) {
        var isNumber = first.equals(SimpleType.INT) && second.equals(SimpleType.INT);
        var isOpen = (isDynamic(first) && second.equals(SimpleType.INT))
                || (isDynamic(second) && first.equals(SimpleType.INT))
                || (isDynamic(first) && isDynamic(second));
        return isNumber ? SimpleType.INT : isOpen ? SimpleType.DYN : null;
    }

    private static boolean isDynamic(CelType type) {
        return type.equals(SimpleType.DYN);
    }

    private static boolean isCondition(CelType type) {
        return type.equals(SimpleType.BOOL) || isDynamic(type);
    }

    private static boolean isText(CelType type) {
        return type.equals(SimpleType.STRING) || isDynamic(type);
    }

    private static boolean isOrdered(CelType type) {
        return ORDERED.contains(type) || isDynamic(type);
    }
}
