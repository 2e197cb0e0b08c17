package dev.xorca.machine;

import dev.xorca.machine.LifeCycle.Early;
import dev.xorca.machine.LifeCycle.Ending;
import dev.xorca.statechart.DefinitionProblem;
import dev.xorca.statechart.Machine;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads what the head of a document says of the time before and after its orchestrations run. */
final class LifeCycleReader {
    static final Set<String> EARLY_KEYS = Set.of("keep", "max");
    static final Set<String> RETENTION_KEYS =
            Arrays.stream(Ending.values()).map(Ending::key).collect(Collectors.toUnmodifiableSet());

    private final Map<String, Early> early = new LinkedHashMap<>();
    private final Map<Ending, Duration> retention = new EnumMap<>(Ending.class);
    private @Nullable Early allEarly;
    private List<StartRule> starts = List.of();
    private boolean compensates;
    private boolean announces;

    /** What is done about a failure that nothing in the machine says anything of. */
    private enum OnFailure {
        INCIDENT,
        COMPENSATE
    }

    private LifeCycleReader() {}

    static LifeCycleReader read(Cursor root) {
        var reader = new LifeCycleReader();
        root.member("early").ifPresent(reader::readEarly);
        root.member("retention").ifPresent(reader::readRetention);
        reader.starts = StartReader.readAll(root);
        reader.compensates = root.member("onFailure")
                .map(each -> Values.word(each, "onFailure", OnFailure.class))
                .filter(OnFailure.COMPENSATE::equals)
                .isPresent();
        reader.announces = root.member("completion")
                .map(each -> each.expectBoolean("completion"))
                .orElse(false);
        return reader;
    }

    LifeCycle of(Machine machine) {
        return LifeCycle.of(machine, allEarly, early, retention)
                .withStarts(starts)
                .withCompensation(compensates)
                .withCompletion(announces);
    }

    private void readEarly(Cursor at) {
        var members = at.members("early");
        members.keySet().removeIf(key -> key.startsWith("x-"));
        if (members.isEmpty()) {
            if (at.isObject()) {
                at.problem(
                        "empty-early",
                        "early names no events",
                        "write early: { keep: PT1M } for all that the machine takes, or name them");
            }
        } else if (members.keySet().stream().anyMatch(EARLY_KEYS::contains)
                && members.keySet().stream().anyMatch(LifeCycleReader::isDescriptor)) {
            tell(at, Optional.of(LifeCycleRules.mixedEarly(at.pointer())));
        } else if (members.keySet().stream().noneMatch(LifeCycleReader::isDescriptor)) {
            allEarly = early(at);
        } else {
            members.forEach((descriptor, kept) -> {
                tell(kept, LifeCycleRules.problemOfEarly(descriptor, kept.pointer()));
                early.put(descriptor, early(kept));
            });
        }
    }

    /** Whether a key names events, wrongly perhaps; else it is one of ours, misspelt perhaps. */
    private static boolean isDescriptor(String key) {
        return key.contains(".") || key.contains("*");
    }

    private static Early early(Cursor at) {
        if (!at.isObject()) {
            at.wrongType("what comes early", "an object, for example { keep: PT1M }");
            return Early.DEFAULT;
        }
        at.allowOnly(EARLY_KEYS, "early");
        var keep = at.member("keep").map(LifeCycleReader::keep).orElse(Early.DEFAULT.keep());
        int max = at.member("max").map(LifeCycleReader::max).orElse(Early.DEFAULT.max());
        return new Early(keep, max);
    }

    private static @Nullable Duration keep(Cursor at) {
        var keep = Values.duration(at, "keep");
        if (keep != null) {
            tell(at, LifeCycleRules.problemOfKeep(keep, at.pointer()));
        }
        return keep;
    }

    private static @Nullable Integer max(Cursor at) {
        if (!(at.value() instanceof Long max)) {
            at.wrongType("max", "a whole number");
            return null;
        }
        var problem = LifeCycleRules.problemOfMax(max, at.pointer());
        tell(at, problem);
        return problem.isPresent() ? null : max.intValue();
    }

    private void readRetention(Cursor at) {
        if (at.isObject()) {
            at.allowOnly(RETENTION_KEYS, "retention");
            for (var ending : Ending.values()) {
                at.member(ending.key())
                        .map(LifeCycleReader::retention)
                        .ifPresent(length -> retention.put(ending, length));
            }
            return;
        }
        var length = retention(at);
        if (length != null) {
            for (var ending : Ending.values()) {
                retention.put(ending, length);
            }
        }
    }

    private static @Nullable Duration retention(Cursor at) {
        var length = Values.duration(at, "retention");
        if (length != null) {
            tell(at, LifeCycleRules.problemOfRetention(length, at.pointer()));
        }
        return length;
    }

    private static void tell(Cursor at, Optional<DefinitionProblem> problem) {
        problem.ifPresent(found -> at.problem(found.rule(), found.message(), found.fix()));
    }
}
