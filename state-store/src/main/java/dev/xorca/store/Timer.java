package dev.xorca.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A wait that has begun: an event that the machine will be offered when its time has come.
 *
 * @param token tells the timers of one orchestration apart, for ever; holds no {@code |}
 * @param id the name under which the machine can cancel it; null when it cannot
 * @param type the type of the event
 * @param data the data of the event, a JSON value
 * @param due when, in whole milliseconds
 */
public record Timer(
        String token,
        @Nullable String id,
        String type,
        @Nullable Object data,
        Instant due) {

    public Timer {
        if (token.indexOf('|') >= 0) {
            throw new IllegalArgumentException("the token '" + token + "' holds a '|'");
        }
    }
}
