package dev.xorca.machine.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.HashMap;
import java.util.Map;

/**
 * How often an expression puts the same value into its result. Each use of a name for a list doubles what a next list can
 * hold, so a short expression could stand for more than any memory; that is found before it is ever evaluated.
 */
final class Growth {
    static final int MAX_COPIES = 10_000;

    private Growth() {}

    /**
     * Refuses an expression that grows too much.
     *
     * @throws MalformedExpressionException with the limit
     */
    static void check(CelExpr expression) {
        if (copies(expression, Map.of()) > MAX_COPIES) {
            throw new MalformedExpressionException(
                    "the result could hold the same value more than " + MAX_COPIES
                            + " times (limit 'expression-copies')",
                    1,
                    "limit-expression-copies",
                    "use fewer names for lists of lists");
        }
    }

    private static long copies(CelExpr expression, Map<String, Long> local) {
        return switch (expression.getKind()) {
            case IDENT -> local.getOrDefault(expression.ident().name(), 1L);
            case COMPREHENSION -> {
                var it = expression.comprehension();
                var inner = new HashMap<>(local);
                inner.put(it.accuVar(), copies(it.accuInit(), local));
                var range = copies(it.iterRange(), local);
                inner.put(it.iterVar(), range);
                var isBinding = it.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && it.loopCondition().constant().equals(CelConstant.ofValue(false));
                if (isBinding) {
                    yield copies(it.result(), inner);
                }
                yield Math.max(range, capped(copies(it.loopStep(), inner)));
            }
            default -> {
                long sum = 0;
                for (var child : ShapeCheck.children(expression)) {
                    sum = capped(sum + copies(child, local));
                }
                yield Math.max(1, sum);
            }
        };
    }

    private static long capped(long copies) {
        return Math.min(copies, MAX_COPIES + 1L);
    }
}
