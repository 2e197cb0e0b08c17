package dev.xorca.machine.expression;

import dev.xorca.schemas.Json;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values with <code>${…}</code> in their strings. A string that is exactly one expression yields the expression's typed
 * value, any other string has the values' text put in; <code>$${</code> stands for a plain <code>${</code>. Values without
 * expressions are constants.
 */
public final class Template {
    private Template() {}

    /**
     * Compiles a string, of whose values nothing is declared.
     *
     * @throws MalformedExpressionException when an expression in it is malformed, or not closed
     */
    public static Expression compile(String text) {
        return compile(text, VariableTypes.NONE);
    }

    /**
     * Compiles a string.
     *
     * @param types what is declared of the values that its expressions look at
     * @throws MalformedExpressionException when an expression in it is malformed, or not closed
     */
    public static Expression compile(String text, VariableTypes types) {
        var parts = parts(text, types);
        if (parts.size() == 1) {
            return parts.get(0);
        }
        return parts.isEmpty() ? Expression.constant("") : new Text(text, parts);
    }

    /** An object whose values are evaluated one by one; a constant when all of them are. */
    public static Expression object(Map<String, Expression> members) {
        var constants = new LinkedHashMap<String, @Nullable Object>();
        for (var member : members.entrySet()) {
            if (!(member.getValue() instanceof Expression.Constant constant)) {
                return new ObjectOf(Collections.unmodifiableMap(new LinkedHashMap<>(members)));
            }
            constants.put(member.getKey(), constant.value());
        }
        return Expression.constant(Collections.unmodifiableMap(constants));
    }

    /** A list whose items are evaluated one by one; a constant when all of them are. */
    public static Expression list(List<Expression> items) {
        var constants = new ArrayList<@Nullable Object>();
        for (var item : items) {
            if (!(item instanceof Expression.Constant constant)) {
                return new ListOf(List.copyOf(items));
            }
            constants.add(constant.value());
        }
        return Expression.constant(Collections.unmodifiableList(constants));
    }

    /** The expression inside, when the text is exactly one <code>${…}</code>; else null. */
    public static @Nullable String soleExpression(String text) {
        if (!text.startsWith("${")) {
            return null;
        }
        int end = endOfExpression(text, 2);
        return end == text.length() - 1 ? text.substring(2, end) : null;
    }

    /** The texts of the expressions in a template that compiles, in order. */
    public static List<String> expressionsIn(String text) {
        var expressions = new ArrayList<String>();
        int at = 0;
        while (at < text.length()) {
            int end = text.startsWith("${", at) ? endOfExpression(text, at + 2) : -1;
            if (end >= 0) {
                expressions.add(text.substring(at + 2, end));
                at = end + 1;
            } else {
                at += text.startsWith("$${", at) ? 3 : 1;
            }
        }
        return expressions;
    }

    private static List<Expression> parts(String text, VariableTypes types) {
        var parts = new ArrayList<Expression>();
        var plain = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                plain.append("${");
                at += 3;
            } else if (text.startsWith("${", at)) {
                int end = endOfExpression(text, at + 2);
                if (end < 0) {
                    throw new MalformedExpressionException("'${' is not closed by '}'", at + 1);
                }
                flush(plain, parts);
                parts.add(compileWithin(text, at + 2, end, types));
                at = end + 1;
            } else {
                plain.append(text.charAt(at++));
            }
        }
        flush(plain, parts);
        return parts;
    }

    private static Expression compileWithin(String text, int start, int end, VariableTypes types) {
        try {
            return CelExpressions.compile(text.substring(start, end), types);
        } catch (MalformedExpressionException e) {
            throw e.movedBy(start);
        }
    }

    private static void flush(StringBuilder plain, List<Expression> parts) {
        if (plain.length() > 0) {
            parts.add(Expression.constant(plain.toString()));
            plain.setLength(0);
        }
    }

    /** The index of the brace that closes an expression, past nested braces and quoted text; -1 when there is none. */
    private static int endOfExpression(String text, int start) {
        int open = 0;
        char quote = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '{') {
                open++;
            } else if (c == '}' && open-- == 0) {
                return i;
            }
        }
        return -1;
    }

    /** Text with expressions in it: always a string. */
    public record Text(String source, List<Expression> parts) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            var text = new StringBuilder();
            for (var part : parts) {
                var value = part.evaluate(scope);
                text.append(value instanceof String string ? string : Json.text(value));
            }
            return text.toString();
        }

        @Override
        public String toString() {
            return source;
        }
    }

    /** An object template; analysis may look at its members. */
    public record ObjectOf(Map<String, Expression> members) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            var object = new LinkedHashMap<String, @Nullable Object>(2 * members.size());
            members.forEach((key, member) -> object.put(key, member.evaluate(scope)));
            return object;
        }
    }

    /** A list template; analysis may look at its items. */
    public record ListOf(List<Expression> items) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            var list = new ArrayList<@Nullable Object>(items.size());
            items.forEach(item -> list.add(item.evaluate(scope)));
            return list;
        }
    }
}
