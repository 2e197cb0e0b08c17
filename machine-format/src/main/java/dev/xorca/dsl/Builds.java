package dev.xorca.dsl;

import dev.xorca.statechart.Scope;

/** What all builders of one machine share. */
record Builds<C>(Class<C> contextType, Contracts accepts, Contracts emits) {
    C contextOf(Scope scope) {
        return JsonRecords.fromJson(scope.context(), contextType);
    }
}
