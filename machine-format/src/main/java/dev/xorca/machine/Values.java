package dev.xorca.machine;

import dev.xorca.machine.expression.CelExpressions;
import dev.xorca.machine.expression.MalformedExpressionException;
import dev.xorca.machine.expression.Template;
import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Guard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the small things that documents are made of: values with expressions in them, conditions, delays. */
final class Values {
    /** What somebody would call a delay, as against a duration that went wrong. */
    private static final Pattern NAME = Pattern.compile("(?!PT?[-+0-9.])[A-Za-z_][A-Za-z0-9_. -]*");

    /** What comes before an expression in a template. */
    private static final String SIGN = "${";

    private static final Expression NOTHING = Expression.constant(null);

    private Values() {}

    /** Any value, with expressions in its strings. */
    static Expression expression(Cursor cursor) {
        var text = cursor.string();
        if (text != null) {
            return template(cursor, text);
        } else if (cursor.isObject()) {
            var members = new LinkedHashMap<String, Expression>();
            cursor.members("a value").forEach((key, member) -> members.put(key, expression(member)));
            return Template.object(members);
        } else if (cursor.isList()) {
            var items = new ArrayList<Expression>();
            cursor.itemsOrOne().forEach(item -> items.add(expression(item)));
            return Template.list(items);
        }
        return Expression.constant(cursor.value());
    }

    private static Expression template(Cursor cursor, String text) {
        try {
            return Template.compile(text, cursor.types());
        } catch (MalformedExpressionException e) {
            malformed(cursor, text, 0, e);
            return NOTHING;
        }
    }

    /** What a document gives to something registered, with expressions in it; complains when it is no object. */
    static Expression parameters(Cursor named) {
        var params = named.member("params");
        if (params.isEmpty()) {
            return Expression.constant(Map.of());
        }
        if (!params.get().isObject()) {
            params.get().wrongType("params", "an object");
        }
        return expression(params.get());
    }

    /** A condition in CEL, with or without the signs that templates need around it. */
    static @Nullable Guard condition(Cursor cursor, String text) {
        var inner = Template.soleExpression(text);
        var source = inner == null ? text : inner;
        try {
            var expression = CelExpressions.compileCondition(source, cursor.types());
            return new Guard.Condition(source, scope -> {
                var value = expression.evaluate(scope);
                if (value instanceof Boolean answer) {
                    return answer;
                }
                throw new ExpressionException("the condition is neither true nor false");
            });
        } catch (MalformedExpressionException e) {
            malformed(cursor, source, inner == null ? 0 : SIGN.length(), e);
            return null;
        }
    }

    /** What there is one thing to be done for each of, in text: an expression for a list or their number. */
    static Expression items(Cursor cursor, String text) {
        var source = Template.soleExpression(text);
        if (source == null) {
            cursor.problem(
                    "items-no-list",
                    "items must be a list or how many there are, this is text",
                    "write one expression, for example \"${context.books}\"");
            return NOTHING;
        }
        try {
            return CelExpressions.compileItems(source, cursor.types());
        } catch (MalformedExpressionException e) {
            malformed(cursor, source, SIGN.length(), e);
            return NOTHING;
        }
    }

    /** The variables with one more, an item of what the expression yields; null for what is no expression. */
    static VariableTypes withItemOf(VariableTypes types, String name, @Nullable String items) {
        try {
            return items == null ? types.withValue(name) : types.withItemOf(name, items);
        } catch (MalformedExpressionException alreadyTold) {
            return types.withValue(name);
        }
    }

    /** One of the words that an enumeration has; complains and gives null when it is none. */
    static <E extends Enum<E>> @Nullable E word(Cursor cursor, String what, Class<E> words) {
        var text = cursor.expectString(what);
        if (text == null) {
            return null;
        }
        var known = new ArrayList<String>();
        for (var each : words.getEnumConstants()) {
            var word = each.name().toLowerCase(Locale.ROOT);
            if (word.equals(text)) {
                return each;
            }
            known.add(word);
        }
        cursor.problem(
                "unknown-word", "there is no " + what + " '" + text + "'", "write one of: " + String.join(", ", known));
        return null;
    }

    /** A length of time: a registered name, milliseconds, ISO-8601, or an expression that yields one of these. */
    static @Nullable Delay delay(Cursor cursor, String text) {
        var registered = cursor.registry().delay(text);
        if (registered.isPresent()) {
            return registered.get();
        }
        var source = Template.soleExpression(text);
        if (source == null && NAME.matcher(text).matches()) {
            cursor.problem(
                    "unknown-delay",
                    "no delay is registered under the name '" + text + "'",
                    Suggestion.forName(
                            text,
                            cursor.registry().delayNames(),
                            "write a length of time, for example 30000 or PT30S"));
            return null;
        }
        return source == null ? fixedDelay(cursor, text) : computedDelay(cursor, text, source);
    }

    /** A length of time that is known when the document is read: milliseconds or ISO-8601, not negative. */
    static @Nullable Duration duration(Cursor cursor, String what) {
        if (!(cursor.value() instanceof String || cursor.value() instanceof Number)) {
            cursor.wrongType(what, "a length of time, for example 60000 or PT1M");
            return null;
        }
        try {
            return Delay.of(String.valueOf(cursor.value())).fixed();
        } catch (ExpressionException e) {
            cursor.problem(
                    "bad-duration",
                    what + " must be a length of time and not negative, this is '" + cursor.value() + "'",
                    "write milliseconds or an ISO-8601 duration, for example 60000 or PT1M");
            return null;
        }
    }

    private static @Nullable Delay fixedDelay(Cursor cursor, String text) {
        try {
            return Delay.of(text);
        } catch (ExpressionException e) {
            cursor.problem("bad-delay", String.valueOf(e.getMessage()), "for example 30000 or PT30S");
            return null;
        }
    }

    private static @Nullable Delay computedDelay(Cursor cursor, String text, String source) {
        try {
            return Delay.computed(text, CelExpressions.compile(source, cursor.types()));
        } catch (MalformedExpressionException e) {
            malformed(cursor, source, SIGN.length(), e);
            return null;
        }
    }

    /** Complains at the place of the mistake itself; the message has the expression on one line, to count positions in. */
    private static void malformed(Cursor cursor, String source, int begin, MalformedExpressionException e) {
        var line = source.stripTrailing().replaceAll("\\s", " ");
        int position = Math.min(e.position(), line.length() + 1);
        cursor.problemAt(
                begin + position - 1,
                e.rule(),
                "expression '" + line + "', position " + (line.codePointCount(0, position - 1) + 1) + ": "
                        + e.getMessage(),
                e.rule().equals(MalformedExpressionException.MALFORMED) ? known(cursor.types()) : e.fix());
    }

    private static String known(VariableTypes types) {
        var names = new ArrayList<>(types.names());
        if (names.contains("context")) {
            names.add("stateIn()");
        }
        return "known " + (names.size() == 1 ? "is " : "are ")
                + String.join(", ", names.subList(0, names.size() - 1))
                + (names.size() == 1 ? "" : " and ")
                + names.get(names.size() - 1);
    }
}
