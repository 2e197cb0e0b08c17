package dev.xorca.benchmarks.load;

import dev.xorca.schemas.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the scenario {@code timers} has measured, for people and for programs. */
final class TimersReport {
    private final Map<String, Object> description;
    private final List<Firings.Lateness> timers = new ArrayList<>();
    private final List<Bystanders.Times> others = new ArrayList<>();
    private final List<Restart> restarts = new ArrayList<>();

    TimersReport(Map<String, Object> description) {
        this.description = description;
    }

    /**
     * How a node came back.
     *
     * @param readySeconds from the start of its process until it said that it does its share of the work
     * @param answeringSeconds the same until a reader of committed records had its answer to an event
     */
    record Restart(String name, double readySeconds, double answeringSeconds) {
        private Map<String, Object> toJson() {
            return Map.of("name", name, "readySeconds", readySeconds, "answeringSeconds", answeringSeconds);
        }
    }

    void add(Firings.Lateness lateness) {
        timers.add(lateness);
    }

    void add(Bystanders.Times times) {
        others.add(times);
    }

    void add(Restart restart) {
        restarts.add(restart);
    }

    String json() {
        var json = new LinkedHashMap<>(description);
        json.put("timers", timers.stream().map(Firings.Lateness::toJson).toList());
        json.put("others", others.stream().map(Bystanders.Times::toJson).toList());
        json.put("restarts", restarts.stream().map(Restart::toJson).toList());
        return Json.text(json);
    }

    String table() {
        var table = new Table();
        table.line(
                "%-30s %10s   %-32s   %-32s",
                "timers", "count", "step late ms: p50, p99, max", "seen late ms: p50, p99, max");
        for (var each : timers) {
            table.line(
                    "%-30s %10d   %-32s   %-32s",
                    each.name(),
                    each.count(),
                    each.steps().inMillis(),
                    each.seen().inMillis());
        }
        table.line("");
        Bystanders.Times.addTo(table, "other orchestrations", others);
        if (!restarts.isEmpty()) {
            table.line("");
            table.line("%-44s %10s %12s", "restart", "ready s", "answering s");
        }
        for (var each : restarts) {
            table.line("%-44s %10.1f %12.1f", each.name(), each.readySeconds(), each.answeringSeconds());
        }
        return table.toString();
    }
}
