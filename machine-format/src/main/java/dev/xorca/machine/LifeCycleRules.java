package dev.xorca.machine;

import dev.xorca.statechart.DefinitionProblem;
import dev.xorca.statechart.EventDescriptor;
import java.time.Duration;
import java.util.Optional;

/** What machines may say of the time before and after their orchestrations, whoever says it. */
public final class LifeCycleRules {
    /** The longest that an event is kept which came before the start: a week. */
    public static final Duration MAX_KEEP = Duration.ofDays(7);

    /** How many events may wait for one start. */
    public static final int MAX_EARLY = 1_000;

    /** The longest that an orchestration is kept once it is over: a hundred years. */
    public static final Duration MAX_RETENTION = Duration.ofDays(36_500);

    private LifeCycleRules() {}

    /** Whether events that the descriptor means can come from outside before there is a start. */
    static boolean canComeEarly(String descriptor) {
        return descriptor.equals("*") || descriptor.startsWith("evt.") || descriptor.startsWith("sys.");
    }

    /** What is wrong with a descriptor of early events. */
    public static Optional<DefinitionProblem> problemOfEarly(String descriptor, String at) {
        if (canComeEarly(descriptor)) {
            return EventDescriptor.problemOf(descriptor, at);
        }
        return Optional.of(new DefinitionProblem(
                at,
                "never-early",
                "'" + descriptor + "' never comes early: what services send is evt.* or sys.*",
                "name an event that a service sends"));
    }

    /** What is wrong when some events are named and all are meant as well. */
    public static DefinitionProblem mixedEarly(String at) {
        return new DefinitionProblem(
                at, "mixed-early", "early names events and is for all of them as well", "name every event, or none");
    }

    /** What is wrong with the time for which early events are kept. */
    public static Optional<DefinitionProblem> problemOfKeep(Duration keep, String at) {
        return problemOf(
                keep.compareTo(Duration.ZERO) > 0 && keep.compareTo(MAX_KEEP) <= 0,
                at,
                "early events are kept for more than no time and at most P7D, this is " + keep,
                "for example PT1M");
    }

    /** What is wrong with the number of events that may come early. */
    public static Optional<DefinitionProblem> problemOfMax(long max, String at) {
        return problemOf(
                max >= 1 && max <= MAX_EARLY,
                at,
                "1 to " + MAX_EARLY + " events may wait for a start, this is " + max,
                "for example 100");
    }

    /** What is wrong with the time for which orchestrations are kept that are over. */
    public static Optional<DefinitionProblem> problemOfRetention(Duration retention, String at) {
        return problemOf(
                !retention.isNegative() && retention.compareTo(MAX_RETENTION) <= 0,
                at,
                "what is over is kept for at most P36500D, a hundred years, and not for a negative time; this is "
                        + retention,
                "for example P1D");
    }

    private static Optional<DefinitionProblem> problemOf(boolean isAllowed, String at, String message, String fix) {
        return isAllowed ? Optional.empty() : Optional.of(new DefinitionProblem(at, "out-of-range", message, fix));
    }
}
