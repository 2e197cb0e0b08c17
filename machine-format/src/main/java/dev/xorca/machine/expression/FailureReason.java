package dev.xorca.machine.expression;

import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationException;
import dev.xorca.schemas.Json;
import dev.xorca.statechart.ExpressionException;
import dev.xorca.statechart.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Why an expression has no value, in words that show the shapes of what it looked at and never what was in it. */
final class FailureReason {
    private static final int MAX_SHAPES = 4;
    private static final int MAX_KEYS = 20;
    /** What CEL and the libraries below it say, and what that means to the author of a machine. */
    private static final Map<String, String> REASONS = Map.of(
            "error parsing regexp", "the regular expression is malformed",
            "exceeds allowed program size", "the regular expression is too large (limit 'regex-program')",
            "invalid duration format", "the text is no duration such as '90m' or '1h30m'",
            "could not be parsed at index", "the text is no time such as '2026-01-31T12:00:00Z'",
            "For input string", "the text is no number",
            "expected boolean value", "a condition in it is neither true nor false");

    private static final Pattern FUNCTION = Pattern.compile("overload for function '([^']{1,60})'");

    private final Map<String, @Nullable Object> variables = new LinkedHashMap<>();
    private final Map<String, String> shapes = new LinkedHashMap<>();
    private @Nullable String missing;

    private FailureReason(Scope scope) {
        variables.put("context", scope.context());
        variables.put("event", CelExpressions.asMap(scope.event()));
        variables.put("input", scope.environment().input());
        variables.put("self", scope.environment().self());
        variables.putAll(scope.locals());
    }

    static String of(CelEvaluationException e, String source, Scope scope) {
        var own = own(e);
        if (own != null) {
            return own;
        }
        var reason = new FailureReason(scope);
        try {
            reason.lookAt(CelExpressions.parse(source));
        } catch (CelValidationException notAgain) {
            return what(e);
        }
        return reason.words(e);
    }

    /** What our own code has said, behind however many exceptions of CEL's. */
    private static @Nullable String own(CelEvaluationException e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof ExpressionException || at instanceof WorkLimit.Exceeded) {
                return at.getMessage();
            }
        }
        return null;
    }

    private String words(CelEvaluationException e) {
        var words = new ArrayList<String>();
        switch (e.getErrorCode()) {
            case ATTRIBUTE_NOT_FOUND -> words.add(missing == null ? what(e) : missing);
            default -> {
                words.add(what(e));
                shapes.entrySet().stream()
                        .limit(MAX_SHAPES)
                        .forEach(shape -> words.add(shape.getKey() + " is " + shape.getValue()));
            }
        }
        return String.join("; ", words);
    }

    /** CEL's own messages quote values, so they are only asked for the name of a function. */
    private static String what(CelEvaluationException e) {
        return switch (e.getErrorCode()) {
            case ATTRIBUTE_NOT_FOUND -> "a field or key is not there";
            case INDEX_OUT_OF_BOUNDS -> "there is no item at this index";
            case DIVIDE_BY_ZERO -> "division by zero";
            case NUMERIC_OVERFLOW -> "a number is out of range";
            case ITERATION_BUDGET_EXCEEDED ->
                "more than " + WorkLimit.MAX_ITERATIONS + " iterations over members (limit 'iterations')";
            case OVERLOAD_NOT_FOUND -> {
                var function = FUNCTION.matcher(String.valueOf(e.getMessage()));
                yield function.find()
                        ? "'" + ShapeCheck.operator(function.group(1)) + "' does not take values of these types"
                        : "a function does not take values of these types";
            }
            case BAD_FORMAT, INVALID_ARGUMENT, INTERNAL_ERROR -> byMessage(String.valueOf(e.getMessage()));
            case DUPLICATE_ATTRIBUTE, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND -> "it has no value";
        };
    }

    private static String byMessage(String message) {
        return REASONS.entrySet().stream()
                .filter(reason -> message.contains(reason.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("a function was given what it cannot use");
    }

    private void lookAt(CelExpr expression) {
        var path = ShapeCheck.path(expression);
        if (path == null) {
            ShapeCheck.children(expression).forEach(this::lookAt);
            return;
        }
        var names = List.of(path.split("\\.", -1));
        if (!variables.containsKey(names.get(0))) {
            return;
        }
        Object value = variables.get(names.get(0));
        var walked = names.get(0);
        for (var name : names.subList(1, names.size())) {
            if (!(value instanceof Map<?, ?> map) || !map.containsKey(name)) {
                var absent = walked + " has no '" + name + "'; it is " + shape(value);
                var isAsked = expression.getKind() == CelExpr.ExprKind.Kind.SELECT
                        && expression.select().testOnly();
                if (missing == null && !isAsked) {
                    missing = absent;
                }
                return;
            }
            value = map.get(name);
            walked += "." + name;
        }
        shapes.put(walked, shape(value));
    }

    private static String shape(@Nullable Object value) {
        if (value instanceof Map<?, ?> map && map.size() > MAX_KEYS) {
            return "an object with " + map.size() + " keys";
        }
        return Json.shape(value);
    }
}
