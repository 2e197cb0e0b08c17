package dev.xorca.crash.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.xorca.crash.check.Violation.Kind;
import dev.xorca.crash.story.Cause;
import dev.xorca.crash.story.Expected;
import dev.xorca.crash.story.Sign;
import dev.xorca.crash.story.Story;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was seen of one orchestration, held against one way that its story may go. */
final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Story story;
    private final List<Expected> expected;
    private final Map<Sign, Observed> found = new LinkedHashMap<>();
    private final Map<String, Observed> foundById = new HashMap<>();
    /** The items of a fan-out share one. */
    private final IdentityHashMap<Cause, Set<String>> idsOfCauses = new IdentityHashMap<>();

    private final Map<String, String> subjects = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    /**
     * @param expected what must come before an event stands before it, the last event last
     * @param distinct each event once, in the order of the topics
     */
    Comparison(Story story, List<Expected> expected, List<Observed> distinct) {
        this.story = story;
        this.expected = expected;
        match(distinct);
        checkPresence();
        for (var each : expected) {
            var event = found.get(each.sign());
            if (event != null) {
                checkAddress(each.sign(), event);
                checkData(each, event);
                checkCause(each.cause(), event);
                checkTurn(each, event);
            }
        }
    }

    /** What is wrong, if this is the way it went. */
    List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** Whether the last event was seen. */
    boolean isEnded() {
        return found.containsKey(last().sign());
    }

    private Expected last() {
        return expected.get(expected.size() - 1);
    }

    private void match(List<Observed> distinct) {
        var left = new HashMap<String, List<Observed>>();
        distinct.forEach(event ->
                left.computeIfAbsent(event.type(), type -> new ArrayList<>()).add(event));
        for (var each : expected) {
            var sign = each.sign();
            var ofType = left.getOrDefault(sign.type(), List.of());
            var meant = ofType.stream().filter(event -> isMeant(sign, event)).toList();
            if (meant.isEmpty()) {
                continue;
            }
            var first = meant.get(0);
            found.put(sign, first);
            foundById.put(first.id(), first);
            meant.stream()
                    .skip(1)
                    .forEach(event -> report(
                            Kind.DOUBLED,
                            sign + " has two ids, " + first.id() + " at " + first.place() + " and " + event.id()
                                    + " at " + event.place()));
            ofType.removeAll(meant);
        }
        left.values()
                .forEach(events -> events.forEach(event -> report(
                        Kind.UNEXPECTED,
                        event.type() + event.token().map(token -> " " + token).orElse("") + " " + event.data() + " at "
                                + event.place())));
    }

    private static boolean isMeant(Sign sign, Observed event) {
        boolean isAttempt = sign.attempt() == 0
                || event.token().map(token -> token.attempt() == sign.attempt()).orElse(false);
        return isAttempt
                && sign.marks().entrySet().stream()
                        .allMatch(mark -> isEqual(mark.getValue(), event.data().path(mark.getKey())));
    }

    private static boolean isEqual(Object wanted, JsonNode value) {
        if (wanted instanceof String text) {
            return text.equals(value.textValue());
        }
        return wanted instanceof Integer number
                ? value.isInt() && value.intValue() == number
                : JSON.<JsonNode>valueToTree(wanted).equals(value);
    }

    private void checkPresence() {
        if (!isEnded()) {
            Sign reached = null;
            for (var each : expected) {
                reached = found.containsKey(each.sign()) ? each.sign() : reached;
            }
            report(
                    Kind.STUCK,
                    reached == null ? "nothing of it was ever seen" : "the last that was seen of it is " + reached);
        }
        var passed = passed();
        expected.stream()
                .filter(each -> !found.containsKey(each.sign()) && passed.contains(each.sign()))
                .forEach(each -> report(Kind.LOST, each.sign() + " " + each.data()));
    }

    /** All that must have been there, because something was seen that comes after it. */
    private Set<Sign> passed() {
        var passed = new HashSet<Sign>();
        for (int i = expected.size() - 1; i >= 0; i--) {
            var each = expected.get(i);
            if (found.containsKey(each.sign()) || passed.contains(each.sign())) {
                passed.addAll(each.after());
            }
        }
        return passed;
    }

    private void checkAddress(Sign sign, Observed event) {
        var problem = addressProblem(sign, event);
        if (problem != null) {
            report(Kind.WRONG_ADDRESS, event.type() + " at " + event.place() + ": " + problem);
        }
    }

    private @Nullable String addressProblem(Sign sign, Observed event) {
        if (!event.source().equals("xorca.orchestrator." + sign.by())) {
            return "its source is '" + event.source() + "'";
        }
        var first = subjects.putIfAbsent(sign.to(), event.subject());
        if (first != null && !first.equals(event.subject())) {
            return "its subject is another than that of what came before";
        }
        JsonNode subject;
        try {
            subject = JSON.readTree(Base64.getDecoder().decode(event.subject()));
        } catch (IOException | IllegalArgumentException e) {
            return "its subject '" + event.subject() + "' cannot be read";
        }
        if (!subject.path("name").asText().equals(sign.to())) {
            return "its subject names another machine: " + subject;
        }
        var processId = processId(sign, event);
        if (processId != null && !subject.path("processId").asText().equals(processId)) {
            return "its subject names another process: " + subject;
        }
        return null;
    }

    /** The process id that the subject must have; null when nobody knows it. */
    private @Nullable String processId(Sign sign, Observed event) {
        if (sign.to().equals(story.plot().toString())) {
            return story.processId();
        }
        var cause = foundById.get(event.cause());
        return cause != null && isStart(cause) ? cause.data().path("processId").asText() : null;
    }

    private static boolean isStart(Observed event) {
        return event.type().startsWith("xorca.") && event.type().endsWith(".start");
    }

    private void checkData(Expected each, Observed event) {
        each.data().forEach((key, value) -> {
            if (!isEqual(value, event.data().path(key))) {
                report(
                        Kind.WRONG_DATA,
                        event.type() + " at " + event.place() + " has " + event.data() + ", where " + key + " must be '"
                                + value + "'");
            }
        });
    }

    private void checkCause(Cause cause, Observed event) {
        if (cause.kind() == Cause.Kind.TIMER ? isSomebodys(event.cause()) : isAnother(cause, event.cause())) {
            report(
                    Kind.OUT_OF_ORDER,
                    event.type() + " at " + event.place() + " was caused by '" + event.cause() + "', not by " + cause);
        }
    }

    private boolean isAnother(Cause cause, String id) {
        var ids = idsOfCauses.computeIfAbsent(
                cause,
                each -> each.ids(sign -> found.containsKey(sign)
                        ? Objects.requireNonNull(found.get(sign)).id()
                        : null));
        // What it goes back to may be lost itself.
        return !ids.isEmpty() && !ids.contains(id);
    }

    /** Whether this is the id of an event that somebody has sent, or of one that left the router. */
    private boolean isSomebodys(String id) {
        return id.isEmpty()
                || id.contains(":")
                || id.equals(Story.startId(story.number()))
                || foundById.containsKey(id);
    }

    private void checkTurn(Expected each, Observed event) {
        for (var sign : each.after()) {
            var before = found.get(sign);
            if (before != null) {
                checkTurn(before, event);
                if (event.time().isBefore(before.time().plus(each.delay()))) {
                    report(
                            Kind.EARLY,
                            event.type() + " at " + event.time() + ", " + each.delay() + " had to pass since "
                                    + before.time());
                }
            }
        }
    }

    private void checkTurn(Observed before, Observed event) {
        if (event.time().isBefore(before.time())) {
            report(
                    Kind.OUT_OF_ORDER,
                    event.type() + " is of " + event.time() + ", before " + before.type() + " of " + before.time());
        }
        if (event.topic().equals(before.topic())
                && (event.partition() != before.partition() || event.offset() < before.offset())) {
            report(
                    Kind.OUT_OF_ORDER,
                    event.type() + " at " + event.place() + " must follow the one at " + before.place());
        }
    }

    private void report(Kind kind, String detail) {
        violations.add(new Violation(kind, story.number(), detail));
    }
}
