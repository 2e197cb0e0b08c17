package dev.xorca.replay;

import dev.xorca.router.Subject;
import java.time.Instant;
import java.util.List;

/**
 * The first step of an orchestration that would be another one now.
 *
 * @param subject the orchestration
 * @param sequence the position of the step in its journal
 * @param at the step's time
 * @param cause the type of the event that led to it
 * @param differences in what it would be another one; at least one
 */
public record Divergence(Subject subject, long sequence, Instant at, String cause, List<Difference> differences) {
    public Divergence {
        differences = List.copyOf(differences);
    }
}
