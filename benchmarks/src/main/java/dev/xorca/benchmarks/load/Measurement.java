package dev.xorca.benchmarks.load;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured of the chain in one stretch of time.
 *
 * @param name of the stretch
 * @param seconds its length
 * @param orchestrations how many ended in it
 * @param steps how many events they took
 * @param latencies from start to end, of those that ended in it
 * @param used by each process
 * @param written to the broker's log
 */
record Measurement(
        String name,
        double seconds,
        long orchestrations,
        long steps,
        Latencies latencies,
        Map<String, ProcessUsage> used,
        TopicSizes written) {

    double orchestrationsPerSecond() {
        return orchestrations / seconds;
    }

    double stepsPerSecond() {
        return steps / seconds;
    }

    /** CPU seconds that a process spent on 1,000 steps. */
    double cpuPerThousandSteps(ProcessUsage usage) {
        return steps == 0 ? 0 : usage.cpu().toNanos() / 1e9 * 1_000 / steps;
    }

    double cpuPerThousandSteps() {
        return used.values().stream().mapToDouble(this::cpuPerThousandSteps).sum();
    }

    double bytesPerStep() {
        return steps == 0 ? 0 : (double) written.bytes() / steps;
    }

    Map<String, Object> toJson() {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("seconds", rounded(seconds));
        json.put("orchestrations", orchestrations);
        json.put("orchestrationsPerSecond", rounded(orchestrationsPerSecond()));
        json.put("stepsPerSecond", rounded(stepsPerSecond()));
        json.put("p50Millis", rounded(latencies.millis(0.5)));
        json.put("p99Millis", rounded(latencies.millis(0.99)));
        json.put("maxMillis", rounded(latencies.millis(1)));
        json.put("cpuSecondsPerThousandSteps", rounded(cpuPerThousandSteps()));
        json.put("bytesPerStep", rounded(bytesPerStep()));
        var processes = new LinkedHashMap<String, Object>();
        used.forEach((process, usage) -> processes.put(process, toJson(usage)));
        json.put("processes", processes);
        var topics = new LinkedHashMap<String, Object>();
        written.groups()
                .forEach((group, size) -> topics.put(
                        group,
                        Map.of(
                                "bytesPerStep", rounded(steps == 0 ? 0 : (double) size.bytes() / steps),
                                "offsetsPerStep", rounded(steps == 0 ? 0 : (double) size.offsets() / steps))));
        json.put("written", topics);
        return json;
    }

    private Map<String, Object> toJson(ProcessUsage usage) {
        var json = new LinkedHashMap<String, Object>();
        json.put("cpuSeconds", usage.cpu().toMillis() / 1e3);
        json.put("cpuSecondsPerThousandSteps", rounded(cpuPerThousandSteps(usage)));
        json.put("residentBytes", usage.residentBytes());
        var threads = new LinkedHashMap<String, Object>();
        usage.threads().forEach((group, time) -> threads.put(group, time.toMillis() / 1e3));
        json.put("cpuSecondsOfThreads", threads);
        return json;
    }

    private static double rounded(double value) {
        return Math.rint(value * 1e4) / 1e4;
    }
}
