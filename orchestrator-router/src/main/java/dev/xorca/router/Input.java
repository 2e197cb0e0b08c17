package dev.xorca.router;

import dev.xorca.store.EventIdentity;
import io.cloudevents.CloudEvent;
import java.time.Instant;

/**
 * A record of the inbox: what comes to which orchestration. What it leads to is a function of this, of the machines and
 * of what the orchestration is.
 *
 * @param event what comes
 * @param subject the orchestration it is addressed to
 * @param at the step's only time
 * @param offset where in the inbox it stands; -1 where that is not known
 */
public record Input(CloudEvent event, Subject subject, Instant at, long offset) {

    EventIdentity identity() {
        return new EventIdentity(event.getSource().toString(), event.getId());
    }

    String type() {
        return event.getType();
    }

    Input with(CloudEvent other) {
        return new Input(other, subject, at, offset);
    }
}
