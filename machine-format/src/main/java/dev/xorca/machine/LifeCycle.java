package dev.xorca.machine;

import dev.xorca.statechart.EventDescriptor;
import dev.xorca.statechart.Machine;
import dev.xorca.statechart.StateNode;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a machine says of the time before and after its orchestrations run.
 *
 * @param early which events may come before the start, by event descriptor
 * @param retention how long an orchestration is kept once it is over; an ending without a line is left to the router
 * @param failures the paths of the final states that are a failure of the whole
 * @param starts which foreign events start an orchestration
 * @param compensatesFailure whether an invocation that has failed for good, and that the machine does not handle, has
 *     everything undone and the orchestration fail, instead of waiting for an operator
 * @param announcesCompletion whether an orchestration that is over says so even when nobody asked for it
 */
public record LifeCycle(
        Map<String, Early> early,
        Map<Ending, Duration> retention,
        Set<String> failures,
        List<StartRule> starts,
        boolean compensatesFailure,
        boolean announcesCompletion) {
    /** Nothing comes early, retention is the router's, every end is a good one, and nothing starts it but a start. */
    public static final LifeCycle PLAIN = new LifeCycle(Map.of(), Map.of(), Set.of());

    /** A machine that only its starts start, with the defaults of everything else. */
    public LifeCycle(Map<String, Early> early, Map<Ending, Duration> retention, Set<String> failures) {
        this(early, retention, failures, List.of(), false, false);
    }

    private static final Comparator<String> MOST_SPECIFIC_FIRST =
            Comparator.comparing(EventDescriptor::of, EventDescriptor.MOST_SPECIFIC_FIRST);

    public LifeCycle {
        early = Map.copyOf(early);
        retention = retention.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(retention));
        failures = Set.copyOf(failures);
        starts = List.copyOf(starts);
    }

    /**
     * What a machine says whose author wrote this about early events and retention.
     *
     * @param allEarly how all events from outside are kept that the machine takes; null when some are named, or none
     */
    public static LifeCycle of(
            Machine machine, @Nullable Early allEarly, Map<String, Early> early, Map<Ending, Duration> retention) {
        var everyEarly = new HashMap<>(early);
        if (allEarly != null) {
            machine.acceptedDescriptors().stream()
                    .filter(LifeCycleRules::canComeEarly)
                    .forEach(descriptor -> everyEarly.put(descriptor, allEarly));
        }
        var failures = machine.states().stream()
                .filter(StateNode::isFailure)
                .map(StateNode::path)
                .collect(Collectors.toSet());
        return new LifeCycle(everyEarly, retention, failures);
    }

    /** The same, where these foreign events start orchestrations. */
    public LifeCycle withStarts(List<StartRule> rules) {
        return new LifeCycle(early, retention, failures, rules, compensatesFailure, announcesCompletion);
    }

    /** The same, where a failure that nothing is said about has what was done undone, or not. */
    public LifeCycle withCompensation(boolean compensates) {
        return new LifeCycle(early, retention, failures, starts, compensates, announcesCompletion);
    }

    /** The same, where the end is announced to all, or not. */
    public LifeCycle withCompletion(boolean announces) {
        return new LifeCycle(early, retention, failures, starts, compensatesFailure, announces);
    }

    /**
     * How events that come before the start are kept.
     *
     * @param keep how long; then they are errors
     * @param max how many for one orchestration
     */
    public record Early(Duration keep, int max) {
        /** A minute, and a hundred of them. */
        public static final Early DEFAULT = new Early(Duration.ofMinutes(1), 100);
    }

    /** How an orchestration can end. */
    public enum Ending {
        DONE,
        FAILED,
        TERMINATED;

        /** The ending as documents write it. */
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How an orchestration ended that is done in these states. */
    public Ending ending(Collection<String> leaves) {
        return leaves.stream().anyMatch(failures::contains) ? Ending.FAILED : Ending.DONE;
    }

    /** How an event of this type is kept that comes before the start; empty when it is an error. */
    public Optional<Early> early(String type) {
        return early.entrySet().stream()
                .filter(each -> EventDescriptor.of(each.getKey()).matches(type))
                .min(Map.Entry.comparingByKey(MOST_SPECIFIC_FIRST))
                .map(Map.Entry::getValue);
    }
}
