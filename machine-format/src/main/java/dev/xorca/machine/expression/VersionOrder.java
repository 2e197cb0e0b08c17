package dev.xorca.machine.expression;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.xorca.statechart.ExpressionException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The function {@code atLeast(version, other)}: versions are compared number by number, what is not there is 0. */
final class VersionOrder {
    private static final String FUNCTION = "atLeast";
    private static final String OVERLOAD = "at_least_string_string";
    private static final Pattern VERSION = Pattern.compile("\\d{1,9}(\\.\\d{1,9}){0,2}");

    static final CelFunctionDecl DECLARATION = CelFunctionDecl.newFunctionDeclaration(
            FUNCTION,
            CelOverloadDecl.newGlobalOverload(OVERLOAD, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));

    static final CelFunctionBinding BINDING =
            CelFunctionBinding.from(OVERLOAD, String.class, String.class, VersionOrder::isAtLeast);

    private VersionOrder() {}

    /** Whether a text is a version: up to three numbers. */
    static boolean isVersion(String text) {
        return VERSION.matcher(text).matches();
    }

    private static boolean isAtLeast(String version, String other) {
        return Arrays.compare(numbers(version), numbers(other)) >= 0;
    }

    private static int[] numbers(String version) {
        if (!isVersion(version)) {
            throw new ExpressionException("atLeast: this is no version such as 1.2.0");
        }
        return Arrays.copyOf(
                Arrays.stream(version.split("\\.")).mapToInt(Integer::parseInt).toArray(), 3);
    }
}
