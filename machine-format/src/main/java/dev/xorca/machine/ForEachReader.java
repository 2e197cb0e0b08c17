package dev.xorca.machine;

import dev.xorca.machine.expression.Template;
import dev.xorca.machine.expression.VariableTypes;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.InvocationDefinition;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Completion;
import dev.xorca.statechart.invoke.Deadline;
import dev.xorca.statechart.invoke.Invocation;
import dev.xorca.statechart.invoke.RetryPolicy;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads fan-outs: one question for each item of a list. */
final class ForEachReader {
    static final Set<String> KEYS = Set.of(
            "id",
            "items",
            "as",
            "concurrency",
            "invoke",
            "collect",
            "completion",
            "onItemError",
            "timeout",
            "onDone",
            "onError");
    static final Set<String> COLLECT_KEYS = Set.of("into");
    static final Set<String> COMPLETION_KEYS = Set.of("count", "when");

    private static final String ITEM = "item";
    private static final String INDEX = "index";
    private static final long DEFAULT_CONCURRENCY = 100;
    private static final long MAX_CONCURRENCY = 1_000;
    private static final long MAX_COUNT = 1_000_000;
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Words and types of the language of expressions, and what its libraries are called. */
    private static final Set<String> TAKEN = Set.of(
            ("true false null in as break const continue else for function if import let loop package namespace return var "
                            + "void while bool bytes double duration dyn int list map null_type optional optional_type string "
                            + "strings timestamp type uint cel google math")
                    .split(" "));

    private final InvocationReader invocations;

    ForEachReader(InvocationReader invocations) {
        this.invocations = invocations;
    }

    /** A fan-out; complains and gives null when there is none. */
    @Nullable
    InvocationDefinition read(Cursor at) {
        if (!at.isObject()) {
            at.wrongType("forEach", "an object with items and invoke");
            return null;
        }
        at.allowOnly(KEYS, "forEach");
        var items = at.member("items");
        var invoke = at.member("invoke");
        if (items.isEmpty()) {
            at.problem("missing-items", "forEach does not say what it is for", "add items: \"${context.books}\"");
        }
        if (invoke.isEmpty()) {
            at.problem(
                    "missing-invoke", "forEach does not say what is done for each item", "add invoke: { command: … }");
        }
        var as = at.member("as").map(ForEachReader::name).orElse(ITEM);
        var request = items.map(ForEachReader::items).orElse(Expression.constant(List.of()));
        var each = invoke.map(
                        found -> invocations.readItem(found.knowing(withItem(found.types(), as, items.orElse(at)))))
                .orElse(null);
        var call = each == null
                ? null
                : new Call.ForEach(
                        as,
                        (int) wholeNumber(at, "concurrency", DEFAULT_CONCURRENCY, MAX_CONCURRENCY),
                        each,
                        at.member("collect").map(ForEachReader::collect).orElse(null),
                        at.member("completion").map(ForEachReader::completion).orElse(Completion.ALL),
                        at.member("onItemError")
                                .map(ForEachReader::collectsErrors)
                                .orElse(false));
        var deadline = at.member("timeout").map(DeadlineReader::ofState).orElse(null);
        return call == null ? null : definition(at, call, request, deadline);
    }

    private static InvocationDefinition definition(
            Cursor at, Call call, Expression request, @Nullable Deadline deadline) {
        var id = at.member("id").map(each -> each.expectString("an id")).orElse("");
        return new InvocationDefinition(
                new Invocation(id, call, request, null, true, RetryPolicy.NONE, deadline, null, at.pointer()),
                at.member("onDone")
                        .map(done -> TransitionReader.readAll(done, ""))
                        .orElse(List.of()),
                at.member("onError")
                        .map(error -> TransitionReader.readAll(error, ""))
                        .orElse(List.of()));
    }

