package dev.xorca.crash.check;

import dev.xorca.crash.check.Judgement.Tally;
import dev.xorca.crash.check.Violation.Kind;
import dev.xorca.crash.story.Plot;
import dev.xorca.crash.story.Story;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Judges the events that left the router by what each orchestration had to do. It knows the log and nothing else; how the
 * router works is not its business. It holds the events of so many orchestrations at a time, and reads the log as often.
 */
public final class Checker {
    /** Their events take a few kilobytes each. */
    private static final int AT_A_TIME = 10_000;

    private final Guarantee guarantee;
    private final int orchestrations;
    private final IntFunction<Story> stories;
    private final int atATime;
    private final Map<String, List<Observed>> byOrchestration = new HashMap<>();
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<String, Integer> ownerOfSubject = new HashMap<>();
    private final Map<String, Integer> ownerOfId = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private final Map<Plot, Tally> tallies = new EnumMap<>(Plot.class);
    private long repeats;

    /**
     * @param orchestrations how many were started, numbered from 1
     * @param stories what each had to go through
     */
    public Checker(Guarantee guarantee, int orchestrations, IntFunction<Story> stories) {
        this(guarantee, orchestrations, stories, AT_A_TIME);
    }

    /** @param atATime of how many orchestrations, about, events are held */
    Checker(Guarantee guarantee, int orchestrations, IntFunction<Story> stories, int atATime) {
        this.guarantee = guarantee;
        this.orchestrations = orchestrations;
        this.stories = stories;
        this.atATime = atATime;
    }

    /** Judges all that stands in a log, to which nothing may be added any more. To be called once. */
    public void read(EventLog log) throws InterruptedException {
        for (var part : Part.all(orchestrations, atATime)) {
            log.read(
                    event -> {
                        if (part.has(event.correlation())) {
                            add(event);
                        }
                    },
                    violation -> {
                        if (part.isFirst()) {
                            add(violation);
                        }
                    });
            judge(part);
        }
    }

    private void add(Observed event) {
        events.merge(event.type(), 1L, Long::sum);
        byOrchestration
                .computeIfAbsent(event.correlation(), key -> new ArrayList<>(8))
                .add(event);
    }

    /** Takes what was found otherwise. */
    public void add(Violation violation) {
        violations.add(violation);
    }

    /** What came of it. */
    public Judgement judgement() {
        return new Judgement(tallies, events, repeats, violations);
    }

    private void judge(Part part) {
        for (int number = 1; number <= orchestrations; number++) {
            if (part.has(Story.startId(number))) {
                var observed = byOrchestration.remove(Story.startId(number));
                judge(stories.apply(number), observed == null ? List.of() : observed);
            }
        }
        byOrchestration.forEach((correlation, strangers) -> strangers.forEach(event -> violations.add(new Violation(
                Kind.UNEXPECTED,
                0,
                event.type() + " at " + event.place() + " belongs to nothing that was started: correlationid '"
                        + correlation + "'"))));
        byOrchestration.clear();
    }

    private void judge(Story story, List<Observed> observed) {
        int before = violations.size();
        var distinct = distinct(story.number(), observed);
        checkAddresses(story.number(), observed);
        var best = story.ways().stream()
                .map(way -> new Comparison(story, way, distinct))
                .min(Comparator.comparingInt(way -> way.violations().size()))
                .orElseThrow();
        violations.addAll(best.violations());
        long commands = observed.stream()
                .filter(event -> event.type().startsWith("cmd."))
                .count();
        var tally = new Tally(1, best.isEnded() ? 1 : 0, commands, violations.size() - before);
        tallies.merge(story.plot(), tally, Tally::plus);
    }

    /** One event for each id, in the order of the topics. */
    private List<Observed> distinct(int number, List<Observed> observed) {
        var byId = new LinkedHashMap<String, Observed>();
        for (var event : observed) {
            var first = byId.putIfAbsent(event.id(), event);
            if (first == null) {
                checkOwner(number, event);
                continue;
            }
            if (!first.content().equals(event.content()) || !first.topic().equals(event.topic())) {
                report(
                        Kind.SAME_ID_DIFFERS,
                        number,
                        event.id() + " at " + first.place() + " and " + event.place() + ":\n" + first.content()
                                + "\nand\n" + event.content());
            }
            repeats++;
            if (guarantee == Guarantee.EXACTLY_ONCE) {
                report(
                        Kind.REPEATED,
                        number,
                        event.type() + " " + event.id() + " at " + first.place() + " and " + event.place());
            }
        }
        return List.copyOf(byId.values());
    }

    private void checkOwner(int number, Observed event) {
        var owner = ownerOfId.putIfAbsent(event.id(), number);
        if (owner != null) {
            report(
                    Kind.SAME_ID_DIFFERS,
                    number,
                    event.id() + " at " + event.place() + " is also the id of an event of orchestration " + owner);
        }
    }

    private void checkAddresses(int number, List<Observed> observed) {
        for (var event : observed) {
            var problem = addressProblem(number, event);
            if (problem != null) {
                report(Kind.WRONG_ADDRESS, number, event.type() + " at " + event.place() + ": " + problem);
            }
        }
    }

    private @Nullable String addressProblem(int number, Observed event) {
        if (!event.type().equals(event.topic())) {
            return "it stands in the topic of another type";
        }
        if (!event.key().equals(event.subject())) {
            return "the record's key '" + event.key() + "' is not its subject '" + event.subject() + "'";
        }
        var owner = ownerOfSubject.putIfAbsent(event.subject(), number);
        if (owner != null && owner != number) {
            return "its subject belongs to orchestration " + owner;
        }
        var url = event.subject().replace('+', '-').replace('/', '_').replace("=", "");
        return event.token()
                .filter(token -> !token.subject().equals(url))
                .map(token -> "its token " + token + " is that of another orchestration")
                .orElse(null);
    }

    private void report(Kind kind, int number, String detail) {
        violations.add(new Violation(kind, number, detail));
    }
}
