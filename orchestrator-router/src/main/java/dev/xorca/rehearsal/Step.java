package dev.xorca.rehearsal;

import dev.xorca.machine.EventTypes;
import dev.xorca.router.Decision;
import dev.xorca.router.Input;
import dev.xorca.router.InternalEvents;
import dev.xorca.router.Subject;
import dev.xorca.schemas.Json;
import io.cloudevents.CloudEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that came to an orchestration, and what it led to.
 *
 * @param input what came, and when
 * @param decision what it led to; carried out
 */
public record Step(Input input, Decision decision) {

    /** The orchestration. */
    public Subject subject() {
        return input.subject();
    }

    /** The events that left, in order, without errors and without orders from one orchestration to another. */
    public List<CloudEvent> emitted() {
        return decision.events().stream()
                .filter(event -> !InternalEvents.isInternal(event.getType()) && !EventTypes.isOurError(event.getType()))
                .toList();
    }

    /** Why the machine did nothing with the input; empty when it broke no contract and nothing failed. */
    public Optional<Failure> failure() {
        if (!failed()) {
            return Optional.empty();
        }
        var data = decision.events().isEmpty()
                ? Map.<String, Object>of()
                : dataOf(decision.events().get(0));
        var where = data.get("where") instanceof Map<?, ?> map ? map : Map.of();
        return Optional.of(new Failure(
                text(data.get("errorCode")),
                decision.reason(),
                text(where.get("state")),
                text(where.get("definition"))));
    }

    private boolean failed() {
        return switch (decision.outcome()) {
            case REJECTED, FAILED, EXPIRED -> true;
            default -> false;
        };
    }

    private static Map<String, Object> dataOf(CloudEvent event) {
        return event.getData() == null
                ? Map.of()
                : Json.readOwnObject(event.getData().toBytes());
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }

    /**
     * Why the machine did nothing with an input.
     *
     * @param code for programs
     * @param message for people
     * @param state the path of the state concerned; empty when none is
     * @param definition where the machine's definition has what failed, as a JSON pointer; empty for nowhere in particular
     */
    public record Failure(String code, String message, String state, String definition) {}
}
