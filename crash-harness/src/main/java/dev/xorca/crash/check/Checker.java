package dev.xorca.crash.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.crash.check.Violation.Kind;
import dev.xorca.crash.load.Answer;
import dev.xorca.crash.load.Expected;
import dev.xorca.crash.load.Expected.Cause;
import dev.xorca.crash.load.Story;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Judges the events that left the router by what each orchestration had to do. It is given all events of all outgoing
 * topics, each topic's in order, and knows nothing else; how the router works is not its business.
 */
public final class Checker {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SOURCE = "xorca.orchestrator.crash";
    private static final String MACHINE = "crash";

    private final Guarantee guarantee;
    private final boolean timers;
    private final int orchestrations;
    private final IntFunction<Story> stories;
    private final Map<String, List<Observed>> byOrchestration = new HashMap<>();
    private final Map<String, Long> events = new TreeMap<>();
    private final Map<String, Integer> ownerOfSubject = new HashMap<>();
    private final Map<String, Integer> ownerOfId = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();
    private long repeats;
    private int ended;

    /**
     * @param orchestrations how many were started, numbered from 1
     * @param stories what each had to go through
     */
    public Checker(Guarantee guarantee, boolean timers, int orchestrations, IntFunction<Story> stories) {
        this.guarantee = guarantee;
        this.timers = timers;
        this.orchestrations = orchestrations;
        this.stories = stories;
    }

    /** Takes the next event of a topic. */
    public void add(Observed event) {
        events.merge(event.type(), 1L, Long::sum);
        byOrchestration
                .computeIfAbsent(event.correlation(), key -> new ArrayList<>(8))
                .add(event);
    }

    /** Takes what was found otherwise. */
    public void add(Violation violation) {
        violations.add(violation);
    }

    /** The judgement of all that was added; to be asked once. */
    public Judgement judge() {
        for (int number = 1; number <= orchestrations; number++) {
            var observed = byOrchestration.remove(Story.startId(number));
            judge(stories.apply(number), observed == null ? List.of() : observed);
        }
        byOrchestration.forEach((correlation, strangers) -> strangers.forEach(event -> violations.add(new Violation(
                Kind.UNEXPECTED,
                0,
                event.type() + " at " + event.place() + " belongs to nothing that was started: correlationid '"
                        + correlation + "'"))));
        return new Judgement(orchestrations, ended, events, repeats, violations);
    }

