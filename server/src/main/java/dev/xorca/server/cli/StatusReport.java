package dev.xorca.server.cli;

import dev.xorca.schemas.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What nodes say of themselves, for people: a line for each node, and one for each partition.
 *
 * @param asked what the first node says
 * @param nodes what each node says, by address; null for one that does not answer
 */
record StatusReport(Map<String, Object> asked, Map<String, @Nullable Map<String, Object>> nodes) {
    static final String NO_ANSWER = "no answer";

    void print(PrintWriter out) {
        out.println("application " + text(asked, "applicationId") + ", as seen by " + text(asked, "address"));
        out.println();
        var table = new TextTable(
                "NODE", "INSTANCE", "READY", "ORCHESTRATOR", "INTAKE", "ACTIVE", "STANDBY", "LAST FAILURE");
        nodes.forEach((address, status) -> {
            var said = status == null ? Map.<String, Object>of() : status;
            var copies = status == null ? believed(address) : objects(said.get("partitions"));
            table.add(
                    address,
                    text(said, "instanceId"),
                    status == null ? NO_ANSWER : Boolean.TRUE.equals(said.get("ready")) ? "yes" : "no",
                    text(said, "orchestrator"),
                    text(said, "intake"),
                    numbers(copies, "active"),
                    numbers(copies, "standby"),
                    text(said, "lastFailure"));
        });
        table.print(out);
        out.println();
        partitions().print(out);
        out.println();
        out.println("events to be taken in: " + Objects.requireNonNullElse(asked.get("intakeLag"), "not known"));
    }

    /** What the asked node believes another one to have. */
    private List<Map<String, Object>> believed(String address) {
        var copies = new ArrayList<Map<String, Object>>();
        for (var peer : objects(asked.get("nodes"))) {
            for (var role : List.of("active", "standby")) {
                if (text(peer, "address").equals(address) && peer.get(role) instanceof List<?> partitions) {
                    partitions.forEach(partition -> copies.add(Map.of("partition", partition, "role", role)));
                }
            }
        }
        return copies;
    }

    private static String numbers(List<Map<String, Object>> copies, String role) {
        return join(copies.stream()
                .filter(copy -> text(copy, "role").equals(role))
                .map(copy -> copy.get("partition"))
                .toList());
    }

    private static String join(List<?> numbers) {
        return String.join(",", numbers.stream().map(String::valueOf).toList());
    }

    private TextTable partitions() {
        var table = new TextTable("PARTITION", "EVENTS WAITING", "OWNER", "COPIES");
        var waiting = new TreeMap<Long, String>();
        for (var partition : objects(asked.get("inbox"))) {
            waiting.put(number(partition, "partition"), text(partition, "lag"));
        }
        var owners = new TreeMap<Long, List<String>>();
        var copies = new TreeMap<Long, List<String>>();
        nodes.forEach((address, status) -> {
            for (var copy : status == null ? believed(address) : objects(status.get("partitions"))) {
                var active = text(copy, "role").equals("active");
                (active ? owners : copies)
                        .computeIfAbsent(number(copy, "partition"), partition -> new ArrayList<>())
                        .add(address + (status == null ? " (" + NO_ANSWER + ")" : condition(copy, active)));
                waiting.putIfAbsent(number(copy, "partition"), "not known");
            }
        });
        waiting.forEach((partition, lag) -> table.add(
                Long.toString(partition),
                lag,
                String.join(", ", owners.getOrDefault(partition, List.of())),
                String.join(", ", copies.getOrDefault(partition, List.of()))));
        return table;
    }

    private static String condition(Map<String, Object> copy, boolean active) {
        if (copy.get("toRestore") instanceof Long total && copy.get("restored") instanceof Long restored) {
            return " (restoring, " + restored + " of " + total + ")";
        }
        return active || !(copy.get("lag") instanceof Long lag) || lag == 0 ? "" : " (" + lag + " behind)";
    }

    private static long number(Map<String, Object> json, String key) {
        return json.get(key) instanceof Long number ? number : -1;
    }

    static String text(Map<String, Object> json, String key) {
        var value = json.get(key);
        return value == null ? "" : value.toString();
    }

    static List<Map<String, Object>> objects(@Nullable Object list) {
        return list instanceof List<?> items ? items.stream().map(Json::object).toList() : List.of();
    }
}
