package dev.xorca.statechart;

import java.util.Comparator;
import java.util.Optional;

/**
 * Which event types are meant: an exact one; {@code evt.book.*}, which is {@code evt.book} and all below it; or
 * {@code *}, every type.
 *
 * @param stem the exact type, or what stands before the wildcard; empty for {@code *}
 * @param wildcard whether types below the stem are meant as well
 */
public record EventDescriptor(String stem, boolean wildcard) {

    /** The order in which descriptors that match the same type are tried: exact ones, then longer stems, then {@code *}. */
    public static final Comparator<EventDescriptor> MOST_SPECIFIC_FIRST = Comparator.comparing(
                    EventDescriptor::wildcard)
            .thenComparing(descriptor -> descriptor.stem.length(), Comparator.reverseOrder());

    /** The descriptor that an author wrote. */
    public static EventDescriptor of(String text) {
        if (text.equals("*")) {
            return new EventDescriptor("", true);
        }
        return text.endsWith(".*")
                ? new EventDescriptor(text.substring(0, text.length() - 2), true)
                : new EventDescriptor(text, false);
    }

    /** What is wrong with a text as a descriptor. */
    public static Optional<DefinitionProblem> problemOf(String text, String at) {
        if (text.isEmpty()) {
            return Optional.of(new DefinitionProblem(
                    at, "empty-descriptor", "an event descriptor is empty", "name the event type"));
        }
        var stars = text.chars().filter(c -> c == '*').count();
        if (stars > 1 || (stars == 1 && !of(text).wildcard)) {
            return Optional.of(new DefinitionProblem(
                    at,
                    "bad-wildcard",
                    "'" + text + "' would match nothing: a wildcard stands alone or after the last dot",
                    "write '*', or 'prefix.*' for all types that begin with that prefix"));
        }
        return Optional.empty();
    }

    /** Whether this type is meant. */
    public boolean matches(String type) {
        if (!wildcard) {
            return type.equals(stem);
        }
        return stem.isEmpty()
                || (type.startsWith(stem) && (type.length() == stem.length() || type.charAt(stem.length()) == '.'));
    }

    /** Whether every type that the other means is meant here. */
    public boolean covers(EventDescriptor other) {
        return (wildcard || !other.wildcard) && matches(other.stem);
    }

    /** Whether there is a type that both mean. */
    public boolean overlaps(EventDescriptor other) {
        return covers(other) || other.covers(this);
    }
}
