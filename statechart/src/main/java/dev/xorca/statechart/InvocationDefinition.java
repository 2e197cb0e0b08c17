package dev.xorca.statechart;

import dev.xorca.statechart.invoke.Invocation;
import java.util.List;

/**
 * An invocation as its author describes it, with what follows from it.
 *
 * @param invocation an empty id stands for {@code NUMBER.STATE_ID}, as in XState
 * @param onDone taken when it is done
 * @param onError taken when it has failed for good
 */
public record InvocationDefinition(
        Invocation invocation, List<TransitionDefinition> onDone, List<TransitionDefinition> onError) {
    public InvocationDefinition {
        onDone = List.copyOf(onDone);
        onError = List.copyOf(onError);
    }
}
