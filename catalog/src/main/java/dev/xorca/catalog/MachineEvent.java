package dev.xorca.catalog;

import dev.xorca.machine.EventTypes;
import dev.xorca.statechart.EventDescriptor;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One type of event that a version of a machine takes or emits.
 *
 * @param type the type; where a machine waits for many, a descriptor such as {@code evt.book.*} or {@code *}
 * @param direction which way it goes
 * @param topic where it travels; empty for a descriptor of many types
 * @param data what is in it
 * @param states paths of the states that wait for it or emit it, in document order; the root's is empty
 * @param attributes further attributes that the machine gives it
 */
public record MachineEvent(
        String type, Direction direction, String topic, DataSchema data, List<String> states, Set<String> attributes) {

    public MachineEvent {
        states = List.copyOf(states);
        attributes = Collections.unmodifiableSet(new LinkedHashSet<>(attributes));
    }

    /** Which way an event goes, seen from the machine. */
    public enum Direction {
        RECEIVED,
        SENT
    }

    /** What the event is for. */
    public EventKind kind() {
        return EventKind.of(type);
    }

    /** Whether this stands for many types. */
    public boolean isPattern() {
        return EventDescriptor.of(type).wildcard();
    }

    /** Whether the machine takes it. */
    public boolean isReceived() {
        return direction == Direction.RECEIVED;
    }

    /** Whether events of this type are meant; a descriptor of many types means only such as come from outside. */
    public boolean matches(String eventType) {
        return EventDescriptor.of(type).matches(eventType) && (!isPattern() || EventTypes.isOffered(eventType));
    }
}
