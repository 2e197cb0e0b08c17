package dev.xorca.dsl;

import dev.xorca.machine.DocumentProblem;
import dev.xorca.machine.LifeCycle;
import dev.xorca.machine.LifeCycle.Early;
import dev.xorca.machine.LifeCycle.Ending;
import dev.xorca.machine.LifeCycleRules;
import dev.xorca.machine.StartRule;
import dev.xorca.statechart.DefinitionProblem;
import dev.xorca.statechart.Machine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the author says of the time before and after the orchestrations run. */
final class LifeCycleBuilder {
    private final Map<String, Early> early = new LinkedHashMap<>();
    private final Map<Ending, Duration> retention = new EnumMap<>(Ending.class);
    private final List<DocumentProblem> problems = new ArrayList<>();
    private final List<StartRule> starts = new ArrayList<>();
    private @Nullable Early allEarly;
    private boolean compensates;
    private boolean announces;

    /** All events that the machine takes may come early. */
    void early(Duration keep, int max) {
        check(LifeCycleRules.problemOfKeep(keep, "/early/keep"));
        check(LifeCycleRules.problemOfMax(max, "/early/max"));
        allEarly = new Early(keep, max);
        checkEarlyIsSaidOneWay();
    }

    /** Events that a descriptor means may come early. */
    void early(String event, Duration keep, int max) {
        var at = "/early/" + Pointers.escape(event);
        check(LifeCycleRules.problemOfEarly(event, at));
        check(LifeCycleRules.problemOfKeep(keep, at + "/keep"));
        check(LifeCycleRules.problemOfMax(max, at + "/max"));
        early.put(event, new Early(keep, max));
        checkEarlyIsSaidOneWay();
    }

    private void checkEarlyIsSaidOneWay() {
        if (allEarly != null && !early.isEmpty()) {
            check(Optional.of(LifeCycleRules.mixedEarly("/early")));
        }
    }

    void retention(Duration length) {
        check(LifeCycleRules.problemOfRetention(length, "/retention"));
        for (var ending : Ending.values()) {
            retention.put(ending, length);
        }
    }

    void retention(Ending ending, Duration length) {
        check(LifeCycleRules.problemOfRetention(length, "/retention/" + ending.key()));
        retention.put(ending, length);
    }

    void startOn(StartRule rule) {
        starts.add(rule);
    }

    void compensateFailures() {
        compensates = true;
    }

    void announceCompletion() {
        announces = true;
    }

    private void check(Optional<DefinitionProblem> problem) {
        var place = SourcePlace.ofCaller();
        problem.ifPresent(found -> problems.add(new DocumentProblem(
                place.file(), place.line(), 1, found.at(), found.rule(), found.message(), found.fix())));
    }

    List<DocumentProblem> problems() {
        return problems;
    }

    LifeCycle of(Machine machine) {
        return LifeCycle.of(machine, allEarly, early, retention)
                .withStarts(starts)
                .withCompensation(compensates)
                .withCompletion(announces);
    }
}
