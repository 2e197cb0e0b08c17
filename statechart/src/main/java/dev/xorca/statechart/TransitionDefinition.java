package dev.xorca.statechart;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A transition as its author describes it.
 *
 * @param descriptor the event it is taken on; empty where the place says it ({@code always}, {@code onDone} …)
 * @param targets {@code sibling}, {@code sibling.below}, {@code .below} or {@code #id}; empty for none
 * @param guard null when the transition may always be taken
 * @param actions run between exit and entry
 * @param reenter whether a transition into the source itself leaves and enters it
 * @param at where the author wrote it, as a JSON pointer
 */
public record TransitionDefinition(
        String descriptor,
        List<String> targets,
        @Nullable Guard guard,
        List<Action> actions,
        boolean reenter,
        String at) {

    public TransitionDefinition {
        targets = List.copyOf(targets);
        actions = List.copyOf(actions);
    }

    /** A transition with a target and nothing else. */
    public static TransitionDefinition to(String descriptor, String target, String at) {
        return new TransitionDefinition(descriptor, List.of(target), null, List.of(), false, at);
    }
}