    private static @Nullable String name(Cursor at) {
        var name = at.expectString("as");
        if (name == null) {
            return null;
        }
        if (!IDENTIFIER.matcher(name).matches()
                || TAKEN.contains(name)
                || name.equals(INDEX)
                || at.types().names().contains(name)) {
            at.problem(
                    "bad-variable",
                    "'" + name + "' cannot be the name of an item in expressions",
                    "use letters, digits and '_', and no name that means something else there, for example book");
            return null;
        }
        return name;
    }

    private static Expression items(Cursor at) {
        var text = at.string();
        if (text != null) {
            return Values.items(at, text);
        }
        if (at.value() instanceof Long number) {
            if (number < 0) {
                at.problem("out-of-range", "there cannot be " + number + " items", "write how many there are, from 0");
            }
            return Expression.constant(number);
        }
        if (!at.isList()) {
            at.wrongType("items", "a list, how many there are, or an expression for either");
        }
        return Values.expression(at);
    }

    private static VariableTypes withItem(VariableTypes types, String as, Cursor items) {
        var text = items.string();
        var source = text == null ? null : Template.soleExpression(text);
        return Values.withItemOf(types, as, source).withNumber(INDEX);
    }

    private static long wholeNumber(Cursor at, String key, long unsaid, long most) {
        var given = at.member(key);
        if (given.isEmpty()) {
            return unsaid;
        }
        if (!(given.get().value() instanceof Long number)) {
            given.get().wrongType(key, "a whole number");
            return unsaid;
        }
        if (number < 1 || number > most) {
            given.get()
                    .problem(
                            "out-of-range",
                            key + " is a whole number from 1 to " + most + ", this is " + number,
                            "for example 10");
            return unsaid;
        }
        return number;
    }

    private static @Nullable String collect(Cursor at) {
        if (!at.isObject()) {
            at.wrongType("collect", "an object, for example { into: results }");
            return null;
        }
        at.allowOnly(COLLECT_KEYS, "collect");
        var into = at.member("into");
        if (into.isEmpty()) {
            at.problem("missing-into", "collect does not say where results are kept", "add into: a key of the context");
            return null;
        }
        var path = InvocationReader.path(into.get());
        if (path != null && path.contains(".")) {
            into.get()
                    .problem(
                            "bad-path",
                            "all results together are kept under a key of the context, not below one",
                            "write a single key, for example results");
        }
        return path;
    }

    private static @Nullable Completion completion(Cursor at) {
        var word = at.string();
        if (word != null) {
            return switch (word) {
                case "all" -> Completion.ALL;
                case "any" -> Completion.ANY;
                default -> {
                    at.problem(
                            "unknown-completion",
                            "there is no completion '" + word + "'",
                            "write all, any, { count: 3 } or { when: \"done >= 2\" }");
                    yield null;
                }
            };
        }
        if (!at.isObject()) {
            at.wrongType("completion", "all, any, { count: … } or { when: … }");
            return null;
        }
        at.allowOnly(COMPLETION_KEYS, "completion");
        var when = at.member("when");
        if (when.isPresent() == at.member("count").isPresent()) {
            at.problem(
                    "ambiguous-completion",
                    "completion has exactly one of count and when",
                    "write { count: 3 } or all");
            return null;
        }
        return when.isEmpty()
                ? new Completion(wholeNumber(at, "count", 1, MAX_COUNT), null)
                : new Completion(0, GuardReader.read(when.get().knowing(progress(at.types()))));
    }

    /** How far a fan-out has come. */
    private static VariableTypes progress(VariableTypes types) {
        return types.withNumber("done").withNumber("failed").withNumber("total").withValue("result");
    }

    private static boolean collectsErrors(Cursor at) {
        var word = at.expectString("onItemError");
        if (word != null && !word.equals("fail") && !word.equals("collect")) {
            at.problem("unknown-word", "there is no onItemError '" + word + "'", "write fail or collect");
        }
        return "collect".equals(word);
    }
}
