package dev.xorca.crash;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.xorca.crash.check.Judgement.Tally;
import dev.xorca.crash.fault.Fault;
import dev.xorca.crash.fault.Struck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What came of a run, for people and for programs. */
final class Report {
    private static final int MOST_VIOLATIONS = 20;
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Outcome outcome;

    Report(Outcome outcome) {
        this.outcome = outcome;
    }

    /** Lines to read. */
    List<String> lines() {
        var judgement = outcome.judgement();
        var settings = outcome.settings();
        var lines = new ArrayList<String>();
        lines.add("");
        lines.add(line("seed", settings.stories().seed()));
        lines.add(line(
                "run",
                settings.guarantee() + ", " + settings.nodes() + " nodes, "
                        + (settings.stories().timers() ? "" : "no ") + "timers, "
                        + outcome.took().toSeconds() + " s"));
        lines.add(line("orchestrations", judgement.orchestrations() + " started, " + judgement.ended() + " ended"));
        judgement.tallies().forEach((plot, tally) -> lines.add(line("  " + plot, told(tally))));
        lines.add(line("faults", outcome.struck().size() + " (" + counts() + ")"));
        lines.add(line("faults waited", outcome.stood().toSeconds() + " s, while nothing moved"));
        lines.add(line("commands", judgement.commands()));
        lines.add(line("repeats sent", outcome.repeated() + " starts and answers"));
        lines.add(line("repeats seen", judgement.repeats() + " commands, notifications and errors"));
        var gaps = outcome.gaps();
        lines.add(line("longest gap", gaps.longest() + " s, from " + gaps.longestFrom() + " s on"));
        gaps.atLongest().forEach(each -> lines.add(line("", told(each))));
        gaps.oneNode().forEach((kind, seconds) -> lines.add(line("  one node, " + kind, seconds + " s")));
        judgement.violations().stream().limit(MOST_VIOLATIONS).forEach(violation -> lines.add("BROKEN  " + violation));
        if (judgement.violations().size() > MOST_VIOLATIONS) {
            lines.add("... of " + judgement.violations().size());
        }
        lines.add(line("verdict", judgement.isGood() ? "GOOD" : "BAD " + judgement.broken()));
        return lines;
    }

    private String counts() {
        return byKind().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
    }

    private Map<Fault.Kind, Long> byKind() {
        return outcome.struck().stream()
                .map(Struck::fault)
                .collect(Collectors.groupingBy(Fault::kind, TreeMap::new, Collectors.counting()));
    }

    private static String line(String name, Object value) {
        return String.format(Locale.ROOT, "%-22s %s", name, value);
    }

    private static String told(Tally tally) {
        return tally.started() + " started, " + tally.ended() + " ended, " + tally.commands() + " commands, "
                + tally.violations() + " violations";
    }

    private static String told(Gaps.AtFault each) {
        return "at " + each.from() + " s " + each.fault().kind() + " "
                + Fault.name(each.fault().victim()) + ", " + (each.isBack() ? "back after " : "struck again after ")
                + each.back() + " s";
    }

    private static Map<String, Object> json(Gaps.AtFault each) {
        var json = new LinkedHashMap<String, Object>();
        json.put("planned", each.fault().at().toMillis() / 1e3);
        json.put("at", each.from());
        json.put("kind", each.fault().kind().toString());
        json.put("victim", Fault.name(each.fault().victim()));
        json.put("away", each.fault().away().toMillis() / 1e3);
        json.put("readyAfter", each.isBack() ? each.back() : null);
        json.put("alone", each.isAlone());
        json.put("longestGap", each.gap());
        return json;
    }

    /** The same and more as JSON. */
    void write(Path file) throws IOException {
        var judgement = outcome.judgement();
        var settings = outcome.settings();
        var json = new LinkedHashMap<String, Object>();
        json.put("verdict", judgement.isGood() ? "good" : "bad");
        json.put("seed", settings.stories().seed());
        json.put("guarantee", settings.guarantee().toString());
        json.put("nodes", settings.nodes());
        json.put("timers", settings.stories().timers());
        json.put("standbys", settings.standbys());
        json.put("seconds", outcome.took().toMillis() / 1e3);
        json.put("orchestrations", Map.of("started", judgement.orchestrations(), "ended", judgement.ended()));
        var stories = new LinkedHashMap<String, Object>();
        judgement.tallies().forEach((plot, tally) -> stories.put(plot.toString(), tally));
        json.put("stories", stories);
        var faults = new LinkedHashMap<String, Object>();
        byKind().forEach((kind, count) -> faults.put(kind.toString(), count));
        json.put("faults", faults);
        json.put("faultsWaitedSeconds", outcome.stood().toMillis() / 1e3);
        json.put("events", judgement.sortedEvents());
        json.put("commands", judgement.commands());
        json.put("repeatsSent", outcome.repeated());
        json.put("repeatsSeen", judgement.repeats());
        json.put("longestGapSeconds", outcome.gaps().longest());
        json.put("longestGapFrom", outcome.gaps().longestFrom());
        var oneNode = new LinkedHashMap<String, Object>();
        outcome.gaps().oneNode().forEach((kind, seconds) -> oneNode.put(kind.toString(), seconds));
        json.put("longestGapSecondsWithOneNodeAway", oneNode);
        json.put(
                "faultsInOrder",
                outcome.gaps().atFaults().stream().map(Report::json).toList());
        json.put("broken", judgement.broken());
        json.put(
                "violations",
                judgement.violations().stream()
                        .limit(1_000)
                        .map(Object::toString)
                        .toList());
        Files.write(file, JSON.writeValueAsBytes(json));
    }
}