    private void judge(Story story, List<Observed> observed) {
        var distinct = distinct(story.number(), observed);
        checkAddresses(story, observed);
        var expected = story.expected(timers);
        var found = match(story.number(), expected, distinct);
        checkPresence(story.number(), expected, found);
        checkOrder(story.number(), expected, found);
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

    private void checkAddresses(Story story, List<Observed> observed) {
        for (var event : observed) {
            var problem = addressProblem(story, event);
            if (problem != null) {
                report(Kind.WRONG_ADDRESS, story.number(), event.type() + " at " + event.place() + ": " + problem);
            }
        }
    }

    private @Nullable String addressProblem(Story story, Observed event) {
        if (!event.type().equals(event.topic())) {
            return "it stands in the topic of another type";
        }
        if (!event.key().equals(event.subject())) {
            return "the record's key '" + event.key() + "' is not its subject '" + event.subject() + "'";
        }
        if (!event.source().equals(SOURCE)) {
            return "its source is '" + event.source() + "'";
        }
        var owner = ownerOfSubject.putIfAbsent(event.subject(), story.number());
        if (owner != null && owner != story.number()) {
            return "its subject belongs to orchestration " + owner;
        }
        JsonNode subject;
        try {
            subject = JSON.readTree(Base64.getDecoder().decode(event.subject()));
        } catch (IOException | IllegalArgumentException e) {
            return "its subject '" + event.subject() + "' cannot be read";
        }
        if (!subject.path("name").asText().equals(MACHINE)) {
            return "its subject names another machine: " + subject;
        }
        var processId = subject.path("processId").asText();
        if (story.named() && !processId.equals(Story.processId(story.number()))) {
            return "its subject names another process: " + subject;
        }
        return null;
    }

    /** The event found for each expected one, null where there is none; reports what is left over. */
    private List<@Nullable Observed> match(int number, List<Expected> expected, List<Observed> distinct) {
        var found = new ArrayList<@Nullable Observed>();
        var left = new ArrayList<>(distinct);
        for (var each : expected) {
            var candidates = left.stream().filter(event -> isMeant(each, event)).toList();
            found.add(candidates.isEmpty() ? null : candidates.get(0));
            candidates.stream()
                    .skip(1)
                    .forEach(event -> report(
                            Kind.DOUBLED,
                            number,
                            each.type() + " has two ids, " + candidates.get(0).id() + " at "
                                    + candidates.get(0).place() + " and " + event.id() + " at " + event.place()));
            left.removeAll(candidates);
        }
        left.forEach(
                event -> report(Kind.UNEXPECTED, number, event.type() + " " + event.data() + " at " + event.place()));
        return found;
    }

    /** The type tells the steps apart, and of commands the attempt. */
    private static boolean isMeant(Expected expected, Observed event) {
        if (!expected.type().equals(event.type())) {
            return false;
        }
        var attempt = expected.data().get("attempt");
        return attempt == null || attempt.equals(event.data().path("attempt").asInt());
    }

    private void checkPresence(int number, List<Expected> expected, List<@Nullable Observed> found) {
        int last = found.size() - 1;
        if (found.get(last) == null) {
            int reached = last;
            while (reached > 0 && found.get(reached - 1) == null) {
                reached--;
            }
            report(
                    Kind.STUCK,
                    number,
                    reached == 0
                            ? "nothing of it was ever seen"
                            : "the last that was seen of it is "
                                    + expected.get(reached - 1).type());
            last = reached;
        } else {
            ended++;
        }
        for (int i = 0; i < last; i++) {
            if (found.get(i) == null) {
                report(
                        Kind.LOST,
                        number,
                        expected.get(i).type() + " " + expected.get(i).data());
            }
        }
    }

    private void checkOrder(int number, List<Expected> expected, List<@Nullable Observed> found) {
        Observed before = null;
        String command = "";
        for (int i = 0; i < found.size(); i++) {
            var event = found.get(i);
            if (event == null) {
                // What follows may have nothing to be compared with.
                return;
            }
            checkData(number, expected.get(i), event);
            checkCause(number, expected.get(i).cause(), command, event);
            if (before != null) {
                checkTurn(number, before, event);
                if (expected.get(i).cause() == Cause.TIMER
                        && event.time().isBefore(before.time().plusMillis(Story.PAUSE_MS))) {
                    report(
                            Kind.EARLY,
                            number,
                            event.type() + " at " + event.time() + ", the timer was set at " + before.time());
                }
            }
            before = event;
            command = event.type().startsWith("cmd.") ? event.id() : command;
        }
    }

    private void checkData(int number, Expected expected, Observed event) {
        expected.data().forEach((key, value) -> {
            if (!event.data().path(key).asText().equals(value.toString())) {
                report(
                        Kind.WRONG_DATA,
                        number,
                        event.type() + " at " + event.place() + " has " + event.data() + ", where " + key + " must be '"
                                + value + "'");
            }
        });
    }

    private void checkCause(int number, Cause cause, String command, Observed event) {
        var wanted = switch (cause) {
            case START -> Story.startId(number);
            case ANSWER -> command + Answer.SUFFIX;
            case BROKEN_ANSWER -> command + Answer.BROKEN;
            case TIMER -> event.cause();
        };
        if (!event.cause().equals(wanted)) {
            report(
                    Kind.OUT_OF_ORDER,
                    number,
                    event.type() + " at " + event.place() + " was caused by '" + event.cause() + "', not by '" + wanted
                            + "'");
        }
    }

    private void checkTurn(int number, Observed before, Observed event) {
        if (event.time().isBefore(before.time())) {
            report(
                    Kind.OUT_OF_ORDER,
                    number,
                    event.type() + " is of " + event.time() + ", before " + before.type() + " of " + before.time());
        }
        if (event.topic().equals(before.topic())
                && (event.partition() != before.partition() || event.offset() < before.offset())) {
            report(
                    Kind.OUT_OF_ORDER,
                    number,
                    event.type() + " at " + event.place() + " must follow the one at " + before.place());
        }
    }

    private void report(Kind kind, int number, String detail) {
        violations.add(new Violation(kind, number, detail));
    }
}
