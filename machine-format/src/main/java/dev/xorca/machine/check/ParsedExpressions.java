package dev.xorca.machine.check;

import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Expressions as trees, macros left as the calls that they look like. */
final class ParsedExpressions {
    private static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
            .setOptions(CelOptions.current()
                    .maxExpressionCodePointSize(8_192)
                    .maxParseRecursionDepth(64)
                    .build())
            .addLibraries(CelExtensions.optional())
            .build();

    private ParsedExpressions() {}

    /** The tree of an expression; empty for what is none, such as the name of a registered guard with a blank in it. */
    static Optional<CelExpr> parse(String text) {
        try {
            return Optional.of(PARSER.parse(text).getAst().getExpr());
        } catch (CelValidationException e) {
            return Optional.empty();
        }
    }

    /** Visits a tree from the top; below the calls of {@code has} too. */
    static void walk(CelExpr top, Consumer<CelExpr> visitor) {
        visitor.accept(top);
        children(top).forEach(child -> walk(child, visitor));
    }

    static List<CelExpr> children(CelExpr expression) {
        var children = new ArrayList<CelExpr>();
        switch (expression.getKind()) {
            case SELECT -> children.add(expression.select().operand());
            case CALL -> {
                expression.call().target().ifPresent(children::add);
                children.addAll(expression.call().args());
            }
            case LIST -> children.addAll(expression.list().elements());
            case MAP ->
                expression.map().entries().forEach(entry -> {
                    children.add(entry.key());
                    children.add(entry.value());
                });
            case STRUCT -> expression.struct().entries().forEach(entry -> children.add(entry.value()));
            case COMPREHENSION -> {
                children.add(expression.comprehension().iterRange());
                children.add(expression.comprehension().accuInit());
                children.add(expression.comprehension().loopCondition());
                children.add(expression.comprehension().loopStep());
                children.add(expression.comprehension().result());
            }
            case IDENT, CONSTANT, NOT_SET -> {}
        }
        return children;
    }

    /**
     * The fields of a value that are read in any case: where an expression asks for one with {@code has}, it is left out.
     *
     * @param of the way to the value, {@code context} or {@code event.data}
     */
    static Set<String> unprotectedReads(CelExpr tree, String of) {
        var reads = new LinkedHashSet<String>();
        var asked = new HashSet<String>();
        walk(tree, expression -> {
            if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT) {
                if (of.equals(path(expression.select().operand()))) {
                    reads.add(expression.select().field());
                }
            } else if ("has".equals(function(expression))) {
                for (var argument : expression.call().args()) {
                    var path = path(argument);
                    if (path != null && path.startsWith(of + ".")) {
                        asked.add(path.substring(of.length() + 1).split("\\.", -1)[0]);
                    }
                }
            }
        });
        reads.removeAll(asked);
        return reads;
    }

    /** The name of the function that is called here, if one is. */
    static @Nullable String function(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.CALL
                ? expression.call().function()
                : null;
    }

    /** {@code a.b.c} for a chain of selections that begins at a name, else null. */
    static @Nullable String path(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            return expression.ident().name();
        }
        if (expression.getKind() == CelExpr.ExprKind.Kind.SELECT
                && !expression.select().testOnly()) {
            var operand = path(expression.select().operand());
            return operand == null ? null : operand + "." + expression.select().field();
        }
        return null;
    }

    /** The string, number or boolean that is written here, else null. */
    static @Nullable Object constant(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL
                && expression.call().function().equals("-_")
                && constant(expression.call().args().get(0)) instanceof Number number) {
            return -number.doubleValue();
        }
        if (expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return null;
        }
        var constant = expression.constant();
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default -> null;
        };
    }
}
