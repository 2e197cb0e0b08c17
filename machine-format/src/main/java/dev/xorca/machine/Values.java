package dev.xorca.machine;

import dev.xorca.machine.expression.CelExpressions;
import dev.xorca.machine.expression.MalformedExpressionException;
import dev.xorca.machine.expression.Template;
import dev.xorca.statechart.Delay;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Guard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Reads the small things that documents are made of: values with expressions in them, conditions, delays. */
final class Values {
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
            return Template.compile(text);
        } catch (MalformedExpressionException e) {
            malformed(cursor, text, e);
            return NOTHING;
        }
    }

    /** A condition in CEL, with or without the signs that templates need around it. */
    static @Nullable Guard condition(Cursor cursor, String text) {
        var inner = Template.soleExpression(text);
        var source = inner == null ? text : inner;
        try {
            var expression = CelExpressions.compileCondition(source);
            return new Guard.Condition(source, scope -> {
                var value = expression.evaluate(scope);
                if (value instanceof Boolean answer) {
                    return answer;
                }
                throw new ExpressionException("the condition is neither true nor false");
            });
        } catch (MalformedExpressionException e) {
            malformed(cursor, source, e);
            return null;
        }
    }

    /** A length of time: milliseconds, ISO-8601, or an expression that yields one of these. */
    static @Nullable Delay delay(Cursor cursor, String text) {
        var source = Template.soleExpression(text);
        try {
            return source == null ? Delay.of(text) : Delay.computed(text, CelExpressions.compile(source));
        } catch (MalformedExpressionException e) {
            malformed(cursor, source == null ? text : source, e);
        } catch (ExpressionException e) {
            cursor.problem("bad-delay", String.valueOf(e.getMessage()), "for example 30000 or PT30S");
        }
        return null;
    }

    private static void malformed(Cursor cursor, String source, MalformedExpressionException e) {
        cursor.problem(
                "malformed-expression",
                "expression '" + source + "', position " + e.position() + ": " + e.getMessage(),
                "known are context, event, input, self, now and stateIn()");
    }
}
