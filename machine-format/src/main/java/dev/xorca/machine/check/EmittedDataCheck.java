package dev.xorca.machine.check;

import dev.xorca.statechart.Action;
import dev.xorca.statechart.Expression;
import dev.xorca.statechart.invoke.Call;

/** Emitted data that breaks its schema whatever its expressions yield. */
final class EmittedDataCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        for (var placed : facts.actions()) {
            if (placed.action() instanceof Action.Emit emit) {
                check(emit.type(), emit.data(), placed.at(), facts, findings);
            }
        }
        facts.machine().forEachInvocation(invocation -> {
            if (invocation.call() instanceof Call.Command command) {
                check(command.type(), invocation.request(), invocation.at(), facts, findings);
            }
        });
    }

    private static void check(String type, Expression data, String at, Facts facts, Findings findings) {
        var schema = facts.document().emits().get(type);
        if (schema != null) {
            for (var breach : new SchemaFit(schema.document()).breaches(data)) {
                findings.add(
                        Rule.EMIT_BREAKS_SCHEMA, at, "the data of '" + type + "' cannot satisfy its schema: " + breach);
            }
        }
    }
}
