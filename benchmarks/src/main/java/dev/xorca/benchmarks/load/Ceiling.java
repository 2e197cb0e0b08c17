package dev.xorca.benchmarks.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What Kafka alone does on this machine: the bare loop, measured against the same broker with records as large as those
 * of the router.
 *
 * @param inputsPerSecond records read and answered with two each
 * @param loopCpu CPU seconds of the loop's process for 1,000 inputs
 * @param brokerCpu those of the broker
 */
record Ceiling(double inputsPerSecond, double loopCpu, double brokerCpu) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    static Ceiling measure(Installation installation, TopicSizes written, int records) throws InterruptedException {
        var arguments = new ArrayList<>(List.of("bare", "--bootstrap-servers", installation.bootstrapServers()));
        Map.of("--in-bytes", "inbox", "--state-bytes", "changelog", "--out-bytes", "outputs")
                .forEach((option, group) -> {
                    arguments.add(option);
                    arguments.add(Integer.toString(Math.max(1, written.bytesPerRecord(group))));
                });
        arguments.addAll(List.of("--records", Integer.toString(records)));
        arguments.addAll(List.of("--warm-up-records", Integer.toString(records / 3)));
        var loop = installation.startProgram("bare", arguments);
        loop.await("ready", PATIENCE);
        var before = installation.usage();
        var measured = loop.await("measured", PATIENCE).split(" ");
        var after = installation.usage();
        installation.stop("bare");
        long inputs = Long.parseLong(measured[0]);
        return new Ceiling(
                inputs * 1e9 / Long.parseLong(measured[1]),
                cpu("bare", before, after) * 1_000 / inputs,
                cpu("broker", before, after) * 1_000 / inputs);
    }

    private static double cpu(String process, Map<String, ProcessUsage> before, Map<String, ProcessUsage> after) {
        var from = before.get(process);
        var to = after.get(process);
        return from == null || to == null ? 0 : to.since(from).cpu().toMillis() / 1e3;
    }

    double orchestrationsPerSecond(Flow flow) {
        return inputsPerSecond / flow.steps();
    }

    Map<String, Object> toJson(Flow flow) {
        var json = new LinkedHashMap<String, Object>();
        json.put("orchestrationsPerSecond", orchestrationsPerSecond(flow));
        json.put("stepsPerSecond", inputsPerSecond);
        json.put("loopCpuSecondsPerThousandSteps", loopCpu);
        json.put("brokerCpuSecondsPerThousandSteps", brokerCpu);
        return json;
    }
}
