package dev.xorca.benchmarks.load;

import dev.xorca.schemas.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** What a scenario has measured, for people and for programs. */
record Report(Flow flow, Map<String, Object> description, List<Measurement> measured, Optional<Ceiling> ceiling) {
    private static final double MIB = 1 << 20;

    String json() {
        var json = new LinkedHashMap<>(description);
        json.put("measured", measured.stream().map(Measurement::toJson).toList());
        ceiling.ifPresent(bare -> {
            json.put("ceiling", bare.toJson(flow));
            json.put("shareOfCeiling", share(measured.get(measured.size() - 1), bare));
        });
        return Json.text(json);
    }

    String table() {
        var table = new Table();
        speed(table);
        cpu(table);
        threads(table);
        bytes(table);
        return table.toString();
    }

    private double share(Measurement measurement, Ceiling bare) {
        return measurement.orchestrationsPerSecond() / bare.orchestrationsPerSecond(flow);
    }

    private void speed(Table table) {
        table.line(
                "%-22s %10s %10s %10s %10s %10s %12s",
                "load", "orch/s", "steps/s", "p50 ms", "p99 ms", "max ms", "of ceiling");
        for (var each : measured) {
            var share = ceiling.map(bare -> Table.format("%.1f %%", 100 * share(each, bare)))
                    .orElse("");
            table.line(
                    "%-22s %10.0f %10.0f %10.1f %10.1f %10.1f %12s",
                    each.name(),
                    each.orchestrationsPerSecond(),
                    each.stepsPerSecond(),
                    each.latencies().millis(0.5),
                    each.latencies().millis(0.99),
                    each.latencies().millis(1),
                    share);
        }
        ceiling.ifPresent(bare -> table.line(
                "%-22s %10.0f %10.0f",
                "bare loop (ceiling)", bare.orchestrationsPerSecond(flow), bare.inputsPerSecond()));
    }

    private void cpu(Table table) {
        table.line("");
        table.line(
                "%-22s %10s %10s %10s %10s %10s   %s",
                "CPU s / 1,000 steps", "broker", "router", "services", "load", "all", "resident MiB: broker, router");
        for (var each : measured) {
            table.line(
                    "%-22s %10.3f %10.3f %10.3f %10.3f %10.3f   %.0f, %.0f",
                    each.name(),
                    cpu(each, "broker"),
                    cpu(each, "router"),
                    cpu(each, "services"),
                    cpu(each, "load"),
                    each.cpuPerThousandSteps(),
                    resident(each, "broker"),
                    resident(each, "router"));
        }
        ceiling.ifPresent(bare -> table.line(
                "%-22s %10.3f %10.3f %10s %10s %10.3f",
                "bare loop (ceiling)", bare.brokerCpu(), bare.loopCpu(), "", "", bare.brokerCpu() + bare.loopCpu()));
    }

    private static double cpu(Measurement measurement, String process) {
        var usage = measurement.used().get(process);
        return usage == null ? 0 : measurement.cpuPerThousandSteps(usage);
    }

    private static double resident(Measurement measurement, String process) {
        var usage = measurement.used().get(process);
        return usage == null ? 0 : usage.residentBytes() / MIB;
    }

    private void threads(Table table) {
        table.line("");
        table.line("%-22s %s", "threads of the router", "share of its CPU");
        for (var each : measured) {
            var usage = each.used().get("router");
            if (usage != null) {
                var shares = new StringBuilder();
                usage.threads()
                        .forEach((group, time) -> shares.append(Table.format(
                                "%s %.0f %%  ",
                                group,
                                100.0
                                        * time.toMillis()
                                        / Math.max(1, usage.cpu().toMillis()))));
                table.line("%-22s %s", each.name(), shares);
            }
        }
    }

    private void bytes(Table table) {
        var groups = new TreeSet<String>();
        measured.forEach(each -> groups.addAll(each.written().groups().keySet()));
        table.line("");
        table.line("%-22s %s", "bytes / step", "by topics (records and transaction marks / step)");
        for (var each : measured) {
            var parts = new StringBuilder();
            for (var group : groups) {
                var size = each.written().groups().getOrDefault(group, new TopicSizes.Size(0, 0));
                if (size.bytes() > 0 && each.steps() > 0) {
                    parts.append(Table.format(
                            "%s %.0f (%.2f)  ",
                            group, (double) size.bytes() / each.steps(), (double) size.offsets() / each.steps()));
                }
            }
            table.line("%-22s %s", Table.format("%s %.0f", each.name(), each.bytesPerStep()), parts);
        }
    }
}
