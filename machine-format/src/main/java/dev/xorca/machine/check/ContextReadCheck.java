package dev.xorca.machine.check;

import dev.xorca.machine.expression.Template;
import dev.xorca.machine.source.SourceNode;
import dev.xorca.statechart.Guard;
import dev.xorca.statechart.invoke.Call;
import dev.xorca.statechart.invoke.Invocation;
import java.util.HashSet;
import java.util.Set;

/** Expressions that read a field of the context that is neither there at the start nor assigned anywhere. */
final class ContextReadCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var root = facts.source().node("").orElse(null);
        if (facts.isOpaque()
                || !(root instanceof SourceNode.Mapping mapping)
                || mapping.entries().isEmpty()) {
            return;
        }
        var known = new HashSet<>(facts.assigned());
        if (facts.source().node("/context").orElse(null) instanceof SourceNode.Mapping fields) {
            known.addAll(fields.entries().keySet());
        }
        for (var state : facts.machine().states()) {
            for (var transition : facts.selection().of(state)) {
                transition.guard().ifPresent(guard -> checkGuard(guard, transition.at() + "/guard", known, findings));
            }
        }
        facts.machine().forEachInvocation(invocation -> checkInvocation(invocation, known, findings));
        checkTemplates(mapping, "", known, findings);
    }

    private static void checkInvocation(Invocation invocation, Set<String> known, Findings findings) {
        if (invocation.call() instanceof Call.Command command && command.correlate() != null) {
            checkGuard(command.correlate(), invocation.at() + "/correlate", known, findings);
        } else if (invocation.call() instanceof Call.ForEach forEach
                && forEach.completion().condition() != null) {
            checkGuard(forEach.completion().condition(), invocation.at() + "/completion/when", known, findings);
        }
    }

    private static void checkGuard(Guard guard, String at, Set<String> known, Findings findings) {
        if (guard instanceof Guard.And and) {
            and.guards().forEach(part -> checkGuard(part, at, known, findings));
        } else if (guard instanceof Guard.Or or) {
            or.guards().forEach(part -> checkGuard(part, at, known, findings));
        } else if (guard instanceof Guard.Not not) {
            checkGuard(not.guard(), at, known, findings);
        } else if (guard instanceof Guard.Condition condition) {
            report(condition.text(), at, known, findings);
        }
    }

    private static void checkTemplates(SourceNode node, String at, Set<String> known, Findings findings) {
        if (node instanceof SourceNode.Mapping mapping) {
            mapping.entries().forEach((key, entry) -> {
                var pointer = at + "/" + key.replace("~", "~0").replace("/", "~1");
                if (!isForPeople(key, pointer)) {
                    checkTemplates(entry.value(), pointer, known, findings);
                }
            });
        } else if (node instanceof SourceNode.Sequence sequence) {
            for (int i = 0; i < sequence.items().size(); i++) {
                checkTemplates(sequence.items().get(i), at + "/" + i, known, findings);
            }
        } else if (node.value() instanceof String text) {
            Template.expressionsIn(text).forEach(expression -> report(expression, at, known, findings));
        }
    }

    /** Guards are among these because the machine has their texts, and they need no <code>${…}</code>. */
    private static boolean isForPeople(String key, String pointer) {
        return key.startsWith("x-")
                || Set.of("meta", "description", "guard", "correlate", "when").contains(key)
                || Set.of("/schemas", "/context").contains(pointer);
    }

    private static void report(String expression, String at, Set<String> known, Findings findings) {
        ParsedExpressions.parse(expression).ifPresent(tree -> {
            for (var field : ParsedExpressions.unprotectedReads(tree, "context")) {
                if (!known.contains(field)) {
                    findings.add(
                            Rule.CONTEXT_FIELD_UNKNOWN,
                            at,
                            "'" + expression + "' reads context." + field
                                    + ", which is not in the context at the start and never assigned");
                }
            }
        });
    }
}
