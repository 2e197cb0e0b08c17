package dev.xorca.machine.check;

import dev.xorca.statechart.Action;

/** Emitted data that breaks its schema whatever its expressions yield. */
final class EmittedDataCheck implements Check {
    @Override
    public void run(Facts facts, Findings findings) {
        for (var placed : facts.actions()) {
            if (placed.action() instanceof Action.Emit emit) {
                var schema = facts.document().emits().get(emit.type());
                if (schema != null) {
                    for (var breach : new SchemaFit(schema.document()).breaches(emit.data())) {
                        findings.add(
                                Rule.EMIT_BREAKS_SCHEMA,
                                placed.at(),
                                "the data of '" + emit.type() + "' cannot satisfy its schema: " + breach);
                    }
                }
            }
        }
    }
}
