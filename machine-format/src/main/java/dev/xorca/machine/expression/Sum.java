package dev.xorca.machine.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.xorca.statechart.ExpressionException;
import java.util.List;

/** The function {@code sum(list)}: of whole numbers a whole number, else a fraction; 0 of an empty list. */
final class Sum {
    private static final String OVERLOAD = "sum_list";

    static final CelFunctionDecl DECLARATION = CelFunctionDecl.newFunctionDeclaration(
            "sum", CelOverloadDecl.newGlobalOverload(OVERLOAD, SimpleType.DYN, ListType.create(SimpleType.DYN)));

    static final CelFunctionBinding BINDING = CelFunctionBinding.from(OVERLOAD, List.class, Sum::of);

    private Sum() {}

    private static Object of(List<?> numbers) {
        long whole = 0;
        double fraction = 0;
        var isWhole = true;
        for (var number : numbers) {
            if (number instanceof Long each) {
                try {
                    whole = Math.addExact(whole, each);
                } catch (ArithmeticException e) {
                    throw new ExpressionException("sum: the numbers are too large together", e);
                }
            } else if (number instanceof Double each) {
                fraction += each;
                isWhole = false;
            } else {
                throw new ExpressionException("sum: the list holds something that is no number");
            }
        }
        return isWhole ? (Object) whole : (Object) (whole + fraction);
    }
}
