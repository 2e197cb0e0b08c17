package dev.xorca.machine.check;

import dev.xorca.machine.source.SourceNode;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import org.jspecify.annotations.Nullable;

/** Fan-outs over a field of the context that never holds a list; what schemas say is looked at by the loader. */
final class ForEachCheck implements Check {
    private static final String CONTEXT = "context.";

    @Override
    public void run(Facts facts, Findings findings) {
        for (var each : facts.invoked()) {
            var words = each.invocation().call() instanceof Call.ForEach ? words(each.invocation(), facts) : null;
            if (words != null) {
                findings.add(
                        Rule.FOR_EACH_NO_LIST,
                        each.invocation().at(),
                        "'" + each.invocation().request() + "' is " + words
                                + " from the start on and never assigned, and items are a list or a whole number");
            }
        }
    }

    private static @Nullable String words(Invocation invocation, Facts facts) {
        var source = String.valueOf(invocation.request());
        if (!source.startsWith(CONTEXT)) {
            return null;
        }
        var field = source.substring(CONTEXT.length());
        if (facts.assigned().contains(field) || facts.isOpaque()) {
            return null;
        }
        if (facts.source().node("/context/" + EventCheck.escaped(field)).orElse(null) instanceof SourceNode.Mapping) {
            return "an object";
        }
        var value = facts.constant(field);
        if (value instanceof Long number) {
            return number < 0 ? "less than nothing" : null;
        } else if (value instanceof String) {
            return "text";
        }
        return value == null ? null : value instanceof Boolean ? "a boolean" : "a fraction";
    }
}
