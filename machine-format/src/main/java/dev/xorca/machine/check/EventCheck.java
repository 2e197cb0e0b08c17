package dev.xorca.machine.check;

import dev.xorca.machine.MachineDocument;
import dev.xorca.statechart.Action;
import dev.xorca.statechart.invoke.Call;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Events that are declared and not used, or used and not declared; only where a document declares any schema. */
final class EventCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        var document = facts.document();
        if (document.input() == null
                && document.accepts().isEmpty()
                && document.emits().isEmpty()) {
            return;
        }
        checkAccepted(facts, document, findings);
        checkEmitted(facts, document, findings);
    }

    private static void checkAccepted(Facts facts, MachineDocument document, Findings findings) {
        var used = document.acceptedDescriptors();
        for (var type : document.accepts().keySet()) {
            if (used.stream().noneMatch(descriptor -> Descriptors.covers(descriptor, type))) {
                findings.add(
                        Rule.EVENT_NEVER_USED,
                        "/schemas/accepts/" + escaped(type),
                        "event '" + type + "' has a schema in accepts, and no state waits for it");
            }
        }
        var told = new HashSet<String>();
        var raised = raisedTypes(facts);
        for (var state : facts.machine().states()) {
            for (var transition : facts.selection().of(state)) {
                var descriptor = transition.descriptor();
                var foreign = descriptor.startsWith("evt.") || descriptor.startsWith("sys.");
                var declared =
                        document.accepts().keySet().stream().anyMatch(type -> Descriptors.overlap(descriptor, type));
                if (foreign && !declared && !raised.contains(descriptor) && told.add(descriptor)) {
                    findings.add(
                            Rule.EVENT_NOT_DECLARED,
                            transition.at(),
                            "state '" + state.label() + "' waits for '" + descriptor
                                    + "', which has no schema in accepts");
                }
            }
        }
        facts.machine().forEachInvocation(invocation -> {
            for (var type : invocation.awaited() ? invocation.call().answers() : List.<String>of()) {
                var isOfService = invocation.call() instanceof Call.Command;
                if (isOfService && !document.accepts().containsKey(type) && told.add(type)) {
                    findings.add(
                            Rule.EVENT_NOT_DECLARED,
                            invocation.at(),
                            "the invocation waits for '" + type + "', which has no schema in accepts");
                }
            }
        });
    }

    private static Set<String> raisedTypes(Facts facts) {
        var raised = new HashSet<String>();
        for (var placed : facts.actions()) {
            if (placed.action() instanceof Action.Raise raise) {
                raised.add(raise.type());
            }
        }
        return raised;
    }

    private static void checkEmitted(Facts facts, MachineDocument document, Findings findings) {
        var emitted = new HashSet<String>();
        for (var placed : facts.actions()) {
            if (placed.action() instanceof Action.Emit emit
                    && emitted.add(emit.type())
                    && !document.emits().containsKey(emit.type())) {
                findings.add(
                        Rule.EMIT_NOT_DECLARED,
                        placed.at(),
                        "event '" + emit.type() + "' is emitted and has no schema in emits");
            }
        }
        facts.machine().forEachInvocation(invocation -> {
            if (invocation.call() instanceof Call.Command command
                    && emitted.add(command.type())
                    && !document.emits().containsKey(command.type())) {
                findings.add(
                        Rule.EMIT_NOT_DECLARED,
                        invocation.at(),
                        "command '" + command.type() + "' is invoked and has no schema in emits");
            }
        });
        emitted.addAll(document.machine().emittedTypes());
        emitted.addAll(document.announcedTypes());
        for (var type : document.emits().keySet()) {
            if (!emitted.contains(type) && !facts.isOpaque()) {
                findings.add(
                        Rule.SCHEMA_NEVER_EMITTED,
                        "/schemas/emits/" + escaped(type),
                        "event '" + type + "' has a schema in emits and is never emitted");
            }
        }
    }

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
